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
  /** The loans of the worst moment of the last time it was so, in order of hut and loan; the first such moment. */
  loans: string[];
  /** It is so now. */
  isOpen: boolean;
}

const keyOf = ({ hut, loan }: CountedLoan): string => `${hut}/${loan}`;
const isOver = (loans: readonly CountedLoan[], limit: number): boolean =>
  loans.length > limit && new Set(loans.map(({ hut }) => hut)).size > 1;

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
  let last: CountedLoan[] = [];
  /** The worst moment since it began to be so; nothing while it is not. */
  let worst: CountedLoan[] = [];
  let at: CountedLoan[] = [];
  for (const [i, loan] of counted.entries()) {
    const { begunAt } = loan;
    if (counted[i - 1]?.begunAt !== begunAt) {
      at = at.filter(({ endedAt }) => endedAt === null || endedAt > begunAt);
      // Over meanwhile: what follows is news to whoever looked at what was.
      if (!isOver(at, limit)) worst = [];
    }
    at = [...at, loan].filter(({ endedAt }) => endedAt === null || endedAt > begunAt);
    // Those of one moment count together.
    if (counted[i + 1]?.begunAt === begunAt) continue;
    if (!isOver(at, limit) || at.length <= worst.length) continue;
    worst = at;
    last = at;
  }
  if (last.length === 0) return null;
  const now = counted.filter(({ endedAt }) => endedAt === null);
  return { loans: last.map(keyOf).sort(), isOpen: isOver(now, limit) };
}
