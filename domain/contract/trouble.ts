import { z } from 'zod';

/** Why the hut cannot do its work at all. Each has its own words; all go by themselves with their cause. */
export const Trouble = z.enum([
  'starting',
  /** Not even a return can be written. */
  'disk-full',
  'disk-error',
  'read-only',
  /** The data folder is not where it was. */
  'gone',
  /** Another program of this hut holds the ledger. */
  'in-use',
  /** Written by a later release. */
  'newer',
  'damaged',
]);
export type Trouble = z.infer<typeof Trouble>;

/** Why nothing new is lent, while returns and everything else go on. */
export const Pause = z.enum(['disk-full', 'clock-wrong']);
export type Pause = z.infer<typeof Pause>;

/** Why the wall clock cannot be right: never set, before or long after what the hut has seen. */
export const ClockFault = z.enum(['unset', 'behind', 'ahead']);
export type ClockFault = z.infer<typeof ClockFault>;

/** What keeps the hut itself from its full work; shown as a quiet band, as a device that is missing is. */
export const HutTrouble = z.discriminatedUnion('device', [
  /** `full`: returns go on, nothing is lent. `unwritable`: nothing at all can be recorded. */
  z.strictObject({ device: z.literal('disk'), because: z.enum(['full', 'unwritable']) }),
  z.strictObject({ device: z.literal('clock'), because: ClockFault }),
  /** The key to phone numbers is lost: cards and returns work. */
  z.strictObject({ device: z.literal('phones') }),
]);
export type HutTrouble = z.infer<typeof HutTrouble>;
