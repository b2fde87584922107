import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { protocolNames, protocolOf } from '../../native/lock-board/protocols.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { settle } from '../settle.ts';
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

/** Milliseconds after which a door that has not moved is called stuck: a pulse after that opens for nobody. */
const stuckAfter = 3_000;

test.each(protocolNames)(
  '%s: a pulse into a cut network is forgotten before its door is called stuck',
  async (protocol) => {
    const clock = new SimClock();
    // It takes the line and says nothing.
    const server = createServer((socket) => socket.on('error', () => {}).resume());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no address');
    const path = `tcp://127.0.0.1:${address.port}`;
    let closed = 0;
    const open = openStreamWith(clock);
    const config = (id: string, at: number, door: number) =>
      BoardConfig.parse({ id, protocol, path, address: at, doors: { [door]: 1 } });
    const { min } = protocolOf(protocol).facts.address;
    const boards = connectBoards([config('a', min, 1), config('b', min + 1, 2)], {
      clock,
      openStream: async (...wanted) => {
        const opened = await open(...wanted);
        if (opened.ok) opened.value.onClose(() => (closed += 1));
        return opened;
      },
    });
    onTestFinished(() => boards.close());
    const [one, two] = boards.boards;
    const turn = () => settle(() => 0);
    while (one?.state.is !== 'connected') await turn();
    void one.open(1, { deadlineMs: 60_000, operationId: 'one' });
    let forgotten = Number.POSITIVE_INFINITY;
    for (let passed = 0; passed < stuckAfter && closed === 0; passed += 100) {
      // As the hut does: the door at work is read, and the others.
      if (passed % 400 === 0) void one.readDoor(1);
      if (passed % 1_000 === 0) void two?.readAll();
      await turn();
      clock.advance(100);
      await turn();
      if (closed > 0) forgotten = passed + 100;
    }
    expect(forgotten).toBeLessThan(stuckAfter);
  },
);
