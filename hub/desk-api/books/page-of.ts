import { nextAfter, TimeAndRef, valuesAfter } from './after.ts';

/** A page of a list that is at hand whole: newest first, those of one moment by key, after the row that `after` names. */
export function pageOf<Row extends { at: number }>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  after: string | null,
  limit: number,
): { rows: Row[]; next: string | null } {
  const sorted = [...rows].sort((a, b) => b.at - a.at || (keyOf(a) < keyOf(b) ? -1 : 1));
  const last = valuesAfter(TimeAndRef, after);
  const rest =
    last === null
      ? sorted
      : sorted.filter((row) => row.at < last[0] || (row.at === last[0] && keyOf(row) > last[1]));
  const shown = rest.slice(0, limit);
  const end = shown.at(-1);
  return {
    rows: shown,
    next: rest.length > limit && end !== undefined ? nextAfter(end.at, keyOf(end)) : null,
  };
}
