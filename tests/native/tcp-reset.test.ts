import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { SimClock } from '../sim-clock.ts';

test('a serial server is left by a reset, so that nothing undelivered is delivered later', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const taken = once(server, 'connection');
  const opened = await openStreamWith(new SimClock())(`tcp://127.0.0.1:${address.port}`, 9600);
  if (!opened.ok) throw new Error(opened.refusal.message);
  const [far]: Socket[] = await taken;
  if (far === undefined) throw new Error('nobody called');
  const ends: string[] = [];
  far.on('end', () => ends.push('end'));
  far.on('error', (error: NodeJS.ErrnoException) => ends.push(error.code ?? ''));
  far.resume();
  const gone = once(far, 'close').catch(() => {});
  await opened.value.close();
  await opened.value.close();
  await gone;
  await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toEqual(['ECONNRESET']);
  expect(await opened.value.write(Uint8Array.of(1))).toMatchObject({ refusal: { code: 'NotSent' } });
});
