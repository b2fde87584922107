import type { Database } from 'better-sqlite3';
import type { Projections } from './projection.ts';

/** Who may borrow, by opaque reference: trust, cards, and PINs that went wrong. */
export function peopleProjections(
  db: Database,
): Projections<
  | 'person-registered'
  | 'person-erased'
  | 'person-verified'
  | 'person-exported'
  | 'card-issued'
  | 'card-blocked'
  | 'pin-failed'
  | 'pin-passed'
> {
  const member = db.prepare('INSERT INTO member VALUES (?, ?, 0, NULL)');
  const verify = db.prepare("UPDATE member SET trust = 'verified' WHERE person = ?");
  const card = db.prepare('INSERT INTO card VALUES (?, ?, NULL)');
  const block = db.prepare('UPDATE card SET blocked = ? WHERE card = ?');
  const failed = db.prepare('UPDATE member SET failed = failed + 1 WHERE person = ?');
  // The count starts anew with the lock: when it is over, a person has all their tries again.
  const locked = db.prepare('UPDATE member SET failed = 0, locked_until = ? WHERE person = ?');
  const passed = db.prepare('UPDATE member SET failed = 0, locked_until = NULL WHERE person = ?');
  return {
    'person-registered': (body) => member.run(body.person, body.trust),
    // Personal data lies outside the projections; whoever erases it does so in the event's own transaction.
    'person-erased': () => {},
    'person-verified': (body) => verify.run(body.person),
    'person-exported': () => {},
    'card-issued': (body) => card.run(body.card, body.person),
    'card-blocked': (body) => block.run(body.why, body.card),
    'pin-failed': (body) =>
      body.lockedUntil === null ? failed.run(body.person) : locked.run(body.lockedUntil, body.person),
    'pin-passed': (body) => passed.run(body.person),
  };
}
