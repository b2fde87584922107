import type { RecallRow } from '../../../domain/desk/rows.ts';
import type { Kind } from '../../../domain/stock/kinds.ts';
import { type FeedStream, type FeedValue, feedStreams, type Recall } from '../../../domain/sync/feeds.ts';
import { publish } from '../../feeds/feeds.ts';
import type { Sql, Store } from '../../store/store.ts';

/** A feed of every hut as it stands: the newest value of each key that is not gone. */
async function standing<S extends 'policy' | 'recalls'>(
  { read }: Store,
  stream: S,
): Promise<{ key: string; value: FeedValue<S> }[]> {
  const rows = await read.all<{ key: string; value: string | null }>(
    `SELECT f.key, f.value FROM feed f WHERE f.hut_id = '*' AND f.stream = $1 AND f.rev = (
       SELECT MAX(g.rev) FROM feed g WHERE g.hut_id = f.hut_id AND g.stream = f.stream AND g.key = f.key)
     ORDER BY f.rev DESC`,
    [stream satisfies FeedStream],
  );
  return rows.flatMap(({ key, value }) => {
    if (value === null) return [];
    // It was checked by this schema when it was published.
    return [{ key, value: feedStreams[stream].value.parse(JSON.parse(value)) as FeedValue<S> }];
  });
}

export const readTerms = async (store: Store): Promise<Kind[]> =>
  (await standing(store, 'policy')).map(({ value }) => value);

export const readRecalls = async (store: Store): Promise<Omit<RecallRow, 'things'>[]> =>
  (await standing(store, 'recalls')).map(({ key, value }) => ({ recall: key, ...value }));

type Random = (bytes: Uint8Array) => void;

export const publishTerms = (sql: Sql, random: Random, kind: Kind, now: number): Promise<void> =>
  publish(sql, { now, random }, 'policy', '*', kind.kind, kind);

export const publishRecall = (
  sql: Sql,
  random: Random,
  { id, recall, now }: { id: string; recall: Recall | null; now: number },
): Promise<void> => publish(sql, { now, random }, 'recalls', '*', id, recall);
