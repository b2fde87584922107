import type { Database } from 'better-sqlite3';
import type { Projections } from './projection.ts';

type LendingEvent =
  | 'opening-requested'
  | 'opening-opened'
  | 'opening-finished'
  | 'opening-void'
  | 'loan-begun'
  | 'loan-renewed'
  | 'renewal-undone'
  | 'item-returned';

/** Openings, loans and returns. What stands how is counted by triggers (see the schema). */
export function lendingProjections(db: Database): Projections<LendingEvent> {
  const request = db.prepare('INSERT INTO opening VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)');
  const opened = db.prepare('UPDATE opening SET opened_at = ? WHERE opening = ?');
  const settle = db.prepare('UPDATE opening SET settled_at = ?, outcome = ? WHERE opening = ?');
  const lend = db.prepare(
    `INSERT INTO loan (loan, item, person, begun_at, due, renewals, code, opening, returned_at, kind)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, NULL, (SELECT kind FROM item WHERE item = ?))`,
  );
  const renew = db.prepare('UPDATE loan SET due = ?, renewals = renewals + 1 WHERE loan = ?');
  const unrenew = db.prepare('UPDATE loan SET due = ?, renewals = renewals - 1 WHERE loan = ?');
  const returned = db.prepare('INSERT INTO item_return VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const close = db.prepare('UPDATE loan SET returned_at = ? WHERE loan = ?');
  const move = db.prepare('UPDATE item SET place = ? WHERE item = ? AND place <> ?');
  return {
    'opening-requested': (b, { wallAt }) =>
      request.run(b.opening, b.door, b.purpose, b.item, b.person, b.due, b.problem, b.visit, wallAt),
    'opening-opened': (b, { wallAt }) => opened.run(wallAt, b.opening),
    'opening-finished': (b, { wallAt }) => settle.run(wallAt, 'finished', b.opening),
    'opening-void': (b, { wallAt }) => settle.run(wallAt, b.because, b.opening),
    'loan-begun': (b, { wallAt }) =>
      lend.run(b.loan, b.item, b.person, wallAt, b.due, b.code, b.opening, b.item),
    'loan-renewed': (b) => renew.run(b.due, b.loan),
    'renewal-undone': (b) => unrenew.run(b.due, b.loan),
    'item-returned': (b, { wallAt }) => {
      returned.run(b.returned, b.item, b.loan, b.place, b.opening, b.problem, b.evidence, b.code, wallAt);
      if (b.loan !== null) close.run(wallAt, b.loan);
      move.run(b.place, b.item, b.place);
    },
  };
}
