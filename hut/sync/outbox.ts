import type { Database } from 'better-sqlite3';
import type { LogHead, SyncEvent } from '../../domain/sync/batch.ts';
import { syncLimits } from '../../domain/sync/limits.ts';
import type { StoredEvent } from '../ledger/chain.ts';

/** Events of one epoch as they travel, with where they end. `text` is the JSON of a `Batch`. */
export interface OutgoingBatch {
  text: string;
  events: number;
  epoch: number;
  firstSeq: number;
  /** Of the event before the first. */
  before: { seq: number; hash: string };
  end: LogHead;
}

/** Where a log begins. */
export const emptyLog: LogHead = { epoch: 1, lastSeq: 0, lastHash: '0'.repeat(64) };

/** The log above what the hub has: the outbox, without a second table. */
export interface Outbox {
  /** The event of this number as the end of a log; the empty log for 0, null where there is none. */
  headAt(seq: number): LogHead | null;
  /** The next events after this one: at most `events`, never more than the hub takes; null when there are none. */
  after(position: LogHead, events?: number): OutgoingBatch | null;
}

/** JSON of an event as it travels. */
const eventText = (row: StoredEvent): string => {
  const event: SyncEvent = {
    id: row.event_id,
    type: row.type,
    version: row.version,
    wallAt: row.wall_at,
    boot: row.boot,
    monoMs: row.mono_ms,
    actor: row.actor,
    body: row.body,
  };
  return JSON.stringify(event);
};

/** Room for what surrounds the events. */
const around = 1_024;

export function createOutbox(db: Database): Outbox {
  const epochBelow = db
    .prepare<[number], number>('SELECT epoch FROM event WHERE epoch < ? ORDER BY epoch DESC LIMIT 1')
    .pluck();
  const one = db
    .prepare<[number, number], Buffer>('SELECT hash FROM event WHERE epoch = ? AND seq = ?')
    .pluck();
  const next = db.prepare<[number, number, number], StoredEvent>(
    'SELECT * FROM event WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?',
  );
  return {
    headAt(seq) {
      if (seq === 0) return emptyLog;
      // Numbers go on across epochs, so each is in one epoch alone, and the latest are asked for most.
      let epoch = epochBelow.get(Number.MAX_SAFE_INTEGER);
      while (epoch !== undefined) {
        const hash = one.get(epoch, seq);
        if (hash !== undefined) return { epoch, lastSeq: seq, lastHash: hash.toString('hex') };
        epoch = epochBelow.get(epoch);
      }
      return null;
    },
    after(position, events = syncLimits.events) {
      const from = position.lastSeq === 0 ? { epoch: 0, seq: 0 } : { ...position, seq: position.lastSeq };
      const rows = next.all(from.epoch, from.seq, Math.min(events, syncLimits.events));
      const [first] = rows;
      if (first === undefined) return null;
      const texts: string[] = [];
      let bytes = around;
      let last = first;
      for (const row of rows) {
        if (row.epoch !== first.epoch) break;
        const text = eventText(row);
        bytes += Buffer.byteLength(text) + 1;
        if (bytes > syncLimits.body && texts.length > 0) break;
        texts.push(text);
        last = row;
      }
      const lastHash = last.hash.toString('hex');
      const { epoch, seq: firstSeq } = first;
      const prevHash = first.prev_hash.toString('hex');
      return {
        text: `{"epoch":${epoch},"firstSeq":${firstSeq},"prevHash":"${prevHash}","events":[${texts.join(',')}],"lastHash":"${lastHash}"}`,
        events: texts.length,
        epoch,
        firstSeq,
        before: { seq: position.lastSeq, hash: prevHash },
        end: { epoch, lastSeq: last.seq, lastHash },
      };
    },
  };
}
