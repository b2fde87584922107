import { done, type Result, refused } from '../../domain/result.ts';
import type { Batch } from '../../domain/sync/batch.ts';
import type { Acknowledged } from '../../domain/sync/endpoints.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import { type AskedCase, createFold, type Touched } from '../projections/fold.ts';
import { first, type Into, type Sql, type Value } from '../store/store.ts';
import { refusal } from '../wire/refusing.ts';
import { type CursorRow, lockCursor } from './cursor.ts';
import type { Checked } from './reading.ts';

const eventTable: Into = {
  table: 'hut_event',
  columns: {
    hut_id: 'text',
    epoch: 'bigint',
    seq: 'bigint',
    event_id: 'text',
    type: 'text',
    version: 'bigint',
    wall_at: 'bigint',
    boot: 'text',
    mono_ms: 'bigint',
    actor: 'text',
    body: 'text',
    hash: 'bytea',
    received_at: 'bigint',
  },
  conflict: 'DO NOTHING',
};
export const parkedTable: Into = {
  table: 'parked',
  columns: { hut_id: 'text', epoch: 'bigint', seq: 'bigint', type: 'text' },
};

/** What came of a batch, and what of it lies between huts. */
export interface Taken {
  acknowledged: Acknowledged;
  /** How many events of it were new. */
  news: number;
  /** Also by what the hub had already, where it comes again: a request sent twice, a stick. */
  touched: Touched;
  /** Persons of whom nothing may be left. */
  erased: ReadonlySet<string>;
  cases: ReadonlyMap<string, AskedCase>;
}

/** A refusal that undoes the transaction. */
export class Undo extends Error {
  readonly refused: SyncRefusal;
  constructor(refused: SyncRefusal) {
    super(refused.message);
    this.refused = refused;
  }
}

/**
 * Takes a batch into the log of its hut, with its projections, in the caller's transaction. Events that the hub has
 * are passed over after a look at their hash; what does not follow is refused, and nothing is taken. `clockOffset`:
 * how far the hut's clock is ahead of ours, milliseconds, where that is known.
 * @throws Undo when the store itself finds a reason against it
 */
export async function takeBatch(
  sql: Sql,
  hutId: string,
  { batch, hashes }: Checked,
  { now, clockOffset }: { now: number; clockOffset: number | null },
): Promise<Result<Taken, SyncRefusal>> {
  const cursor = await lockCursor(sql, hutId);
  const known = await knownOf(sql, hutId, { batch, hashes }, cursor);
  if (!known.ok) return known;
  const { epoch } = batch;
  const events = batch.events.slice(known.value);
  const fold = createFold(hutId);
  const touched = known.value === 0 ? fold.touched : touchedBy(hutId, batch);
  const { erased, cases } = fold;
  if (events.length === 0) {
    return done({ acknowledged: acknowledge(cursor, [], now), news: 0, touched, erased, cases });
  }
  const rows: Value[][] = [];
  const parked: Value[][] = [];
  for (const [i, event] of events.entries()) {
    const at = known.value + i;
    const seq = batch.firstSeq + at;
    const own = hashes[at] ?? null;
    const { id, type, version, wallAt, boot, monoMs, actor, body } = event;
    rows.push([hutId, epoch, seq, id, type, version, wallAt, boot, monoMs, actor, body, own, now]);
    if (!fold.take(event)) parked.push([hutId, epoch, seq, type]);
  }
  const inserted = await sql.put(eventTable, rows);
  if (inserted !== rows.length)
    throw new Undo(refusal('envelope', 'events.id: used before by another event'));
  if (parked.length > 0) await sql.put(parkedTable, parked);
  await fold.put(sql);
  const next: CursorRow = {
    ...cursor,
    epoch,
    last_seq: batch.firstSeq + batch.events.length - 1,
    last_hash: hashes.at(-1) ?? cursor.last_hash,
  };
  await sql.run(
    `UPDATE hut_cursor SET last_seq = $2, last_hash = $3, pushed_at = $4, seen_at = COALESCE($5, seen_at),
       clock_offset = COALESCE($6, clock_offset) WHERE hut_id = $1`,
    // What is old was not said by the hut just now.
    [hutId, next.last_seq, next.last_hash, now, clockOffset === null ? null : now, clockOffset],
  );
  const seqs = parked.map(([, , seq]) => Number(seq));
  return done({ acknowledged: acknowledge(next, seqs, now), news: rows.length, touched, erased, cases });
}

