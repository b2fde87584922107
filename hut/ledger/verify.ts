import type { Database } from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import { eventHash, genesis, type StoredEvent } from './chain.ts';

/** The first place where the log is not what was written. */
export interface ChainFault {
  epoch: number;
  seq: number;
  difference: 'gap' | 'previous-hash' | 'hash' | 'epoch';
  message: string;
}

/** The last event of a log. `at`: its wall time, milliseconds since 1970. */
export interface LogEnd {
  epoch: number;
  seq: number;
  hash: Buffer;
  at: number;
}

const chunk = 1_000;

/** All events in order, or those after `from`, in bites, so that a long log needs little memory. */
export function* eventsInOrder(
  db: Database,
  from: { epoch: number; seq: number } = { epoch: -1, seq: -1 },
): Generator<StoredEvent> {
  const after = db.prepare<[number, number, number], StoredEvent>(
    'SELECT * FROM event WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?',
  );
  let last = from;
  for (;;) {
    const rows = after.all(last.epoch, last.seq, chunk);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end;
  }
}

const differs = (event: StoredEvent, difference: ChainFault['difference']): ChainFault => ({
  epoch: event.epoch,
  seq: event.seq,
  difference,
  message: `the log is not what was written: ${difference} at event ${event.epoch}/${event.seq}`,
});

/**
 * Whether `event` follows `before`. Numbers go on across epochs: the first event of a new one says that the
 * ledger was restored, and follows the last event that was kept.
 */
export function follows(
  event: StoredEvent,
  before: Pick<LogEnd, 'epoch' | 'seq' | 'hash'> | null,
): ChainFault | null {
  const expected = before === null ? 1 : before.seq + 1;
  if (event.seq !== expected) return differs(event, 'gap');
  if (!event.prev_hash.equals(before === null ? genesis : before.hash))
    return differs(event, 'previous-hash');
  const begins = before !== null && event.epoch !== before.epoch;
  if (begins && (event.epoch < before.epoch || event.type !== 'ledger-restored'))
    return differs(event, 'epoch');
  const hash = eventHash(event, event.prev_hash.toString('hex'));
  return event.hash.toString('hex') === hash ? null : differs(event, 'hash');
}

/** Checks the whole chain from the first event on; answers how many events hold together, and the last one. */
export function verify(ledger: { db: Database }): Result<{ events: number; end: LogEnd | null }, ChainFault> {
  let before: StoredEvent | null = null;
  let events = 0;
  for (const event of eventsInOrder(ledger.db)) {
    const fault = follows(event, before);
    if (fault !== null) return refused(fault);
    before = event;
    events++;
  }
  return done({ events, end: before === null ? null : endOf(before) });
}

/** An event as the end of a log. */
export const endOf = ({ epoch, seq, hash, wall_at }: StoredEvent): LogEnd => ({
  epoch,
  seq,
  hash,
  at: wall_at,
});

/** Checks the last `length` events, as at every start. */
export function verifyTail(db: Database, length: number): Result<null, ChainFault> {
  const rows = db
    .prepare<[number], StoredEvent>('SELECT * FROM event ORDER BY epoch DESC, seq DESC LIMIT ?')
    .all(length + 1)
    .reverse();
  const whole = rows.length <= length;
  for (const [i, event] of rows.entries()) {
    const before = rows[i - 1] ?? null;
    if (before === null && !whole) continue;
    const fault = follows(event, before);
    if (fault !== null) return refused(fault);
  }
  return done(null);
}
