import type { Database } from 'better-sqlite3';
import type { Entry } from '../../../domain/fund/entry.ts';
import type { fundEventBodies } from '../../../domain/ledger/fund-events.ts';
import type { Projections } from './projection.ts';

/** One book of entries, `fund_entry` or `donation`, and the totals of what stands in it. */
function bookIn(db: Database, table: 'fund_entry' | 'donation', totals: 'fund_total' | 'donation_total') {
  const enter = db.prepare(
    `INSERT INTO ${table} (entry, way, what, amount, words, keeper, entered_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const takeBack = db.prepare<[number, string], { way: string; what: string; amount: number }>(
    `UPDATE ${table} SET taken_back_at = ? WHERE entry = ? AND taken_back_at IS NULL
     RETURNING way, what, amount`,
  );
  const add = db.prepare(
    `INSERT INTO ${totals} VALUES (?, ?, ?)
     ON CONFLICT (way, what) DO UPDATE SET amount = amount + excluded.amount`,
  );
  return {
    enter(ref: string, { of, what, amount, words }: Entry, keeper: string, at: number): void {
      enter.run(ref, of, what, amount, words, keeper, at);
      add.run(of, what, amount);
    },
    /** A second time it changes nothing. */
    takeBack(ref: string, at: number): void {
      const was = takeBack.get(at, ref);
      if (was !== undefined) add.run(was.way, was.what, -was.amount);
    },
  };
}

/** The hut's fund, and what it was given. */
export function fundProjections(db: Database): Projections<keyof typeof fundEventBodies> {
  const fund = bookIn(db, 'fund_entry', 'fund_total');
  const donations = bookIn(db, 'donation', 'donation_total');
  return {
    'fund-entered': ({ entry, money, keeper }, { wallAt }) => fund.enter(entry, money, keeper, wallAt),
    'fund-taken-back': ({ entry }, { wallAt }) => fund.takeBack(entry, wallAt),
    'donation-received': ({ entry, donation, keeper }, { wallAt }) =>
      donations.enter(entry, donation, keeper, wallAt),
    'donation-taken-back': ({ entry }, { wallAt }) => donations.takeBack(entry, wallAt),
  };
}
