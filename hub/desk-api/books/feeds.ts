import type { RecallRow } from '../../../domain/desk/rows.ts';
import { type Kind, Kind as KindSchema } from '../../../domain/stock/kinds.ts';
import { feedStreams, type Recall } from '../../../domain/sync/feeds.ts';
import { publish, snapshotFeed } from '../../feeds/feeds.ts';
import type { Sql, Store } from '../../store/store.ts';

/** The terms that stand, by kind. */
export async function readTerms({ read }: Store): Promise<Kind[]> {
  const { rows } = await snapshotFeed(read, '*', 'policy');
  return rows.map(({ value }) => KindSchema.parse(value));
}

/** The recalls that stand, newest first. */
export async function readRecalls({ read }: Store): Promise<Omit<RecallRow, 'things'>[]> {
  const { rows } = await snapshotFeed(read, '*', 'recalls');
  return rows
    .map(({ key, value }) => ({ recall: key, ...feedStreams.recalls.value.parse(value) }))
    .sort((a, b) => b.at - a.at || (a.recall < b.recall ? 1 : -1));
}

type Random = (bytes: Uint8Array) => void;

export const publishTerms = (sql: Sql, random: Random, kind: Kind, now: number): Promise<void> =>
  publish(sql, { now, random }, 'policy', '*', kind.kind, kind);

export const publishRecall = (
  sql: Sql,
  random: Random,
  { id, recall, now }: { id: string; recall: Recall | null; now: number },
): Promise<void> => publish(sql, { now, random }, 'recalls', '*', id, recall);
