import { z } from 'zod';
import { Action } from './action.ts';
import { Health } from './health.ts';
import { memoCalls } from './memo.ts';
import { PracticeAct, PracticeState } from './practice.ts';
import { longestReport } from './report.ts';
import { Cue, View } from './screen.ts';
import { soundCalls } from './sound.ts';

/** One key event of a keyboard-wedge scanner: the physical key, so that an input method cannot change it. */
export const WedgeKey = z.strictObject({
  code: z.string().max(24),
  shift: z.boolean(),
  ctrl: z.boolean(),
  /** Milliseconds, monotonic within one page. */
  at: z.number(),
});
export type WedgeKey = z.infer<typeof WedgeKey>;

/**
 * Every call: its arguments, its answer, and whether it changes anything. A change carries an idempotency key
 * and is done once however often it arrives.
 */
export const calls = {
  /** The whole screen as it is now. */
  view: { args: z.strictObject({}), answer: View, changes: false },
  /** A press on the screen `token`. `taken` is false when that screen is gone or has no such action. */
  press: {
    args: z.strictObject({ token: z.number().int(), action: Action }),
    answer: z.strictObject({ taken: z.boolean() }),
    changes: true,
  },
  /** A finger on the screen, wherever: the idle clock starts anew. */
  touch: { args: z.strictObject({}), answer: z.strictObject({}), changes: false },
  /** Keys typed by a wedge scanner. */
  keys: {
    args: z.strictObject({ keys: z.array(WedgeKey).min(1).max(200) }),
    answer: z.strictObject({}),
    changes: true,
  },
  /**
   * The page's camera read this text in so many frames in a row. `taken`: it counted as a scan; else look again.
   * Huts with a camera in their config only; more than ten a second are not answered.
   */
  look: {
    args: z.strictObject({ text: z.string().min(1).max(512), frames: z.number().int().min(1).max(2) }),
    answer: z.strictObject({ taken: z.boolean() }),
    changes: true,
  },
  /** The page's code runs; told every five seconds. */
  alive: { args: z.strictObject({}), answer: z.strictObject({}), changes: false },
  /** Something of the page broke: a bug, or a file that did not come. For the hut's log. */
  pageBroke: {
    args: z.strictObject({ what: z.string().max(longestReport) }),
    answer: z.strictObject({}),
    changes: false,
  },
  ...soundCalls,
  ...memoCalls,
  /** How it stands with the hut, part by part. */
  health: { args: z.strictObject({}), answer: Health, changes: false },
  /** Practice huts only. */
  practice: {
    args: PracticeAct,
    answer: z.strictObject({ done: z.boolean() }),
    changes: true,
  },
  practiceState: { args: z.strictObject({}), answer: PracticeState.nullable(), changes: false },
} as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;
export type Args<N extends CallName> = z.infer<Calls[N]['args']>;
export type Answer<N extends CallName> = z.infer<Calls[N]['answer']>;

/** Every push. `view` replaces the one before; after a gap only the newest matters. */
export const pushes = {
  view: View,
  cue: z.strictObject({ cue: Cue }),
  practice: PracticeState,
} as const;
export type Pushes = typeof pushes;
export type PushName = keyof Pushes;
export type PushBody<N extends PushName> = z.infer<Pushes[N]>;

export const CallFault = z.strictObject({
  code: z.enum(['bad-message', 'bad-arguments', 'unknown-call', 'not-practice', 'internal']),
  message: z.string(),
});
export type CallFault = z.infer<typeof CallFault>;

const callName = z.enum(Object.keys(calls) as [CallName, ...CallName[]]);

/** Renderer → hut. `resume` is the first frame of a connection: `seq` of the last push seen, 0 for none. */
export const ClientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('resume'),
    seq: z.number().int().min(0),
    boot: z.string().max(64).nullable(),
  }),
  z.strictObject({
    type: z.literal('call'),
    id: z.number().int(),
    name: callName,
    args: z.unknown(),
    /** Idempotency key; required for calls that change something. */
    key: z.string().min(8).max(64).optional(),
  }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** Hut → renderer. `boot` tells a restarted hut process from the one before, whose `seq` means nothing now. */
export const HutFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), boot: z.string(), seq: z.number().int() }),
  z.strictObject({ type: z.literal('answer'), id: z.number().int(), value: z.unknown() }),
  z.strictObject({ type: z.literal('fault'), id: z.number().int(), fault: CallFault }),
  z.strictObject({
    type: z.literal('push'),
    seq: z.number().int(),
    name: z.enum(['view', 'cue', 'practice']),
    body: z.unknown(),
  }),
]);
export type HutFrame = z.infer<typeof HutFrame>;

/** Both transports look like this: whole messages, in order, until closed. */
export interface Channel {
  send(message: unknown): void;
  onMessage(take: (message: unknown) => void): void;
  onClose(take: () => void): void;
  close(): void;
}
