import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Answered } from '../../../hut/wire/answered.ts';
import { serveHttp } from '../../../hut/wire/http.ts';
import { PushLog } from '../../../hut/wire/push-log.ts';
import { createClient } from '../../../renderer/wire/client.ts';
import { socketLine } from '../../../renderer/wire/socket-channel.ts';
import { SimClock } from '../../sim-clock.ts';
import { CountingDesk, someView } from './desk-double.ts';

const token = 'test-token-of-this-boot';
const dist = mkdtempSync(join(tmpdir(), 'xiaowu-dist-'));
let close = async () => {};
afterEach(async () => {
  await close();
  rmSync(dist, { recursive: true, force: true });
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A view of some 100 kB; the buffers of the system take some megabytes of them before anything waits in the hut. */
const large = (of: number) => ({
  ...someView(of),
  hut: { name: { zh: '海'.repeat(33_000), en: '' }, mmPerPx: 0.248, timeZone: 'Asia/Shanghai' },
});
const views = 300;

test('a screen that takes nothing is let go at 1 MB unsent, disturbs no other, and comes back to what is', async () => {
  const pushes = new PushLog();
  const shell = await serveHttp({
    desk: new CountingDesk(),
    pushes,
    answered: new Answered(),
    log: () => {},
    mono: () => 0,
    host: '127.0.0.1',
    port: 0,
    dist,
    token,
  });
  close = () => shell.close();
  const clock = new SimClock();
  const screen = () => {
    const sockets: WebSocket[] = [];
    const dial = () => {
      const address = `${shell.origin.replace('http', 'ws')}/wire`;
      const socket = new WebSocket(address, [`xiaowu.${token}`], { origin: shell.origin });
      sockets.push(socket);
      return socket;
    };
    const client = createClient({ line: socketLine({ dial, clock }), clock, newKey: () => 'key-of-screen' });
    const seen: number[] = [];
    let wake = () => {};
    client.on('view', (view) => {
      seen.push(view.token);
      wake();
    });
    const until = async (of: number) => {
      while (seen.at(-1) !== of) await new Promise<void>((resolve) => (wake = resolve));
    };
    return { client, sockets, seen, until };
  };
  const slow = screen();
  const well = screen();
  pushes.push('view', large(0));
  await Promise.all([slow.until(0), well.until(0)]);

  const [frozen] = slow.sockets;
  if (frozen === undefined) throw new Error('no socket was dialled');
  const ended = new Promise((resolve) => frozen.once('close', resolve));
  frozen.pause();
  for (let of = 1; of <= views; of++) {
    pushes.push('view', large(of));
    await turn();
    // The other screen keeps up, as one does that draws.
    await well.until(of);
  }
  frozen.resume();
  await ended;
  // What the system had taken for it still came; the rest was never kept for it.
  expect(slow.seen.length).toBeLessThan(views / 2);
  expect(slow.seen).toEqual(slow.seen.map((_, of) => of));
  expect(slow.client.link()).toBe('lost');
  expect(well.seen.length).toBe(views + 1);

  clock.advance(100);
  await slow.until(views);
  expect(slow.client.link()).toBe('up');
  expect(slow.sockets.length).toBe(2);
  // Of all it missed, it gets the screen as it is now.
  expect(slow.seen.at(-2)).toBeLessThan(views / 2);
  slow.client.close();
  well.client.close();
}, 60_000);
