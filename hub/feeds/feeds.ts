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
import { first, type Into, type Sql, type Value } from '../store/store.ts';
import { refusal } from '../wire/refusing.ts';

/** Whose feed a hut reads: every hut's, or its own. */
export const scopeOf = (stream: FeedStream, hutId: string): string =>
  feedStreams[stream].scope === 'all' ? '*' : hutId;

interface Head {
  rev: number;
  mark: string;
  floor: number;
}

/** Where a feed stands. */
async function headOf(sql: Sql, scope: string, stream: FeedStream): Promise<Head> {
  const row = first(
    await sql.all<Head>('SELECT rev, mark, floor FROM feed_head WHERE hut_id = $1 AND stream = $2', [
      scope,
      stream,
    ]),
  );
  return row ?? { rev: 0, mark: firstMark, floor: 0 };
}

const headTable = {
  table: 'feed_head',
  columns: { hut_id: 'text', stream: 'text', rev: 'bigint', mark: 'text', floor: 'bigint' },
} as const satisfies Into;
const missingHeads: Into = { ...headTable, conflict: 'DO NOTHING' };
const movedHeads: Into = {
  ...headTable,
  conflict: '(hut_id, stream) DO UPDATE SET rev = excluded.rev, mark = excluded.mark',
};
const feedTable: Into = {
  table: 'feed',
  columns: {
    hut_id: 'text',
    stream: 'text',
    rev: 'bigint',
    key: 'text',
    value: 'text',
    mark: 'text',
    at: 'bigint',
  },
};

/** Where the feeds of these scopes stand; they stay there until the transaction ends. */
async function lockHeads(
  sql: Sql,
  scopes: readonly string[],
  stream: FeedStream,
): Promise<Map<string, Head>> {
  // In one order, so that no two wait for each other.
  const sorted = [...new Set(scopes)].sort();
  await sql.put(
    missingHeads,
    sorted.map((scope) => [scope, stream, 0, firstMark, 0]),
  );
  const rows = await sql.all<Head & { hut_id: string }>(
    `SELECT hut_id, rev, mark, floor FROM feed_head WHERE hut_id ${sql.anyOf('$1')} AND stream = $2
     ORDER BY hut_id${sql.forUpdate}`,
    [JSON.stringify(sorted), stream],
  );
  return new Map(rows.map(({ hut_id, ...head }) => [hut_id, head]));
}

/**
 * Nobody else publishes in a feed for all huts until the transaction ends. Whoever reads what stands there and publishes by
 * it asks for that first, or what an official took away meanwhile would be back.
 */
export const holdFeed = async (sql: Sql, stream: FeedStream): Promise<void> => {
  await lockHeads(sql, ['*'], stream);
};

/** What is needed to publish. */
export interface Publishing {
  now: number;
  random: (bytes: Uint8Array) => void;
}

/** The newest value of a key, or null when it is gone. `hut`: whose, for a stream of each hut's own; `*` else. */
export interface Published<S extends FeedStream> {
  hut: string;
  key: string;
  value: FeedValue<S> | null;
}

/**
 * Puts rows into a feed, in the caller's transaction. What is there already with the same value is left alone; of
 * several values of one key the last counts.
 * @throws when a value does not fit the stream: a bug
 */
export async function publishAll<S extends FeedStream>(
  sql: Sql,
  { now, random }: Publishing,
  stream: S,
  rows: readonly Published<S>[],
): Promise<void> {
  if (rows.length === 0) return;
  const wanted = new Map<string, { hut: string; key: string; text: string | null }>();
  for (const { hut, key, value } of rows) {
    if ((feedStreams[stream].scope === 'all') !== (hut === '*'))
      throw new Error(`${stream} is not for ${hut}`);
    const text = value === null ? null : JSON.stringify(feedStreams[stream].value.parse(value));
    wanted.set(JSON.stringify([hut, key]), { hut, key, text });
  }
  const heads = await lockHeads(
    sql,
    rows.map(({ hut }) => hut),
    stream,
  );
  const newest = await newestIn(sql, stream, [...wanted.values()]);
  const there = new Map(newest.map(({ hut_id, key, value }) => [JSON.stringify([hut_id, key]), value]));
  const moved = new Set<string>();
  const added: Value[][] = [];
  for (const [id, { hut, key, text }] of wanted) {
    if ((there.get(id) ?? null) === text) continue;
    const head = heads.get(hut);
    if (head === undefined) throw new Error(`${stream} of ${hut} has no head`);
    const bytes = Buffer.alloc(9);
    random(bytes);
    head.rev += 1;
    head.mark = bytes.toString('base64url');
    moved.add(hut);
    added.push([hut, stream, head.rev, key, text, head.mark, now]);
  }
  if (added.length === 0) return;
  await sql.put(feedTable, added);
  await sql.put(
    movedHeads,
    [...moved].map((hut) => [hut, stream, heads.get(hut)?.rev ?? 0, heads.get(hut)?.mark ?? firstMark, 0]),
  );
}

