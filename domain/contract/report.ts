/** Characters of what a page tells of its own breaking. */
export const longestReport = 2_000;
