import { FeedStream, feedStreams } from '../domain/sync/feeds.ts';
import { allBetween } from './across/settle.ts';
import type { Settling } from './across/settling.ts';
import type { HubDeps } from './deps.ts';
import { endBlocks, holdFeed, publishAll, snapshotFeed, tidyFeed } from './feeds/feeds.ts';
import { eraseOutkept, isClockShared } from './members/outkept.ts';

/** Rows of feeds that newer ones replaced are kept so long; who was away longer takes a snapshot. Milliseconds. */
const replacedFor = 90 * 86_400_000;
/** How often it is done, milliseconds. */
export const tidyEvery = 86_400_000;

/**
 * Blocks and events that are over are taken out of their feeds, blocks with the words on why. By a clock that runs alone
 * nothing is over. Answers how many were.
 */
async function endWhatIsOver({ store, clock, random }: HubDeps): Promise<number> {
  const now = clock.wall();
  return store.transaction(async (sql) => {
    if (!(await isClockShared(sql, now))) return 0;
    for (const stream of ['blocks', 'events'] as const) await holdFeed(sql, stream);
    const overIn = async (stream: 'blocks' | 'events'): Promise<string[]> =>
      (await snapshotFeed(sql, '*', stream)).rows.flatMap(({ key, value }) => {
        // One that this release cannot read keeps no other.
        const read = feedStreams[stream].value.safeParse(value);
        if (!read.success) return [];
        const { until } = read.data;
        return until !== null && until <= now ? [key] : [];
      });
    const [blocks, events] = [await overIn('blocks'), await overIn('events')];
    await endBlocks(sql, { now, random }, blocks);
    const gone = events.map((key) => ({ hut: '*', key, value: null }));
    await publishAll(sql, { now, random }, 'events', gone);
    return blocks.length + events.length;
  });
}

/**
 * What nobody may have any longer, or needs: personal data past its time, what is over, and old rows of feeds. And
 * whatever lies between huts and was not settled when it should have been.
 */
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
  for (const part of await allBetween(store.read)) await settle(part);
  let rows = await endWhatIsOver(deps);
  const heads = await store.read.all<{ hut_id: string; stream: string }>(
    'SELECT hut_id, stream FROM feed_head ORDER BY hut_id, stream',
  );
  for (const { hut_id, stream } of heads) {
    const known = FeedStream.safeParse(stream);
    if (!known.success) continue;
    rows += await store.transaction((sql) => tidyFeed(sql, hut_id, known.data, clock.wall() - replacedFor));
  }
  if (persons > 0 || rows > 0) log({ what: 'tidied', persons, rows });
}
