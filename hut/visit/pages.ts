/**
 * Where in a list of `count` a page begins. A list that shrank, or a page nobody has, shows the last one there is.
 */
export function windowOf(
  count: number,
  page: number,
  size: number,
): { page: number; pages: number; from: number } {
  const pages = Math.max(1, Math.ceil(count / size));
  const at = Math.min(page, pages - 1);
  return { page: at, pages, from: at * size };
}

/** The same of a list that is at hand, with what is on the page. */
export function pageOf<T>(
  all: readonly T[],
  page: number,
  size: number,
): { page: number; pages: number; shown: T[] } {
  const { from, ...at } = windowOf(all.length, page, size);
  return { ...at, shown: all.slice(from, from + size) };
}
