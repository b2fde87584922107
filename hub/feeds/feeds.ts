import { done, type Result, refused } from '../../domain/result.ts';
import {
  type FeedAnswer,
  type FeedRow,
  type FeedSnapshot,
  type FeedStream,
  type FeedValue,
  feedStreams,
  firstMark,
} from '../../domain/sync/feeds.ts';
import { syncLimits } from '../../domain/sync/limits.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import { first, type Sql } from '../store/store.ts';
import { refusal } from '../wire/refusing.ts';

/** Whose feed a hut reads: every hut's, or its own. */
export const scopeOf = (stream: FeedStream, hutId: string): string =>
  feedStreams[stream].scope === 'all' ? '*' : hutId;

interface Head {
  rev: number;
  mark: string;
  floor: number;
}

/** Where a feed stands; locked, it stays there until the transaction ends. */
async function headOf(sql: Sql, scope: string, stream: FeedStream, lock: boolean): Promise<Head> {
  if (lock) {
    await sql.run(`INSERT INTO feed_head VALUES ($1, $2, 0, '', 0) ON CONFLICT DO NOTHING`, [scope, stream]);
  }
  const row = first(
    await sql.all<Head>(
      `SELECT rev, mark, floor FROM feed_head WHERE hut_id = $1 AND stream = $2${lock ? sql.forUpdate : ''}`,
      [scope, stream],
    ),
  );
  return row ?? { rev: 0, mark: firstMark, floor: 0 };
}

/** What is needed to publish. */
export interface Publishing {
  now: number;
  random: (bytes: Uint8Array) => void;
}

/**
 * Puts one row into a feed, in the caller's transaction: the newest value of its key, or null when it is gone. `hut`:
 * whose, for a stream of each hut's own; `*` else. What is there already with the same value is left alone.
 * @throws when the value does not fit the stream: a bug
 */
export async function publish<S extends FeedStream>(
  sql: Sql,
  { now, random }: Publishing,
  stream: S,
  hut: string,
  key: string,
  value: FeedValue<S> | null,
): Promise<void> {
  if ((feedStreams[stream].scope === 'all') !== (hut === '*')) throw new Error(`${stream} is not for ${hut}`);
  const text = value === null ? null : JSON.stringify(feedStreams[stream].value.parse(value));
  const { rev } = await headOf(sql, hut, stream, true);
  const now_ = first(
    await sql.all<{ value: string | null }>(
      `SELECT value FROM feed WHERE hut_id = $1 AND stream = $2 AND key = $3 ORDER BY rev DESC LIMIT 1`,
      [hut, stream, key],
    ),
  );
  if (now_ === null ? text === null : now_.value === text) return;
  const bytes = Buffer.alloc(9);
  random(bytes);
  const mark = bytes.toString('base64url');
  await sql.run('INSERT INTO feed VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    hut,
    stream,
    rev + 1,
    key,
    text,
    mark,
    now,
  ]);
  await sql.run('UPDATE feed_head SET rev = $3, mark = $4 WHERE hut_id = $1 AND stream = $2', [
    hut,
    stream,
    rev + 1,
    mark,
  ]);
}

interface StoredRow {
  rev: number;
  key: string;
  value: string | null;
  mark: string;
}
const rowOf = ({ rev, key, value }: StoredRow): FeedRow => ({
  rev,
  key,
  value: value === null ? null : JSON.parse(value),
});

/** What changed after a revision. Refused when the feed has another history there, or none that reaches so far back. */
export async function readFeed(
  sql: Sql,
  scope: string,
  stream: FeedStream,
  { after, mark }: { after: number; mark: string },
): Promise<Result<FeedAnswer, SyncRefusal>> {
  const head = await headOf(sql, scope, stream, false);
  const gone = refused(refusal('feed-gone', 'This feed cannot go on from there: take its snapshot.'));
  if (after > head.rev || after < head.floor) return gone;
  if (after > 0) {
    const there = first(
      await sql.all<{ mark: string }>(
        'SELECT mark FROM feed WHERE hut_id = $1 AND stream = $2 AND rev = $3',
        [scope, stream, after],
      ),
    );
    if ((there?.mark ?? (after === head.rev ? head.mark : null)) !== mark) return gone;
  }
  const rows = await sql.all<StoredRow>(
    `SELECT rev, key, value, mark FROM feed WHERE hut_id = $1 AND stream = $2 AND rev > $3 AND rev <= $4
     ORDER BY rev LIMIT $5`,
    [scope, stream, after, head.rev, syncLimits.feedRows],
  );
  const last = rows.at(-1);
  return done({
    rows: rows.map(rowOf),
    nextRev: last?.rev ?? after,
    mark: last?.mark ?? mark,
    head: head.rev,
  });
}

/** The whole feed as it stands. */
export async function snapshotFeed(sql: Sql, scope: string, stream: FeedStream): Promise<FeedSnapshot> {
  const head = await headOf(sql, scope, stream, false);
  const rows = await sql.all<StoredRow>(
    `SELECT rev, key, value, mark FROM feed a
     WHERE hut_id = $1 AND stream = $2 AND rev <= $3 AND value IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM feed b
       WHERE b.hut_id = a.hut_id AND b.stream = a.stream AND b.key = a.key AND b.rev > a.rev AND b.rev <= $3
     )
     ORDER BY key`,
    [scope, stream, head.rev],
  );
  return { rows: rows.map(rowOf), rev: head.rev, mark: head.mark };
}

/**
 * Throws away rows older than `before` (milliseconds) that a newer one of their key replaces, and those of keys that
 * are gone. Who asks from before that is sent to the snapshot.
 */
export async function tidyFeed(sql: Sql, scope: string, stream: FeedStream, before: number): Promise<number> {
  const head = await headOf(sql, scope, stream, true);
  const floor = first(
    await sql.all<{ rev: number | null }>(
      'SELECT MAX(rev) AS rev FROM feed WHERE hut_id = $1 AND stream = $2 AND at < $3',
      [scope, stream, before],
    ),
  )?.rev;
  if (floor === null || floor === undefined || floor <= head.floor) return 0;
  const gone = await sql.run(
    `DELETE FROM feed WHERE hut_id = $1 AND stream = $2 AND rev <= $3 AND (value IS NULL OR EXISTS (
       SELECT 1 FROM feed b
       WHERE b.hut_id = feed.hut_id AND b.stream = feed.stream AND b.key = feed.key AND b.rev > feed.rev
     ))`,
    [scope, stream, floor],
  );
  await sql.run('UPDATE feed_head SET floor = $3 WHERE hut_id = $1 AND stream = $2', [scope, stream, floor]);
  return gone;
}
