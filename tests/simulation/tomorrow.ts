import Database from 'better-sqlite3';
import { canonicalJson } from '../../domain/ledger/chain.ts';
import { eventHash, type StoredEvent } from '../../hut/ledger/chain.ts';

/** A later release ran on this hut for a while and recorded something that today's knows nothing of. */
export function recordOfTomorrow(file: string, id: string, wallAt: number): void {
  const db = new Database(file);
  const last = db.prepare<[], StoredEvent>('SELECT * FROM event ORDER BY epoch DESC, seq DESC LIMIT 1').get();
  if (last === undefined) throw new Error('an empty log');
  const row: Omit<StoredEvent, 'hash'> = {
    ...last,
    seq: last.seq + 1,
    event_id: id,
    type: 'lamp-lit',
    version: 7,
    wall_at: wallAt,
    actor: 'hut',
    body: canonicalJson({ lamp: id }),
    prev_hash: last.hash,
  };
  db.prepare<unknown[]>('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?))').run(
    row.epoch,
    row.seq,
    row.event_id,
    row.type,
    row.version,
    row.wall_at,
    row.boot,
    row.mono_ms,
    row.actor,
    row.body,
    row.prev_hash,
    eventHash(row, row.prev_hash.toString('hex')),
  );
  db.close();
}
