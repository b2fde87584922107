import { z } from 'zod';

/** What a page gives as `next`: of its last row the values by which the list is in order. */
export const nextAfter = (...values: readonly (string | number)[]): string => JSON.stringify(values);

/** The values of a list in order of time, then of two references. */
export const TimeAndRefs = z.tuple([z.number().int(), z.string(), z.string()]);
export const TimeAndRef = z.tuple([z.number().int(), z.string()]);
export const Refs = z.tuple([z.string(), z.string()]);

/** The values that a page gave; null for the first page, and for what no page gave: the list then begins anew. */
export function valuesAfter<T extends z.ZodType>(values: T, after: string | null): z.infer<T> | null {
  try {
    const read = values.safeParse(JSON.parse(after ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
