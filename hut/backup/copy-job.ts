import { z } from 'zod';

/** What the copying process is told, as one line of JSON. */
export const CopyJob = z.strictObject({
  /** Directory of the ledger, and the name of its file. */
  dir: z.string().min(1),
  name: z.string().min(1),
  /** Wall time for the name of the backup, milliseconds since 1970. */
  at: z.number().int(),
  /** The last event that was recorded when the job was given: a copy that ends earlier is no backup. */
  head: z.strictObject({ epoch: z.number().int(), seq: z.number().int() }),
  /** Projections are compared with the log too, which takes longest. */
  thorough: z.boolean(),
  second: z.string().nullable(),
  retention: z.strictObject({ hours: z.number(), days: z.number(), bytes: z.number() }),
  /** False while the clock is known to be wrong: nothing is thrown away by it. */
  clockRight: z.boolean(),
});
export type CopyJob = z.infer<typeof CopyJob>;

/** What became of the second place. */
export const SecondPlace = z.strictObject({
  state: z.enum(['none', 'good', 'missing', 'failed']),
  message: z.string(),
});
export type SecondPlace = z.infer<typeof SecondPlace>;

/**
 * What the copying process says, one line of JSON each. `copied`: the ledger's own file is not needed any more.
 * `checked`: the backup passed every check and waits for the word `keep`. `kept`: it is safe under its name, whatever becomes
 * of the second place. `second`: what became of that.
 */
export const CopyNews = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('copied') }),
  z.strictObject({ is: z.literal('checked') }),
  z.strictObject({
    is: z.literal('kept'),
    backup: z.string(),
    events: z.number().int(),
    bytes: z.number().int(),
  }),
  z.strictObject({ is: z.literal('second'), ...SecondPlace.shape }),
  z.strictObject({
    is: z.literal('failed'),
    /** `damaged`: the ledger itself did not pass a check. */
    code: z.enum(['damaged', 'disk-full', 'disk-error']),
    message: z.string(),
  }),
]);
export type CopyNews = z.infer<typeof CopyNews>;
/** Why there is no backup. `interrupted`: the ledger was written to, the hut ended, or it took too long. */
export interface BackupFailure {
  code: Extract<CopyNews, { is: 'failed' }>['code'] | 'interrupted';
  message: string;
}
