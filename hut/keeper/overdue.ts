import type { Database } from 'better-sqlite3';
import { faultOf } from '../ledger/fault.ts';

/**
 * Counts loans past due. Which they are is a question of the time, so the ledger keeps no count; but hundreds are to
 * be counted in an old hut, for each picture of the desk. So the connection remembers how many there were `until` some
 * instant, in a temporary table that triggers keep right in the transaction of every change; asked again, only what
 * fell due since is counted. Nothing of it is in the file.
 */
export function createOverdue(db: Database): (now: number) => number {
  const change = (when: 'OLD' | 'NEW', by: number): string =>
    `UPDATE overdue SET loans = loans + (${by})
     WHERE ${when}.returned_at IS NULL AND ${when}.due < until;`;
  // Most loans fall due later than anybody asked for: these cost a look and no writing.
  const past = (due: string): string => `WHEN ${due} < (SELECT until FROM overdue)`;
  db.exec(`
    CREATE TEMP TABLE overdue (until INTEGER NOT NULL, loans INTEGER NOT NULL) STRICT;
    INSERT INTO overdue VALUES (0, 0);
    CREATE TEMP TRIGGER overdue_lent AFTER INSERT ON main.loan ${past('NEW.due')}
      BEGIN ${change('NEW', 1)} END;
    CREATE TEMP TRIGGER overdue_changed AFTER UPDATE OF due, returned_at ON main.loan
      ${past('min(OLD.due, NEW.due)')} BEGIN ${change('OLD', -1)} ${change('NEW', 1)} END;
    CREATE TEMP TRIGGER overdue_gone AFTER DELETE ON main.loan ${past('OLD.due')}
      BEGIN ${change('OLD', -1)} END;
  `);
  const known = db.prepare<[], { until: number; loans: number }>('SELECT until, loans FROM overdue');
  const between = db
    .prepare<[{ from: number; to: number }], number>(
      `SELECT total((SELECT count(*) FROM loan
         WHERE loan.kind = kind.kind AND returned_at IS NULL AND due >= @from AND due < @to)) FROM kind`,
    )
    .pluck();
  const remember = db.prepare('UPDATE overdue SET until = ?, loans = ?');
  return (now) => {
    const { until, loans } = known.get() ?? { until: 0, loans: 0 };
    // A clock that was put back has everything counted anew.
    const before = now < until ? { from: 0, loans: 0 } : { from: until, loans };
    const count = before.loans + (between.get({ from: before.from, to: now }) ?? 0);
    try {
      if (now !== until) remember.run(now, count);
    } catch (error) {
      // A connection that takes no writing now: what is not remembered is counted again.
      if (faultOf(error) === null) throw error;
    }
    return count;
  };
}
