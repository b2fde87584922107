import { FeedStream } from '../domain/sync/feeds.ts';
import type { Settling } from './across/settling.ts';
import type { HubDeps } from './deps.ts';
import { tidyFeed } from './feeds/feeds.ts';
import { eraseOutkept } from './members/outkept.ts';

/** Rows of feeds that newer ones replaced are kept so long; who was away longer takes a snapshot. Milliseconds. */
const replacedFor = 90 * 86_400_000;
/** How often it is done, milliseconds. */
export const tidyEvery = 86_400_000;

/** What nobody may have any longer, or needs: personal data past its time, and old rows of feeds. */
export async function tidy(deps: HubDeps, settle: Settling): Promise<void> {
  const { store, clock, log } = deps;
  let persons = 0;
  for (;;) {
    const erased = await eraseOutkept(deps);
    if (erased.length === 0) break;
    persons += erased.length;
    await settle({
      persons: erased.flatMap((one) => one.persons),
      barcodes: [],
      tokens: erased.flatMap(({ tokens }) => tokens),
    });
  }
  const heads = await store.read.all<{ hut_id: string; stream: string }>(
    'SELECT hut_id, stream FROM feed_head ORDER BY hut_id, stream',
  );
  let rows = 0;
  for (const { hut_id, stream } of heads) {
    const known = FeedStream.safeParse(stream);
    if (!known.success) continue;
    rows += await store.transaction((sql) => tidyFeed(sql, hut_id, known.data, clock.wall() - replacedFor));
  }
  if (persons > 0 || rows > 0) log({ what: 'tidied', persons, rows });
}
