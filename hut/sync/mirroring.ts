import { done, type Result } from '../../domain/result.ts';
import { type FeedRow, type FeedStream, firstMark, FeedStream as Streams } from '../../domain/sync/feeds.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { canRead } from '../ledger/mirrors.ts';
import { eventsOf } from './applying.ts';

/** Where a feed is read on from. */
export interface FeedPosition {
  rev: number;
  mark: string;
}

/** Rows that came down, and where the feed stands then. `whole`: a snapshot, which replaces what was there. */
export interface Pulled extends FeedPosition {
  rows: readonly Pick<FeedRow, 'key' | 'value'>[];
  whole: boolean;
}

/** Writes what the hub says. Nobody else writes to the mirrors. */
export interface Mirroring {
  position(stream: FeedStream): FeedPosition;
  /** Rows, position, and what the hut records of it: in one transaction. Answers whether anything changed. */
  take(stream: FeedStream, pulled: Pulled): Result<boolean, LedgerFault>;
  /** Records what the mirrors say and the log does not yet: after a start, or when the log was restored. */
  settle(): Result<boolean, LedgerFault>;
  /** How many rows of the mirrors this release cannot read, as far as `take` and `settle` have seen them. */
  unread(): number;
}

export function createMirroring(ledger: Ledger): Mirroring {
  const { db, read } = ledger;
  const position = db.prepare<[string], FeedPosition>('SELECT rev, mark FROM feed_cursor WHERE stream = ?');
  const keep = db.prepare('INSERT OR REPLACE INTO feed_cursor VALUES (?, ?, ?)');
  const put = db.prepare('INSERT OR REPLACE INTO mirror VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM mirror WHERE stream = ? AND key = ?');
  const empty = db.prepare('DELETE FROM mirror WHERE stream = ?');
  const positionOf = (stream: FeedStream): FeedPosition =>
    position.get(stream) ?? { rev: 0, mark: firstMark };
  /** Keys of rows that cannot be read, by stream. */
  const unread = new Map<FeedStream, Set<string>>();
  /** Looks at rows that are mirrored now; `anew`: at all of this stream. */
  const look = (stream: FeedStream, rows: Pulled['rows'], anew: boolean): void => {
    const keys = anew ? new Set<string>() : (unread.get(stream) ?? new Set<string>());
    for (const { key, value } of rows) {
      if (value === null || canRead(stream, value)) keys.delete(key);
      else keys.add(key);
    }
    unread.set(stream, keys);
  };
  return {
    position: positionOf,
    take(stream, { rows, rev, mark, whole }) {
      const before = positionOf(stream);
      if (!whole && rows.length === 0 && before.rev === rev && before.mark === mark) return done(false);
      const committed = ledger.commit<never>('hub', (facts) => {
        if (whole) empty.run(stream);
        for (const { key, value } of rows) {
          if (value === null) drop.run(stream, key);
          else put.run(stream, key, JSON.stringify(value));
        }
        keep.run(stream, rev, mark);
        const there = rows.filter(({ value }) => value !== null);
        return done(eventsOf(facts, stream, there));
      });
      read.mirrors.forget();
      if (!committed.ok) return committed;
      look(stream, rows, whole);
      return done(rows.length > 0 || whole);
    },
    unread: () => [...unread.values()].reduce((sum, keys) => sum + keys.size, 0),
    settle() {
      for (const stream of Streams.options) look(stream, read.mirrors.rows(stream), true);
      const committed = ledger.commit<never>('hub', (facts) =>
        done(Streams.options.flatMap((stream) => eventsOf(facts, stream, facts.mirrors.rows(stream)))),
      );
      return committed.ok ? done(committed.value.lastSeq >= committed.value.firstSeq) : committed;
    },
  };
}
