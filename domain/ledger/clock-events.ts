import { z } from 'zod';
import { ClockFault } from '../contract/trouble.ts';
import { Instant } from '../contract/words.ts';

/** Bodies of what the hut thinks of its wall clock. */
export const clockEventBodies = {
  /**
   * From here on the wall times of events are believed or not. `believed`: what the clock should have shown at the
   * least, from the last time it was believed. `keeper`: a keeper said that it is right.
   */
  'clock-judged': z.strictObject({
    right: z.boolean(),
    because: z.union([ClockFault, z.enum(['again', 'keeper'])]),
    believed: Instant,
  }),
} as const;
