import { z } from 'zod';

/**
 * Name of a clip: the key of the message it belongs to, and the sum of its words. Only the sum counts when a clip
 * is looked for, so a recording stays good when its key moves and is never played for words that changed.
 */
export const ClipId = z
  .string()
  .regex(/^[a-zA-Z][\w-]*(\.[\w-]+)*\.[0-9a-z]{11}$/)
  .max(120);
export type ClipId = z.infer<typeof ClipId>;

export const clipId = (key: string, sum: string): ClipId => `${key}.${sum}`;

/** The sum of the words a clip says. */
export const sumOfClip = (id: ClipId): string => id.slice(-11);

/** Bytes that a recording may have: ten seconds of speech as the recorder writes it are less than half. */
export const longestRecording = 40 * 1024;
