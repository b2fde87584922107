import { loanLimits } from '../../domain/lending/borrowing.ts';
import type { LoanGroup } from '../../domain/stock/kinds.ts';

/** A loan as it counts against somebody's limit. */
export interface CountedLoan {
  hut: string;
  loan: string;
  group: LoanGroup;
  begunAt: number;
  /** Null while it is open. */
  endedAt: number | null;
}

/** That somebody had more than they may, in several huts at once. */
export interface OverLimit {
  /** The loans of the moment when it was worst, in order of hut and loan; the first such moment. */
  loans: string[];
  /** It is so now. */
  isOpen: boolean;
}

const keyOf = ({ hut, loan }: CountedLoan): string => `${hut}/${loan}`;
const hutsOf = (loans: readonly CountedLoan[]): number => new Set(loans.map(({ hut }) => hut)).size;

/**
 * Whether somebody's loans of one group were ever more than the limit in two huts or more. A hut alone keeps the
 * limit by itself, so this is what two huts did that could not hear of each other. A function of the loans, whatever
 * order they arrived in. Null when it never was so.
 */
export function overLimit(loans: readonly CountedLoan[], group: LoanGroup): OverLimit | null {
  const limit = loanLimits[group];
  const counted = loans
    .filter((loan) => loan.group === group)
    .sort((a, b) => a.begunAt - b.begunAt || (keyOf(a) < keyOf(b) ? -1 : 1));
  let worst: CountedLoan[] = [];
  let at: CountedLoan[] = [];
  for (const [i, loan] of counted.entries()) {
    const { begunAt } = loan;
    at = [...at, loan].filter(({ endedAt }) => endedAt === null || endedAt > begunAt);
    // Those of one moment count together.
    if (counted[i + 1]?.begunAt === begunAt) continue;
    if (at.length > limit && at.length > worst.length && hutsOf(at) > 1) worst = at;
  }
  if (worst.length === 0) return null;
  const now = counted.filter(({ endedAt }) => endedAt === null);
  return { loans: worst.map(keyOf).sort(), isOpen: now.length > limit && hutsOf(now) > 1 };
}
