import { z } from 'zod';

/** Rows that one answer holds at most. */
export const pageRows = 200;
/** Argument of a list that comes page by page: what the page before gave as `next`; null for the first. */
export const Page = { after: z.string().max(1_000).nullable().default(null) };
/** One page of a list. `next` null: it was the last. */
export const paged = <T extends z.ZodType>(row: T) =>
  z.strictObject({ rows: z.array(row), next: z.string().nullable() });
