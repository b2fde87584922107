import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { realClock } from '../../hut/real-clock.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';

/** A serial server in a thread of its own, whose board says that each lock it is asked for is closed. */
const server = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const answer = (bytes) => { const sum = bytes.reduce((a, b) => a ^ b, 0); return Buffer.from([...bytes, sum]); };
  createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', ([, board, lock]) => {
      const good = answer(lock === 0 ? [0x80, board, 0, 0, 0, 0x33] : [0x80, board, lock, 0x11]);
      setTimeout(() => socket.write(good), 50);
    });
  }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });`;

test('a stall of this process is not taken for the silence of a board that answered meanwhile', async () => {
  const worker = new Worker(server, { eval: true });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const [port] = await once(worker, 'message');
  const path = `tcp://127.0.0.1:${port}`;
  const boards = connectBoards([BoardConfig.parse({ id: 'a', protocol: 'xor-8a', path, doors: { 1: 1 } })], {
    clock: realClock,
    openStream: openStreamWith(realClock),
  });
  onTestFinished(() => boards.close());
  const [board] = boards.boards;
  if (board === undefined) throw new Error('no board');
  if (board.state.is !== 'connected') {
    await new Promise<void>((resolve) => {
      board.onState(({ is }) => is === 'connected' && resolve());
    });
  }
  const reading = board.readDoor(1);
  await new Promise((resolve) =>
    board.onRaw(({ direction, bytes }) => direction === 'tx' && bytes[2] === 1 && resolve(0)),
  );
  // Timers come next in the event loop, before what has arrived.
  await new Promise((resolve) => setImmediate(resolve));
  // 600 ms in which nothing of this process runs: more than the time-out.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  expect(await reading).toMatchObject({ ok: true, value: { lock: 'closed' } });
});
