import type { HutReleaseRow } from '../../../domain/desk/streams.ts';
import { feedStreams } from '../../../domain/sync/feeds.ts';
import { snapshotFeed } from '../../feeds/feeds.ts';
import { reportOf } from '../../health/hut-reports.ts';
import type { Sql, Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';
import { Where } from './where.ts';

/** The key of the one row of the feed. */
export const minimumKey = 'minimum';

/** The oldest release that the street takes; null: any. */
export async function readMinimum(sql: Sql): Promise<string | null> {
  const { rows } = await snapshotFeed(sql, '*', 'version');
  const row = rows.find(({ key }) => key === minimumKey);
  return row === undefined ? null : feedStreams.version.value.parse(row.value).release;
}

/** What each hut runs, by name. */
export async function readReleases({ read }: Store, scope: Scope): Promise<HutReleaseRow[]> {
  const where = new Where().within(scope, 'h.hut_id', read);
  const rows = await read.all<{
    hut_id: string;
    name: string;
    release: string | null;
    seen_at: number | null;
    received_at: number | null;
    health: string | null;
  }>(
    `SELECT h.hut_id, h.name, c.release, c.seen_at, r.received_at, r.health
     FROM hut h LEFT JOIN hut_cursor c ON c.hut_id = h.hut_id LEFT JOIN hut_report r ON r.hut_id = h.hut_id
     WHERE ${where.text} ORDER BY h.name, h.hut_id`,
    where.values,
  );
  return rows.map((row) => ({
    hut: row.hut_id,
    name: row.name,
    release: reportOf(row)?.health.program.release ?? row.release,
    lastSeenAt: row.seen_at,
  }));
}
