/** A page of a list that is at hand whole: newest first, those of one moment by key, after the row that `after` names. */
export function pageOf<Row extends { at: number }>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  after: string | null,
  limit: number,
): { rows: Row[]; next: string | null } {
  const sorted = [...rows].sort((a, b) => b.at - a.at || (keyOf(a) < keyOf(b) ? -1 : 1));
  const [, at, key = ''] = /^(-?\d{1,15}) (.{1,250})$/s.exec(after ?? '') ?? [];
  const rest =
    at === undefined
      ? sorted
      : sorted.filter((row) => row.at < Number(at) || (row.at === Number(at) && keyOf(row) > key));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: rest.length > limit && last !== undefined ? `${last.at} ${keyOf(last)}` : null,
  };
}
