import { fork } from 'node:child_process';
import { Config } from '../hut/config/config.ts';
import { watchPace } from '../hut/doors/watch.ts';
import { realClock } from '../hut/real-clock.ts';
import { connectBoards } from '../native/lock-board/connect.ts';
import { openStreamWith } from '../native/port/open-stream.ts';
import { type Figure, figure, idle, quantile } from './measure.ts';

const opens = Number(process.env.XIAOWU_BENCH_OPENS ?? 300);
/** Opens in a row in one way; the ways take turns, so that whatever else the machine does meets all of them alike. */
const turn = 25;
/** Milliseconds of a poll on the wire: five bytes there, seven back, ten bits each at 9600 baud, and the gap. */
const pollFrame = (12 * 10_000) / 9_600 + 5;
/** Milliseconds between two polls of a board: none at all, the hut's own pace, and as fast as the wire allows. */
const paces = { quiet: null, 'at the pace of the hut': watchPace.usual, 'without a pause': 0 } as const;
type Pace = keyof typeof paces;

/** Two boards of 24 doors on one wire, whose far end is another process, and how long an open takes to get there. */
async function locker() {
  const child = fork(new URL('./door-latency-board.ts', import.meta.url));
  let take: (message: { path?: string; at?: string }) => void = () => {};
  child.on('message', (message) => take(message as { path?: string }));
  const path = await new Promise<string>((resolve) => {
    take = (message) => message.path !== undefined && resolve(message.path);
  });
  const doors = (first: number) =>
    Object.fromEntries(Array.from({ length: 24 }, (_, i) => [first + i, i + 1]));
  const config = Config.parse({
    locker: {
      boards: [1, 2].map((address) => {
        return { id: `board-${address}`, protocol: 'xor-8a', path, address, doors: doors(address * 24 - 23) };
      }),
    },
  });
  const drivers = connectBoards(config.locker.boards, {
    clock: realClock,
    openStream: openStreamWith(realClock),
  });
  while (!drivers.boards.every(({ state }) => state.is === 'connected')) await idle(20);
  let opened = 0;
  return {
    boards: drivers.boards,
    /** Milliseconds from the request to the first byte at the far end. */
    async open(): Promise<number> {
      const door = 1 + (opened++ % 48);
      const arrived = new Promise<bigint>((resolve) => {
        take = (message) => message.at !== undefined && resolve(BigInt(message.at));
      });
      const from = process.hrtime.bigint();
      const asked = drivers.boardOf(door)?.open(door, { deadlineMs: 2_000, operationId: `bench-${opened}` });
      const took = Number((await arrived) - from) / 1e6;
      await asked;
      child.send('shut');
      return took;
    },
    async close(): Promise<void> {
      await drivers.close();
      child.send('end');
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

/** Some opens in one way, with pauses in which polls come and go. */
async function inTurn(bench: Awaited<ReturnType<typeof locker>>, pace: number | null): Promise<number[]> {
  let polling = pace !== null;
  const polls = bench.boards.map(async (board) => {
    while (polling) {
      await board.readAll();
      await idle(pace ?? 0);
    }
  });
  const took: number[] = [];
  for (let n = 0; n < turn; n++) {
    await idle(40 + ((n * 37) % 60));
    took.push(await bench.open());
  }
  polling = false;
  await Promise.all(polls);
  return took;
}

/** What polling 48 doors costs an opening: against none, and against one poll on the wire. */
export async function* run(): AsyncIterable<Figure> {
  const bench = await locker();
  const took: Record<Pace, number[]> = { quiet: [], 'at the pace of the hut': [], 'without a pause': [] };
  while (took.quiet.length < opens) {
    for (const pace of Object.keys(paces) as Pace[]) took[pace].push(...(await inTurn(bench, paces[pace])));
  }
  await bench.close();
  const { quiet, ...polled } = took;
  for (const [name, samples] of Object.entries(polled)) {
    for (const [quantileName, q] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      yield figure(
        `door-latency ${quantileName}, polled ${name}`,
        'ms',
        quantile(samples, q),
        quantile(quiet, q),
        samples.length,
        'to the same without polling',
      );
    }
    yield figure(
      `door-latency p99, polled ${name}, to one poll`,
      'ms',
      quantile(samples, 0.99),
      pollFrame,
      samples.length,
      '≤ 1 × one poll frame and what is lost without polling',
    );
  }
}
