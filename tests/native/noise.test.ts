import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { type Scan, ScanFraming } from '../../native/scanner/framing.ts';
import { SimClock } from '../sim-clock.ts';
import { lockerOnBench } from './bench-locker.ts';

/** Random bytes that are the same on each run (xorshift32). */
function noise(seed: number): (length: number) => Uint8Array {
  let x = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return x & 255;
    });
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
/** Bytes; a tenth of the noise kept would show. */
const flat = 4_000_000;

test('1,000,000 random bytes from a board: no reading, memory flat, the next good frame works', async () => {
  const b = await lockerOnBench();
  b.board.faults.noReply = Number.POSITIVE_INFINITY;
  const next = noise(0x8a80);
  const answers: string[] = [];
  const count = (asked: Promise<{ ok: boolean; refusal?: { code: string } }>): void => {
    void asked.then((answer) => answers.push(answer.ok ? 'reading' : (answer.refusal?.code ?? '')));
  };
  // Counted where the driver waits for an answer: while the port is closed for a silent board, nothing arrives.
  let waiting = false;
  let received = 0;
  b.driver.onRaw(({ direction, bytes }) => {
    if (direction === 'tx') waiting = true;
    else if (waiting) received += bytes.length;
  });
  const before = heap();
  for (let round = 0; received < 1_000_000 && round < 5_000; round++) {
    count(round % 2 === 0 ? b.driver.readDoor(1) : b.driver.readAll());
    await b.settle();
    b.board.noise(next(20_000));
    await b.pass(1_000);
    waiting = false;
  }
  expect(received).toBeGreaterThanOrEqual(1_000_000);
  expect(heap() - before).toBeLessThan(flat);
  expect(answers).not.toContain('reading');
  expect(answers.filter((answer) => answer.startsWith('Bad')).length).toBeGreaterThanOrEqual(40);
  b.board.clearFaults();
  await b.pass(130_000);
  expect(b.driver.state).toEqual({ is: 'connected' });
  expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ ok: true, value: { lock: 'closed' } });
}, 60_000);

test('1,000,000 random bytes to an idle driver on an open port: no reading, the next order works', async () => {
  const b = await lockerOnBench();
  const next = noise(0x82);
  let received = 0;
  b.driver.onRaw(({ direction, bytes }) => {
    if (direction === 'rx') received += bytes.length;
  });
  const before = heap();
  for (let sent = 0; sent < 1_000_000; sent += 4_000) {
    b.board.noise(next(4_000));
    await b.settle();
  }
  expect(received).toBe(1_000_000);
  expect(heap() - before).toBeLessThan(flat);
  expect(b.driver.state).toEqual({ is: 'connected' });
  expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ ok: true, value: { lock: 'closed' } });
}, 60_000);

test('1,000,000 random bytes from a scanner: no crash, memory flat, the next scan is whole', () => {
  const clock = new SimClock();
  let last: Scan | undefined;
  let scans = 0;
  const framing = new ScanFraming(clock, (scan) => {
    last = scan;
    scans += 1;
  });
  const next = noise(0x1d);
  const before = heap();
  for (let sent = 0; sent < 1_000_000; sent += 4_000) framing.take(next(4_000));
  expect(heap() - before).toBeLessThan(flat);
  expect(scans).toBeGreaterThan(1_000);
  clock.advance(1_000);
  framing.take(Buffer.from('XWI1\r'));
  expect(last).toEqual({ is: 'scan', text: 'XWI1' });
  expect(clock.waiting).toBe(0);
});
