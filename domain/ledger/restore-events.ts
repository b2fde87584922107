import { z } from 'zod';
import { Instant } from '../contract/words.ts';

/**
 * Why the ledger goes on from an older state. `damaged`: the file was not what was written. `behind`: it ended
 * before what was recorded. `missing`: it was gone. `command`: somebody went back on purpose.
 */
export const RestoreReason = z.enum(['damaged', 'behind', 'missing', 'command']);
export type RestoreReason = z.infer<typeof RestoreReason>;

/** Bodies of what happens to the ledger itself. */
export const restoreEventBodies = {
  /** The first event of a new epoch. What it follows is what was kept. */
  'ledger-restored': z.strictObject({
    why: RestoreReason,
    /**
     * Name of the backup that was taken, `log` where the file's own log held everything, `hub` where what the hub holds
     * was taken alone, or made one with what this hut recorded.
     */
    from: z.string().min(1).max(120),
    /** When the last event that was kept was written; null when nothing was kept. */
    backTo: Instant.nullable(),
    /** What is known to be missing after it: until when, and how many events where that is known. */
    lost: z.strictObject({ until: Instant, events: z.number().int().min(0).nullable() }).nullable(),
  }),
} as const;
