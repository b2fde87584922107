/** Clocks of two huts may differ: a loan counts for a find that seems so much before or after it, milliseconds. */
export const clocksDiffer = 60 * 60_000;

/** A loan of the thing that was found. */
export interface LoanOfThing {
  loan: string;
  begunAt: number;
  returnedAt: number | null;
  /** The return that ended it, as the lending hut recorded it. */
  returned: string | null;
}

/**
 * Which loan ends with a thing that was found in another hut: the one that the lending hut itself says, else the last
 * that was open when it was found. Null when there is none: then it was taken without a loan, or the lending hut has
 * not told yet. A function of the facts, whatever order they arrived in.
 */
export function loanOfFind(
  find: { found: string; at: number },
  loans: readonly LoanOfThing[],
): string | null {
  const said = loans.find(({ returned }) => returned === find.found);
  if (said !== undefined) return said.loan;
  const open = loans
    .filter(
      ({ begunAt, returnedAt }) =>
        begunAt - clocksDiffer <= find.at && (returnedAt === null || returnedAt + clocksDiffer >= find.at),
    )
    .sort((a, b) => b.begunAt - a.begunAt || (a.loan < b.loan ? -1 : 1));
  return open[0]?.loan ?? null;
}
