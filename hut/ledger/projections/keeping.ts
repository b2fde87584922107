import type { Database } from 'better-sqlite3';
import type { keeperEventBodies } from '../../../domain/ledger/keeper-events.ts';
import { changesNothing, type Projections } from './projection.ts';

/** Keepers and what they did, as far as it is asked about. */
export function keepingProjections(db: Database): Projections<keyof typeof keeperEventBodies> {
  const make = db.prepare('INSERT INTO keeper VALUES (?, ?, 0, NULL, NULL)');
  const block = db.prepare('UPDATE keeper SET blocked = ? WHERE keeper = ?');
  const failed = db.prepare('UPDATE keeper SET failed = failed + 1 WHERE keeper = ?');
  // The count starts anew with the lock, as with residents.
  const locked = db.prepare('UPDATE keeper SET failed = 0, locked_until = ? WHERE keeper = ?');
  const passed = db.prepare('UPDATE keeper SET failed = 0, locked_until = NULL WHERE keeper = ?');
  const request = db.prepare('INSERT INTO keeper_opening VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)');
  const opened = db.prepare('UPDATE keeper_opening SET opened_at = ? WHERE opening = ?');
  const settle = db.prepare('UPDATE keeper_opening SET settled_at = ?, outcome = ? WHERE opening = ?');
  return {
    'keeper-made': (body) => make.run(body.keeper, body.number),
    'keeper-blocked': (body) => block.run(body.why, body.keeper),
    'keeper-pin-failed': (body) =>
      body.lockedUntil === null ? failed.run(body.keeper) : locked.run(body.lockedUntil, body.keeper),
    'keeper-pin-chosen': changesNothing,
    'keeper-door-tried': () => undefined,
    'keeper-devices-kept': () => undefined,
    'keeper-pin-reset': (body) => passed.run(body.keeper),
    'keeper-signed-in': (body) => passed.run(body.keeper),
    'keeper-signed-out': changesNothing,
    'keeper-opening-requested': (b, { wallAt }) =>
      request.run(b.opening, b.door, b.keeper, b.reason, b.visit, wallAt),
    'keeper-opening-opened': (b, { wallAt }) => opened.run(wallAt, b.opening),
    'keeper-opening-finished': (b, { wallAt }) => settle.run(wallAt, 'finished', b.opening),
    'keeper-opening-void': (b, { wallAt }) => settle.run(wallAt, b.because, b.opening),
  };
}
