import type { EventRow, ReplyRow, ServiceRow } from '../../../domain/desk/streams.ts';
import { feedStreams } from '../../../domain/sync/feeds.ts';
import { snapshotFeed } from '../../feeds/feeds.ts';
import type { Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';

/** What residents of these huts are answered, newest first. */
export async function readReplies(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  scope: Scope,
): Promise<ReplyRow[]> {
  const rows: ReplyRow[] = [];
  for (const [hut, hutName] of names) {
    if (scope !== null && !scope.includes(hut)) continue;
    const feed = await snapshotFeed(read, hut, 'replies');
    for (const { key, value } of feed.rows) {
      const { of, state, words, at } = feedStreams.replies.value.parse(value);
      if (of === 'case') rows.push({ hut, hutName, number: key, state, words, at });
    }
  }
  return rows.sort((a, b) => b.at - a.at || (a.number < b.number ? -1 : 1));
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
