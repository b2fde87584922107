import type { Database } from 'better-sqlite3';

/** Suzhou's calendar: UTC+8 all year. */
const offsetMs = 8 * 3_600_000;

/** First instant of the month that `at` lies in, by the hut's calendar. */
export function monthStart(at: number): number {
  const local = new Date(at + offsetMs);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - offsetMs;
}

/** How often things were lent. Counted once from the loans, then kept up: every home screen asks. */
export interface Tally {
  lentOf(kind: string): number;
  lentThisMonth(now: number): number;
  lent(kind: string, at: number): void;
}

export function createTally(db: Database, now: number): Tally {
  const byKind = new Map(
    db
      .prepare<[], [string, number]>(
        'SELECT i.kind, count(*) FROM loan l JOIN item i ON i.item = l.item GROUP BY i.kind',
      )
      .raw()
      .all(),
  );
  const since = db
    .prepare<[number, number], number>('SELECT count(*) FROM loan WHERE begun_at >= ? AND begun_at < ?')
    .pluck();
  const count = (start: number): number => since.get(start, monthStart(start + 32 * 86_400_000)) ?? 0;
  let month = monthStart(now);
  let inMonth = count(month);
  /** A new month, or a clock put right, counts anew. */
  const turnTo = (at: number): void => {
    const start = monthStart(at);
    if (start === month) return;
    month = start;
    inMonth = count(month);
  };
  return {
    lentOf: (kind) => byKind.get(kind) ?? 0,
    lentThisMonth(at) {
      turnTo(at);
      return inMonth;
    },
    lent(kind, at) {
      byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
      if (monthStart(at) === month) inMonth++;
      else turnTo(at);
    },
  };
}
