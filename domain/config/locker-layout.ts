import { z } from 'zod';

const Cell = z.union([
  z.strictObject({ door: z.number().int().min(1), rows: z.number().int().min(1).max(6).default(1) }),
  z.strictObject({ screen: z.literal(true), rows: z.number().int().min(1).max(6).default(2) }),
]);
/** Columns that are drawn side by side at the most. */
export const mostColumns = 12;

/**
 * How the locker looks from the front: columns from left to right, cells from top to bottom. In a file of its own:
 * the first screen draws it and needs nothing else of the configuration.
 */
export const LockerLayout = z.strictObject({
  columns: z.array(z.array(Cell).min(1)).min(1).max(mostColumns),
});
export type LockerLayout = z.infer<typeof LockerLayout>;
