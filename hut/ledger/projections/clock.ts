import type { Database } from 'better-sqlite3';
import type { Projections } from './projection.ts';

/** What was last thought of the wall clock: one row. */
export function clockProjections(db: Database): Projections<'clock-judged'> {
  const judge = db.prepare(
    `INSERT INTO clock_judged VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET right = excluded.right, believed = excluded.believed`,
  );
  return { 'clock-judged': ({ right, believed }) => judge.run(right ? 1 : 0, believed) };
}
