import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { serve } from '@hono/node-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { slowAfter } from '../../hub/wire/arrivals.ts';
import { hubOrigin } from './hut-client.ts';
import { HutLog } from './hut-log.ts';
import { openTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await openTestHub();
});
afterEach(() => hub.close());

/** As many requests as the hub works on at once. */
const atOnce = 512;

/** Sends so many requests whose bodies begin and then stand still; every other one says how long it will be. */
function stall(requests: number): Response[] {
  const answers: Response[] = [];
  for (let nth = 0; nth < requests; nth++) {
    const body = new ReadableStream<Uint8Array>({ start: (to) => to.enqueue(Buffer.from('{')) });
    const headers: Record<string, string> = nth % 2 === 0 ? {} : { 'content-length': '1000' };
    const init = { method: 'POST', headers, body, duplex: 'half' };
    void hub.hub
      .fetch(new Request(`${hubOrigin}/v1/huts/me/events`, init))
      .then((answer) => answers.push(answer));
  }
  return answers;
}

/** Lets everything run that waits for nothing. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('who sends slowly keeps nobody else out', async () => {
  const hut = await hub.hut('hut-quick');
  const log = new HutLog('hut-quick').add('hut-started', { boot: 'b', settled: 0 });
  const answers = stall(atOnce);
  await settled();
  // At first nobody knows that they are slow.
  expect(await hut.push(log.batch(1, 1))).toMatchObject({ status: 503, body: { error: 'busy' } });
  expect(answers).toEqual([]);

  hub.clock.advance(slowAfter);
  expect((await hut.push(log.batch(1, 1))).status).toBe(200);
  await settled();
  const [first] = answers;
  expect(answers).toHaveLength(1);
  expect(first?.status).toBe(503);
  // What is still to come of it is not waited for.
  expect(first?.headers.get('connection')).toBe('close');
  expect(await first?.json()).toMatchObject({ error: 'busy', retryAfter: expect.any(Number) });

  // Where there is room, who is slow may be.
  expect((await hut.get('/v1/huts/me/cursor')).status).toBe(200);
  await settled();
  expect(answers).toHaveLength(1);
  // And each that needs some finds it, new slow ones or not.
  const newer = stall(atOnce);
  await settled();
  expect(answers).toHaveLength(atOnce);
  expect(newer).toEqual([]);
  hub.clock.advance(slowAfter);
  expect((await hut.get('/v1/huts/me/cursor')).status).toBe(200);
});

test('on the wire it hears why, and the connection is closed', async () => {
  const hut = await hub.hut('hut-wire');
  let arrived = 0;
  const fetch = (request: Request) => {
    arrived++;
    return hub.hub.fetch(request);
  };
  const server = await new Promise<ReturnType<typeof serve>>((go) => {
    const made = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => go(made));
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  const ended = once(socket, 'end');
  socket.write('POST /v1/huts/me/events HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n{');
  while (arrived === 0) await settled();
  stall(atOnce - 1);
  await settled();
  hub.clock.advance(slowAfter);
  expect((await hut.get('/v1/huts/me/cursor')).status).toBe(200);
  await ended;
  expect(heard).toMatch(/^HTTP\/1.1 503 /);
  expect(heard).toContain('"error":"busy"');
  socket.destroy();
  await new Promise((gone) => server.close(gone));
});
