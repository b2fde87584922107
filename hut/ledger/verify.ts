import type { Database } from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import { eventHash, genesis, type StoredEvent } from './chain.ts';

/** The first place where the log is not what was written. */
export interface ChainFault {
  epoch: number;
  seq: number;
  difference: 'gap' | 'previous-hash' | 'hash';
  message: string;
}

const chunk = 1_000;

/** All events in order, in bites, so that a long log needs little memory. */
export function* eventsInOrder(db: Database): Generator<StoredEvent> {
  const after = db.prepare<[number, number, number], StoredEvent>(
    'SELECT * FROM event WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?',
  );
  let last: { epoch: number; seq: number } = { epoch: -1, seq: -1 };
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

/** Whether `event` follows `before`. An epoch may begin at any later number: it continues a restored log. */
function follows(event: StoredEvent, before: StoredEvent | null): ChainFault | null {
  const expected = before === null ? 1 : before.seq + 1;
  if (event.seq !== expected) return differs(event, 'gap');
  if (!event.prev_hash.equals(before === null ? genesis : before.hash))
    return differs(event, 'previous-hash');
  return event.hash.equals(eventHash(event)) ? null : differs(event, 'hash');
}

/** Checks the whole chain from the first event on; answers how many events hold together. */
export function verify(ledger: { db: Database }): Result<{ events: number }, ChainFault> {
  let before: StoredEvent | null = null;
  let events = 0;
  for (const event of eventsInOrder(ledger.db)) {
    const fault = follows(event, before);
    if (fault !== null) return refused(fault);
    before = event;
    events++;
  }
  return done({ events });
}

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
