import { z } from 'zod';
import { ClipId, longestRecording } from '../sound/clip.ts';
import { Language, Named } from './words.ts';

/** How the screen sounds now. */
export const SoundView = z.strictObject({
  /** From 0 to 1, by the hour; 0: nothing sounds unasked. */
  volume: z.number().min(0).max(1),
  /** 1 is as recorded. */
  speed: z.number(),
  first: z.enum(['clips', 'machine']),
  /** Another number whenever keepers' recordings have changed. */
  recordings: z.number().int(),
});
export type SoundView = z.infer<typeof SoundView>;

/** A recording as it crosses the wire: the file in base64. */
export const RecordedSound = z.base64().max(Math.ceil(longestRecording / 3) * 4);

/** Why a recording was not kept. */
export const NotKept = z.enum(['screen-gone', 'no-sound', 'disk']);

export const soundCalls = {
  /** Clips of a language that a keeper has recorded. */
  recordings: {
    args: z.strictObject({ language: Language }),
    answer: z.strictObject({ clips: z.array(ClipId) }),
    changes: false,
  },
  /** One of them; null where there is none. */
  recording: {
    args: z.strictObject({ language: Language, clip: ClipId }),
    answer: z.strictObject({ sound: RecordedSound.nullable() }),
    changes: false,
  },
  /** Keeps what a keeper recorded on the screen `token`, which must be the one for this clip. */
  keepRecording: {
    args: z.strictObject({
      token: z.number().int(),
      language: Language,
      clip: ClipId,
      sound: RecordedSound,
    }),
    answer: z.strictObject({ kept: z.boolean(), because: NotKept.optional() }),
    changes: true,
  },
} as const;

/** Screens of the desk on which a keeper records what the hut says. */
export const voiceScreens = [
  /** What the hut says in the language of the screen; the page knows the words, the hut adds its own names. */
  z.strictObject({
    at: z.literal('keeper-voice'),
    page: z.number().int().min(0),
    names: z.array(Named).max(200),
  }),
  /** One of it: hear, record, keep. */
  z.strictObject({
    at: z.literal('keeper-clip'),
    language: Language,
    clip: ClipId,
    recorded: z.boolean(),
    names: z.array(Named).max(200),
  }),
] as const;

export const voiceActions = [
  z.strictObject({ do: z.literal('voice-clip'), language: Language, clip: ClipId }),
  /** The recording goes; the clip that came with the hut speaks again. */
  z.strictObject({ do: z.literal('voice-drop') }),
] as const;
