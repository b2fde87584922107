import { z } from 'zod';

const Ref = z.string().min(1).max(64);

/**
 * What a door did beside its openings. `popped-open`: it sprang open in the moments of another door's pulse.
 * `sprang-late`: a door that nobody trusted came open after all. `occupied`, `emptied`: what its sensor sees
 * changed. `suspect`: it is not offered any more until it is `trusted`.
 */
export const DoorMove = z.enum([
  'opened-unasked',
  'popped-open',
  'sprang-late',
  'closed-unasked',
  'left-open',
  'occupied',
  'emptied',
  'suspect',
  'trusted',
]);
export type DoorMove = z.infer<typeof DoorMove>;

/** Bodies of what doors do. */
export const doorEventBodies = {
  'door-noticed': z.strictObject({
    door: z.number().int(),
    what: DoorMove,
    /** The opening it belongs to, its own or the one whose pulse it was; null when none. */
    opening: Ref.nullable(),
    /** The visit in which it happened; null when nobody was at the screen. Not in events of before version 2. */
    visit: Ref.nullable().optional(),
  }),
} as const;
