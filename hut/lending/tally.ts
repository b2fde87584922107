import type { Database } from 'better-sqlite3';
import { lentCount } from '../ledger/kind-counts.ts';

/** Suzhou's calendar: UTC+8 all year. */
const offsetMs = 8 * 3_600_000;

/** The month of an instant by the hut's calendar, as the ledger names it: 2026-03. */
export const monthOf = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 7);

/** How often things were lent. Read once from the ledger's own count, then kept up: every home screen asks. */
export interface Tally {
  lentOf(kind: string): number;
  lentEver(): number;
  lentThisMonth(now: number): number;
  lent(kind: string, at: number): void;
  /** A loan that begun then was taken back (`wasTakenBack`): the ledger counts it no more. */
  takenBack(kind: string, begunAt: number): void;
}

export function createTally(db: Database, now: number): Tally {
  const byKind = new Map(
    db.prepare<[], [string, number]>(`SELECT kind, sum(loans) FROM ${lentCount} GROUP BY kind`).raw().all(),
  );
  const inMonthOf = db
    .prepare<[string], number | null>(`SELECT sum(loans) FROM ${lentCount} WHERE month = ?`)
    .pluck();
  let inMonth = 0;
  /** The month that was counted last, by its first instant and the first of the next: no date is made for a loan. */
  let from = Number.NaN;
  let until = Number.NaN;
  /** A new month, or a clock put right, is read anew. Answers whether it was. */
  const turnTo = (at: number): boolean => {
    if (at >= from && at < until) return false;
    const day = new Date(at + offsetMs);
    from = Date.UTC(day.getUTCFullYear(), day.getUTCMonth()) - offsetMs;
    until = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1) - offsetMs;
    inMonth = inMonthOf.get(monthOf(at)) ?? 0;
    return true;
  };
  turnTo(now);
  return {
    lentOf: (kind) => byKind.get(kind) ?? 0,
    lentEver: () => [...byKind.values()].reduce((sum, loans) => sum + loans, 0),
    lentThisMonth(at) {
      turnTo(at);
      return inMonth;
    },
    lent(kind, at) {
      byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
      // What is read anew has this loan in it.
      if (!turnTo(at)) inMonth++;
    },
    takenBack(kind, begunAt) {
      byKind.set(kind, (byKind.get(kind) ?? 0) - 1);
      // A month that was not read yet is read without it.
      if (begunAt >= from && begunAt < until) inMonth--;
    },
  };
}
