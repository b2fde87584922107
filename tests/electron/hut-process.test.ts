import { expect, test } from 'vitest';
import { keepHut } from '../../electron/hut-process.ts';
import { SimClock } from '../sim-clock.ts';
import { FakeChild, FakeFrame, type FakePort } from './fakes.ts';

function kept() {
  const clock = new SimClock();
  const children: FakeChild[] = [];
  const logged: string[] = [];
  const ended: number[] = [];
  let pairs = 0;
  const hut = keepHut<FakePort>({
    fork() {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    newChannel() {
      const pair = ++pairs;
      return { port1: { pair, end: 'hut' }, port2: { pair, end: 'screen' } };
    },
    clock,
    log: (line) => logged.push(line),
    endPage: () => ended.push(clock.mono()),
  });
  const last = () => {
    const child = children.at(-1);
    if (child === undefined) throw new Error('no hut process was started');
    return child;
  };
  return { clock, children, logged, ended, hut, last };
}

test('hut and screen get the two ends of one channel', () => {
  const { hut, last } = kept();
  const frame = new FakeFrame();
  hut.connect(frame);
  expect(last().received).toEqual([{ message: { type: 'connect' }, ports: [{ pair: 1, end: 'hut' }] }]);
  expect(frame.received).toEqual([
    { channel: 'xiaowu:port', message: null, ports: [{ pair: 1, end: 'screen' }] },
  ]);
});

test('a frame that is not our page gets no port, and does not take the place of the one that is', () => {
  const { hut, last, logged, clock } = kept();
  const own = new FakeFrame();
  hut.connect(own);
  const strangers = [
    new FakeFrame('https://evil.example/', 'https://evil.example'),
    new FakeFrame('app://hut.evil.example/', 'app://hut.evil.example'),
    new FakeFrame('app://hut/index.html', 'app://hut', own),
  ];
  for (const frame of strangers) {
    hut.connect(frame);
    expect(frame.received).toEqual([]);
  }
  hut.connect(null);
  expect(last().received).toHaveLength(1);
  expect(logged).toHaveLength(4);
  last().tell('exit', 1);
  clock.advance(250);
  expect(own.received).toHaveLength(2);
});

test('a page loaded anew gets a new channel', () => {
  const { hut, last } = kept();
  hut.connect(new FakeFrame());
  const again = new FakeFrame();
  hut.connect(again);
  expect(again.received[0]?.ports).toEqual([{ pair: 2, end: 'screen' }]);
  expect(last().received).toHaveLength(2);
});

test('a hut that exits is started anew, later each time, and the screen is connected to the new one', () => {
  const { hut, children, last, clock } = kept();
  const frame = new FakeFrame();
  hut.connect(frame);
  for (const wait of [250, 500, 1000]) {
    const before = children.length;
    last().tell('exit', 1);
    clock.advance(wait - 1);
    expect(children).toHaveLength(before);
    clock.advance(1);
    expect(children).toHaveLength(before + 1);
    expect(last().received).toHaveLength(1);
  }
  expect(frame.received.map(({ ports }) => ports[0]?.pair)).toEqual([1, 2, 3, 4]);
});

test('a screen that asks while no hut runs is served by the next one; a closed window by none', () => {
  const { hut, last, clock } = kept();
  last().tell('exit', 1);
  const frame = new FakeFrame();
  hut.connect(frame);
  expect(frame.received).toEqual([]);
  clock.advance(250);
  expect(frame.received).toHaveLength(1);
  frame.destroyed = true;
  last().tell('exit', 1);
  clock.advance(500);
  expect(frame.received).toHaveLength(1);
  expect(last().received).toEqual([]);
});

test('stopping asks the hut and waits for it; it is not started anew', async () => {
  const { hut, children, last, clock } = kept();
  const stopped = hut.stop();
  expect(last().received).toEqual([{ message: { type: 'stop' }, ports: [] }]);
  last().tell('exit', 0);
  await stopped;
  clock.advance(60_000);
  expect(children).toHaveLength(1);
  expect(last().killed).toBe(0);
});

test('a hut that does not stop is killed after eight seconds', async () => {
  const { hut, last, clock } = kept();
  const stopped = hut.stop();
  clock.advance(7_999);
  expect(last().killed).toBe(0);
  clock.advance(1);
  expect(last().killed).toBe(1);
  last().tell('exit', 1);
  await stopped;
});

test('stopping while the hut waits for its restart leaves none running', async () => {
  const { hut, children, last, clock } = kept();
  last().tell('exit', 1);
  await hut.stop();
  clock.advance(60_000);
  expect(children).toHaveLength(1);
});

test('a hut process that answers is left alone; what it says of itself is noted once', () => {
  const { clock, children, logged, last } = kept();
  for (let i = 0; i < 30; i++) {
    clock.advance(10_000);
    last().tell('message', { type: 'pong', level: i < 10 ? 'ok' : 'broken', page: 4_000 });
  }
  expect(children).toHaveLength(1);
  expect(last().killed).toBe(0);
  expect(logged).toEqual(['the hut says that it is broken']);
});

test('a hut process that hangs is ended after a minute, and a new one is started', () => {
  const { clock, children, last } = kept();
  last().tell('message', { type: 'pong', level: 'ok', page: null });
  clock.advance(50_000);
  expect(last().killed).toBe(0);
  // Nonsense is no answer.
  last().tell('message', { type: 'pong' });
  clock.advance(10_000);
  expect(last().killed).toBe(1);
  last().tell('exit', 143);
  clock.advance(1_000);
  expect(children).toHaveLength(2);
  // The next one may have a ledger to restore: it is not ended in the middle of that, again and again.
  clock.advance(14 * 60_000);
  expect(last().killed).toBe(0);
  clock.advance(60_000);
  expect(last().killed).toBe(1);
});

test('a page that gives no sign of life is ended once, and the next one has its time', () => {
  const { hut, clock, logged, ended, last } = kept();
  hut.connect(new FakeFrame());
  const began = clock.mono();
  const pongs = (page: (sinceStart: number) => number | null, until: number) => {
    while (clock.mono() - began < until) {
      clock.advance(10_000);
      last().tell('message', { type: 'pong', level: 'ok', page: page(clock.mono() - began) });
    }
  };
  const minute = 60_000;
  // A hut that begins takes its time; then the page hangs from its first moment on.
  pongs(() => null, 10 * minute);
  pongs((now) => now - 10 * minute, 12.5 * minute);
  expect(ended).toEqual([]);
  pongs((now) => now - 10 * minute, 13 * minute);
  expect(ended).toEqual([began + 13 * minute]);
  // It takes a while until the next one is heard; that one lives.
  pongs((now) => now - 10 * minute, 15 * minute);
  pongs(() => 5_000, 30 * minute);
  expect(ended).toHaveLength(1);
  expect(logged).toEqual(['the page gives no sign of life and is ended']);
});

test('a page whose code never ran is ended every three minutes until one asks for the hut', () => {
  const { hut, clock, ended, last } = kept();
  const began = clock.mono();
  const minute = 60_000;
  const pongs = (minutes: number) => {
    for (const end = clock.mono() + minutes * minute; clock.mono() < end; ) {
      clock.advance(10_000);
      last().tell('message', { type: 'pong', level: 'ok', page: null });
    }
  };
  pongs(7);
  expect(ended).toEqual([began + 3 * minute, began + 6 * minute]);
  hut.connect(new FakeFrame());
  pongs(10);
  expect(ended).toHaveLength(2);
});