/** What a whole batch touches that other huts may touch too. */
function touchedBy(hutId: string, { events }: Batch): Touched {
  const fold = createFold(hutId);
  for (const event of events) fold.take(event);
  return fold.touched;
}

const acknowledge = (cursor: CursorRow, parked: number[], now: number): Acknowledged => ({
  ackSeq: cursor.last_seq,
  ackHash: cursor.last_hash.toString('hex'),
  safeSeq: cursor.safe_seq,
  parked,
  time: now,
});

/** How many events of a batch the hub has already; a refusal when it does not follow what the hub has. */
async function knownOf(
  sql: Sql,
  hutId: string,
  { batch, hashes }: Checked,
  cursor: CursorRow,
): Promise<Result<number, SyncRefusal>> {
  const { epoch, firstSeq, events } = batch;
  const lastSeq = firstSeq + events.length - 1;
  if (epoch > cursor.epoch) {
    return refused(
      refusal('epoch', `Epoch ${epoch} was not opened.`, {
        epoch: cursor.epoch,
        lastSeq: cursor.last_seq,
        lastHash: cursor.last_hash.toString('hex'),
      }),
    );
  }
  if (epoch === cursor.epoch && firstSeq > cursor.last_seq + 1) {
    return refused(
      refusal('gap', `Events from ${cursor.last_seq + 1} on are missing.`, {
        expectedSeq: cursor.last_seq + 1,
      }),
    );
  }
  const known =
    epoch < cursor.epoch ? events.length : Math.min(events.length, cursor.last_seq - firstSeq + 1);
  if (known === 0) {
    if (Buffer.from(batch.prevHash, 'hex').equals(cursor.last_hash)) return checkBegin(sql, hutId, batch);
    return refused(refusal('fork', 'The hub has another event there.', { seq: cursor.last_seq }));
  }
  const boundary = firstSeq + known - 1;
  if (boundary === cursor.last_seq && epoch === cursor.epoch) {
    if (hashes[known - 1]?.equals(cursor.last_hash)) return done(known);
  } else {
    const there = first(await hashesAt(sql, hutId, epoch, boundary, boundary));
    if (there !== null && hashes[known - 1]?.equals(there.hash)) return done(known);
  }
  const there = await hashesAt(sql, hutId, epoch, firstSeq, lastSeq);
  const stored = new Map(there.map(({ seq, hash: own }) => [seq, own]));
  const differs = hashes.findIndex((own, i) => stored.get(firstSeq + i)?.equals(own) !== true);
  return refused(
    refusal('fork', 'The hub has another event there.', { seq: firstSeq + Math.max(0, differs) }),
  );
}

/** The first event of an epoch says that the ledger was restored; only the first epoch begins with any. */
async function checkBegin(sql: Sql, hutId: string, batch: Batch): Promise<Result<number, SyncRefusal>> {
  if (batch.epoch === 1 || batch.events[0]?.type === 'ledger-restored') return done(0);
  const begun = first(
    await sql.all<{ first_seq: number }>('SELECT first_seq FROM hut_epoch WHERE hut_id = $1 AND epoch = $2', [
      hutId,
      batch.epoch,
    ]),
  );
  if (begun?.first_seq !== batch.firstSeq) return done(0);
  return refused(refusal('envelope', 'events.0.type: an epoch begins with ledger-restored'));
}

const hashesAt = (sql: Sql, hutId: string, epoch: number, from: number, to: number) =>
  sql.all<{ seq: number; hash: Buffer }>(
    'SELECT seq, hash FROM hut_event WHERE hut_id = $1 AND epoch = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq',
    [hutId, epoch, from, to],
  );
