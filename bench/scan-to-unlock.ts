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
 * From the scan's bytes at the hut to the first byte of the open frame at the board, durable commit included,
 * with idle gaps as in life: a hut with an empty ledger, a bare transaction with a bare write on its stream, and a hut
 * with a million events, in turns, since a disk is not as fast in every quarter of an hour.
 */
export async function* run(): AsyncIterable<Figure> {
  const full = await openHut(manyEvents);
  const empty = await openHut(0);
  const times = { empty: [] as number[], floor: [] as number[], full: [] as number[] };
  for (let n = 0; n < trips + warmUp; n++) {
    const [ofEmpty, ofFloor] = [await empty.take('trip', n), await empty.take('floor', n)];
    const ofFull = await full.take('trip', n);
    if (n < warmUp) continue;
    times.empty.push(ofEmpty);
    times.floor.push(ofFloor);
    times.full.push(ofFull);
  }
  empty.end();
  full.end();
  const floor = median(times.floor);
  yield figure('scan-to-unlock p50', 'ms', median(times.empty), floor, trips, '≤ 1.3 × floor');
  yield figure(
    'scan-to-unlock p99',
    'ms',
    quantile(times.empty, 0.99),
    quantile(times.floor, 0.99),
    trips,
    '≤ 1.5 × floor',
  );
  yield figure(
    'scan-to-unlock p50 at 1,000,000 events',
    'ms',
    median(times.full),
    floor,
    trips,
    '≤ 1.3 × floor',
  );
  yield figure(
    'scan-to-unlock p50, 1,000,000 events to none',
    'ms',
    median(times.full),
    median(times.empty),
    trips,
    '≤ 1.1 × the empty ledger',
  );
}
