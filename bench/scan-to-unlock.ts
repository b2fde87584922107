import { fork } from 'node:child_process';
import { type Figure, figure, median, quantile } from './measure.ts';
import type { Answered, Asked } from './scan-to-unlock-hut.ts';

const trips = Number(process.env.XIAOWU_BENCH_TRIPS ?? 1_000);
const manyEvents = 1_000_000;
const warmUp = 20;

/** A hut in a process of its own, with so many events in its ledger. */
async function openHut(events: number) {
  const child = fork(new URL('./scan-to-unlock-hut.ts', import.meta.url), [String(events)]);
  const answered = () =>
    new Promise<Answered>((resolve, reject) => {
      const ended = () => reject(new Error('the hut of the bench ended'));
      child.once('exit', ended);
      child.once('message', (what: Answered) => {
        child.off('exit', ended);
        resolve(what);
      });
    });
  await answered();
  return {
    async take(what: 'trip' | 'floor', n: number): Promise<number> {
      child.send({ take: what, n } satisfies Asked);
      const answer = await answered();
      return answer === 'ready' ? Number.NaN : answer.ms;
    },
    end: () => child.send('end' satisfies Asked),
  };
}

/**
 * From the scan's bytes to the first byte of the open frame at the board, durable commit included, with idle gaps as in
 * life: a hut with an empty ledger and one with a million events, each in turns with a bare transaction and a bare write
 * on its own stream. All four in turns, since a disk is not as fast in every quarter of an hour; and each hut does the
 * same in a round, since one that rested longer is colder.
 */
export async function* run(): AsyncIterable<Figure> {
  const huts = { full: await openHut(manyEvents), empty: await openHut(0) };
  const times = {
    empty: { trip: [] as number[], floor: [] as number[] },
    full: { trip: [] as number[], floor: [] as number[] },
  };
  for (let n = 0; n < trips + warmUp; n++) {
    for (const hut of ['empty', 'full'] as const) {
      for (const what of ['trip', 'floor'] as const) {
        const ms = await huts[hut].take(what, n);
        if (n >= warmUp) times[hut][what].push(ms);
      }
    }
  }
  huts.empty.end();
  huts.full.end();
  const p50 = (hut: 'empty' | 'full', what: 'trip' | 'floor') => median(times[hut][what]);
  const p99 = (hut: 'empty' | 'full', what: 'trip' | 'floor') => quantile(times[hut][what], 0.99);
  const of = { floor: '≤ 1.3 × floor', tail: '≤ 1.5 × floor', empty: '≤ 1.1 × the empty ledger' };
  yield figure('scan-to-unlock p50', 'ms', p50('empty', 'trip'), p50('empty', 'floor'), trips, of.floor);
  yield figure('scan-to-unlock p99', 'ms', p99('empty', 'trip'), p99('empty', 'floor'), trips, of.tail);
  const many = 'at 1,000,000 events';
  yield figure(
    `scan-to-unlock p50 ${many}`,
    'ms',
    p50('full', 'trip'),
    p50('full', 'floor'),
    trips,
    of.floor,
  );
  yield figure(`scan-to-unlock p99 ${many}`, 'ms', p99('full', 'trip'), p99('full', 'floor'), trips, of.tail);
  // Ten trips of a thousand make a p99, and a disk has its moments: those of both huts tell more.
  const both = (what: 'trip' | 'floor') => quantile([...times.empty[what], ...times.full[what]], 0.99);
  yield figure('scan-to-unlock p99, both huts', 'ms', both('trip'), both('floor'), 2 * trips, of.tail);
  yield figure(
    'scan-to-unlock p50, 1,000,000 events to none',
    'ms',
    p50('full', 'trip'),
    p50('empty', 'trip'),
    trips,
    of.empty,
  );
}