/** What a feed has of these keys, as it is stored; nothing of those that were never there. */
export async function newestIn(
  sql: Sql,
  stream: FeedStream,
  keys: readonly { hut: string; key: string }[],
): Promise<{ hut_id: string; key: string; rev: number; value: string | null }[]> {
  if (keys.length === 0) return [];
  return sql.all(
    `SELECT f.hut_id, f.key, f.rev, f.value FROM ${sql.pairs('$1')} p
     CROSS JOIN feed f${sql.by('feed_key')}
     WHERE f.hut_id = p.a AND f.stream = $2 AND f.key = p.b AND f.rev = (
       SELECT MAX(g.rev) FROM feed g${sql.by('feed_key')} WHERE g.hut_id = p.a AND g.stream = $2 AND g.key = p.b
     )`,
    [JSON.stringify(keys.map(({ hut, key }) => [hut, key])), stream],
  );
}

/** Puts one row: see `publishAll`. */
export const publish = <S extends FeedStream>(
  sql: Sql,
  publishing: Publishing,
  stream: S,
  hut: string,
  key: string,
  value: FeedValue<S> | null,
): Promise<void> => publishAll(sql, publishing, stream, [{ hut, key, value }]);

/** Ends the blocks of these persons and throws away what was said on why: it may say something of them. */
export async function endBlocks(sql: Sql, publishing: Publishing, persons: readonly string[]): Promise<void> {
  const gone = persons.map((key) => ({ hut: '*', key, value: null }));
  await publishAll(sql, publishing, 'blocks', gone);
  await sql.run(
    `DELETE FROM feed WHERE hut_id = '*' AND stream = 'blocks' AND key ${sql.anyOf('$1')} AND value IS NOT NULL`,
    [JSON.stringify(persons)],
  );
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
  const rows = await sql.all<StoredRow>(
    'SELECT rev, key, value, mark FROM feed WHERE hut_id = $1 AND stream = $2 AND rev > $3 ORDER BY rev LIMIT $4',
    [scope, stream, after, syncLimits.feedRows],
  );
  // After the rows: if some of them were thrown away just now, the floor says so.
  const head = await headOf(sql, scope, stream);
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
  const head = await headOf(sql, scope, stream);
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

/** What stands in the feeds of these huts, in one question; for a stream of each hut's own. */
export async function newestOfAll(
  sql: Sql,
  huts: readonly string[],
  stream: FeedStream,
): Promise<{ hut: string; key: string; value: unknown }[]> {
  const rows = await sql.all<{ hut_id: string; key: string; value: string }>(
    `SELECT a.hut_id, a.key, a.value FROM feed a
     WHERE a.hut_id ${sql.anyOf('$1')} AND a.stream = $2 AND a.value IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM feed b
       WHERE b.hut_id = a.hut_id AND b.stream = a.stream AND b.key = a.key AND b.rev > a.rev
     )`,
    [JSON.stringify(huts), stream],
  );
  return rows.map(({ hut_id, key, value }) => ({ hut: hut_id, key, value: JSON.parse(value) }));
}

/**
 * Throws away rows older than `before` (milliseconds) that a newer one of their key replaces, and those of keys that
 * are gone. Who asks from before that is sent to the snapshot.
 */
export async function tidyFeed(sql: Sql, scope: string, stream: FeedStream, before: number): Promise<number> {
  const head = (await lockHeads(sql, [scope], stream)).get(scope);
  if (head === undefined) throw new Error(`${stream} of ${scope} has no head`);
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
