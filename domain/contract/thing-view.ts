import { z } from 'zod';
import { Picture } from '../stock/kinds.ts';
import { Instant, Named } from './words.ts';

/** Where a thing lives, as the screen says it. */
export const PlaceView = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('door'), door: z.number().int() }),
  z.strictObject({ at: z.literal('shelf'), name: Named }),
]);
export type PlaceView = z.infer<typeof PlaceView>;

/** A kind as a card on home and pick. */
export const KindCard = z.strictObject({
  kind: z.string(),
  name: Named,
  measure: z.string(),
  picture: Picture,
  available: z.number().int(),
  /** Why none is there: when the first comes back (null when nobody knows). Absent when some are available. */
  away: z
    .strictObject({
      back: Instant.nullable(),
      because: z.enum(['out', 'not-in-service', 'door', 'recalled']),
    })
    .optional(),
});
export type KindCard = z.infer<typeof KindCard>;

export const ItemView = z.strictObject({
  item: z.string(),
  kind: z.string(),
  name: Named,
  measure: z.string(),
  picture: Picture,
  place: PlaceView,
  parts: z.array(Named),
});
export type ItemView = z.infer<typeof ItemView>;

export const LoanView = z.strictObject({
  loan: z.string(),
  item: ItemView,
  due: Instant,
  overdue: z.boolean(),
  renewable: z.boolean(),
});
export type LoanView = z.infer<typeof LoanView>;
