/** A page that exists: a list that shrank, or a page nobody has, shows the last one there is. */
export function pageOf<T>(
  all: readonly T[],
  page: number,
  size: number,
): { page: number; pages: number; shown: T[] } {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const at = Math.min(page, pages - 1);
  return { page: at, pages, shown: all.slice(at * size, at * size + size) };
}
