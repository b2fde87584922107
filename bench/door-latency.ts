import { fork } from 'node:child_process';
import { Config } from '../domain/config/config.ts';
import { realClock } from '../hut/real-clock.ts';
import { connectBoards } from '../native/lock-board/connect.ts';
import { openStreamWith } from '../native/port/open-stream.ts';
import { type Figure, figure, idle, median, quantile } from './measure.ts';

const opens = Number(process.env.XIAOWU_BENCH_OPENS ?? 300);
/** Milliseconds of a poll on the wire: five bytes there, seven back, ten bits each at 9600 baud, and the gap. */
const pollFrame = (12 * 10_000) / 9_600 + 5;
/** Milliseconds between two polls of a board: the hut's own pace, and as fast as the wire allows. */
const paces = { 'at the pace of the hut': 700, 'without a pause': 0 } as const;

/** Milliseconds from the request to the first byte at the far end, opening doors in turn. */
async function measure(pause: number | null): Promise<number[]> {
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
  const boards = connectBoards(config.locker.boards, {
    clock: realClock,
    openStream: openStreamWith(realClock),
  });
  while (!boards.boards.every(({ state }) => state.is === 'connected')) await idle(20);
  await idle(300);
  let polling = pause !== null;
  const polls = boards.boards.map(async (board) => {
    while (polling) {
      await board.readAll();
      await idle(pause ?? 0);
    }
  });
  const took: number[] = [];
  for (let n = 0; n < opens; n++) {
    await idle(40 + ((n * 37) % 60));
    const door = 1 + (n % 48);
    const arrived = new Promise<bigint>((resolve) => {
      take = (message) => message.at !== undefined && resolve(BigInt(message.at));
    });
    const from = process.hrtime.bigint();
    const opened = boards.boardOf(door)?.open(door, { deadlineMs: 2_000, operationId: `bench-${n}` });
    took.push(Number((await arrived) - from) / 1e6);
    await opened;
    child.send('shut');
  }
  polling = false;
  await Promise.all(polls);
  await boards.close();
  child.send('end');
  await new Promise((resolve) => child.once('exit', resolve));
  return took;
}

/** What polling 48 doors costs an opening: against none, and against one poll on the wire. */
export async function* run(): AsyncIterable<Figure> {
  const quiet = await measure(null);
  for (const [name, pause] of Object.entries(paces)) {
    const polled = await measure(pause);
    const p99 = quantile(polled, 0.99);
    yield figure(
      `door-latency p50, polled ${name}`,
      'ms',
      median(polled),
      median(quiet),
      opens,
      'to the same without polling',
    );
    yield figure(
      `door-latency p99, polled ${name}`,
      'ms',
      p99,
      quantile(quiet, 0.99),
      opens,
      'to the same without polling',
    );
    yield figure(
      `door-latency p99, polled ${name}, to one poll`,
      'ms',
      p99,
      pollFrame,
      opens,
      '≤ 1 × one poll frame and what is lost without polling',
    );
  }
}
