import { genesisHash } from '../../domain/ledger/chain.ts';
import type { Batch } from '../../domain/sync/batch.ts';
import type { OwnLog } from '../../domain/sync/endpoints.ts';
import { syncLimits } from '../../domain/sync/limits.ts';
import { first, type Sql } from '../store/store.ts';

/** An event as it lies in the store. */
export interface EventRow {
  epoch: number;
  seq: number;
  event_id: string;
  type: string;
  version: number;
  wall_at: number;
  boot: string;
  mono_ms: number;
  actor: string;
  body: string;
  hash: Buffer;
}

/** Events of a hut after a number, in order. Numbers go on across epochs, so `from` is the epoch to look from. */
export async function eventsAfter(
  sql: Sql,
  hutId: string,
  after: number,
  limit: number,
): Promise<EventRow[]> {
  return sql.all<EventRow>(
    `SELECT epoch, seq, event_id, type, version, wall_at, boot, mono_ms, actor, body, hash FROM hut_event
     WHERE hut_id = $1 AND seq > $2 AND epoch >= (
       SELECT COALESCE(MAX(epoch), 1) FROM hut_epoch WHERE hut_id = $1 AND first_seq <= $2 + 1
     )
     ORDER BY epoch, seq LIMIT $3`,
    [hutId, after, limit],
  );
}

/** A part of a hut's own log as batches, each of one epoch, of no more events and bytes than a batch may have. */
export async function ownLog(sql: Sql, hutId: string, after: number, limit: number): Promise<OwnLog> {
  const rows = await eventsAfter(sql, hutId, after, limit);
  const [begin] = rows;
  const before =
    begin === undefined || begin.seq === 1
      ? null
      : first(
          await sql.all<{ hash: Buffer }>(
            'SELECT hash FROM hut_event WHERE hut_id = $1 AND seq = $2 AND epoch <= $3 ORDER BY epoch DESC LIMIT 1',
            [hutId, begin.seq - 1, begin.epoch],
          ),
        );
  let prevHash = before?.hash.toString('hex') ?? genesisHash;
  const batches: Batch[] = [];
  let bytes = 0;
  for (const row of rows) {
    let batch = batches.at(-1);
    bytes += row.body.length;
    const isFull = batch?.events.length === syncLimits.events || bytes > syncLimits.body / 2;
    if (batch === undefined || batch.epoch !== row.epoch || isFull) {
      batch = { epoch: row.epoch, firstSeq: row.seq, prevHash, events: [], lastHash: prevHash };
      batches.push(batch);
      bytes = row.body.length;
    }
    prevHash = row.hash.toString('hex');
    batch.events.push({
      id: row.event_id,
      type: row.type,
      version: row.version,
      wallAt: row.wall_at,
      boot: row.boot,
      monoMs: row.mono_ms,
      actor: row.actor,
      body: row.body,
    });
    batch.lastHash = prevHash;
  }
  const head = first(
    await sql.all<{ epoch: number; last_seq: number; last_hash: Buffer }>(
      'SELECT epoch, last_seq, last_hash FROM hut_cursor WHERE hut_id = $1',
      [hutId],
    ),
  );
  if (head === null) throw new Error(`hut ${hutId} has no cursor`);
  return {
    batches,
    head: { epoch: head.epoch, lastSeq: head.last_seq, lastHash: head.last_hash.toString('hex') },
  };
}
