import type { EventRow, ReplyRow, ServiceRow } from '../../../domain/desk/streams.ts';
import { feedStreams } from '../../../domain/sync/feeds.ts';
import { newestOfAll, snapshotFeed } from '../../feeds/feeds.ts';
import type { Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';

/** What tells two answers apart. */
export const replyKey = ({ hut, number }: Pick<ReplyRow, 'hut' | 'number'>): string => `${hut} ${number}`;

/** What residents of these huts are answered. */
export async function readReplies(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  scope: Scope,
): Promise<ReplyRow[]> {
  const huts = [...names.keys()].filter((hut) => scope === null || scope.includes(hut));
  return (await newestOfAll(read, huts, 'replies')).flatMap(({ hut, key, value }) => {
    const { of, state, words, at } = feedStreams.replies.value.parse(value);
    return of === 'case' ? [{ hut, hutName: names.get(hut) ?? hut, number: key, state, words, at }] : [];
  });
}

/** The two public lists, by list and name. */
export async function readServices({ read }: Store): Promise<ServiceRow[]> {
  const { rows } = await snapshotFeed(read, '*', 'services');
  return rows
    .map(({ key, value }) => ({ service: key, ...feedStreams.services.value.parse(value) }))
    .sort((a, b) => (a.list === b.list ? (a.name.zh < b.name.zh ? -1 : 1) : a.list === 'shared' ? -1 : 1));
}

/** Events, the next first. */
export async function readEvents({ read }: Store): Promise<EventRow[]> {
  const { rows } = await snapshotFeed(read, '*', 'events');
  return rows
    .map(({ key, value }) => ({ event: key, ...feedStreams.events.value.parse(value) }))
    .sort((a, b) => a.from - b.from || (a.event < b.event ? -1 : 1));
}
