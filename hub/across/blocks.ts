import { feedStreams } from '../../domain/sync/feeds.ts';
import { newestIn, type Publishing, publishAll } from '../feeds/feeds.ts';
import type { Sql } from '../store/store.ts';

/**
 * A block holds for a person, also under a reference that they got after it: of each group of references that are one
 * person, all are blocked as the one that was blocked last, where that stands.
 */
export async function settleBlocks(
  sql: Sql,
  publishing: Publishing,
  same: readonly (readonly string[])[],
): Promise<void> {
  const several = same.filter((group) => group.length > 1);
  const rows = await newestIn(
    sql,
    'blocks',
    several.flat().map((key) => ({ hut: '*', key })),
  );
  const standing = rows
    .flatMap(({ key, rev, value }) =>
      value === null ? [] : [{ key, rev, block: feedStreams.blocks.value.parse(JSON.parse(value)) }],
    )
    .filter(({ block: { until } }) => until === null || until > publishing.now)
    .sort((a, b) => b.rev - a.rev);
  const blocked = several.flatMap((group) => {
    const last = standing.find(({ key }) => group.includes(key));
    return last === undefined ? [] : group.map((key) => ({ hut: '*', key, value: last.block }));
  });
  await publishAll(sql, publishing, 'blocks', blocked);
}
