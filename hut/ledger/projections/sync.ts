import type { Database } from 'better-sqlite3';
import type { syncEventBodies } from '../../../domain/ledger/sync-events.ts';
import { changesNothing, type Projections } from './projection.ts';

/** What comes of being one of many huts. */
export function syncProjections(db: Database): Projections<keyof typeof syncEventBodies> {
  const close = db.prepare('UPDATE loan SET returned_at = ? WHERE loan = ? AND returned_at IS NULL');
  const found = db.prepare('INSERT INTO found_label VALUES (?, ?, ?, ?, ?, ?)');
  const arrived = db.prepare('INSERT INTO member VALUES (?, ?, 0, NULL)');
  const aside = db.prepare('INSERT INTO set_aside VALUES (?, ?, ?)');
  return {
    'hub-joined': changesNothing,
    'loan-returned-elsewhere': ({ loan }, { wallAt }) => close.run(wallAt, loan),
    'item-found': (b, { wallAt }) => found.run(b.found, b.barcode, b.place, b.problem, b.code, wallAt),
    'person-arrived': ({ person, trust }) => arrived.run(person, trust),
    'fact-set-aside': ({ event, type, why }) => aside.run(event, type, why),
  };
}
