import type { Database } from 'better-sqlite3';
import type { Projections } from './projection.ts';

/** That the ledger was restored: when, from what, and what is missing since. */
export function restoringProjections(db: Database): Projections<'ledger-restored'> {
  const restored = db.prepare(
    'INSERT INTO restoration SELECT count(*) + 1, ?, ?, ?, ?, ?, ? FROM restoration',
  );
  return {
    'ledger-restored': (b, { wallAt }) =>
      restored.run(wallAt, b.why, b.from, b.backTo, b.lost?.until ?? null, b.lost?.events ?? null),
  };
}
