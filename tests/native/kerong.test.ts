import { describe, expect, onTestFinished, test } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { asks, cu12Frames } from '../../native/lock-board/kerong-cu12/frames.ts';
import { cu16Frames } from '../../native/lock-board/kerong-cu16/frames.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { SimulatedBoard } from '../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../native/lock-board/simulator/wire.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';
import { lockerOnBench } from './bench-locker.ts';
import { wiringOf } from './wiring.ts';

let operations = 0;
const order = () => ({ deadlineMs: 1_000, operationId: `kerong-${operations++}` });
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** What the driver has sent since now. */
function sentBy(b: Awaited<ReturnType<typeof lockerOnBench>>): string[] {
  const sent: string[] = [];
  b.driver.onRaw(({ direction, bytes }) => {
    if (direction === 'tx') sent.push(hexOf(bytes));
  });
  return sent;
}

describe('kerong-cu16', () => {
  test('board and lock share the address byte', () => {
    const codec = protocolOf('kerong-cu16').codec(wiringOf('kerong-cu16', { address: 9 }));
    expect(hexOf(codec.open(16).tx)).toBe('029f3103d5');
    expect(hexOf(codec.readDoor(16).tx)).toBe('02903003c5');
  });

  test('fifteen is the whole bus, not a board', () => {
    const config = { id: 'a', protocol: 'kerong-cu16', path: 'COM3', doors: { 1: 1 } };
    expect(BoardConfig.safeParse({ ...config, address: 14 }).success).toBe(true);
    expect(BoardConfig.safeParse({ ...config, address: 15 }).success).toBe(false);
  });

  test('three boards on one bus: each opens and tells its own locks', async () => {
    const clock = new SimClock();
    const port = await makeSimulatedPort();
    const wire = new SimulatedWire(port.far, { clock, baud: 19_200 });
    const [zero, one, nine] = [0, 1, 9].map((address) => {
      return new SimulatedBoard(wire, {
        protocol: 'kerong-cu16',
        address,
        channels: 16,
        order: 'low-first',
      });
    });
    const open = countedOpenStream(openStreamWith(clock), [port]);
    const config = (id: string, address: number, door: number) =>
      BoardConfig.parse({ id, protocol: 'kerong-cu16', path: port.path, address, doors: { [door]: 16 } });
    const boards = connectBoards([config('a', 0, 1), config('b', 1, 2), config('c', 9, 3)], {
      clock,
      openStream: open,
    });
    onTestFinished(async () => {
      await boards.close();
      await port.close();
      expect(wire.errors).toEqual([]);
      expect(wire.missed).toBe(0);
    });
    const go = (ms: number) => pass(clock, ms, port.inFlight);
    await go(1_000);
    const opening = boards.boardOf(2)?.open(2, order());
    await go(1_000);
    expect(await opening).toMatchObject({ ok: true });
    expect([zero, one, nine].map((board) => board?.pulses(16))).toEqual([0, 1, 0]);
    const readings = Promise.all([1, 2, 3].map((door) => boards.boardOf(door)?.readDoor(door)));
    await go(1_000);
    const locks = (await readings).map((each) => each?.ok && each.value.lock);
    expect(locks).toEqual(['closed', 'open', 'closed']);
  });

  test('a board at 115200 baud, wired the other way round', async () => {
    const b = await lockerOnBench({
      config: { protocol: 'kerong-cu16', baud: 115_200, feedback: 'closed-is-0' },
      paced: true,
    });
    expect(await b.answer(b.driver.readDoor(10))).toMatchObject({ value: { lock: 'closed' } });
    expect(await b.answer(b.driver.open(10, order()))).toMatchObject({ ok: true });
    expect(await b.answer(b.driver.readDoor(10))).toMatchObject({ value: { lock: 'open' } });
    expect(b.board.pulses(10)).toBe(1);
  });

  test('after an unlock the bus is left alone, then the door is read', async () => {
    const b = await lockerOnBench({ config: { protocol: 'kerong-cu16' } });
    const sent = sentBy(b);
    const opening = b.driver.open(1, order());
    const reading = b.driver.readDoor(1);
    await b.pass(295);
    expect(sent).toEqual(['0200310336']);
    expect(await b.answer(opening)).toMatchObject({ ok: true });
    expect(await b.answer(reading)).toMatchObject({ value: { lock: 'open' } });
    expect(sent).toEqual(['0200310336', '0200300335']);
  });

  test('a board that stays busy is freed after each unlock, before anything else is asked', async () => {
    const b = await lockerOnBench({ config: { protocol: 'kerong-cu16', clearBusy: true } });
    const sent = sentBy(b);
    const opening = b.driver.open(1, order());
    const reading = b.driver.readDoor(1);
    expect(await b.answer(opening)).toMatchObject({ ok: true });
    expect(await b.answer(reading)).toMatchObject({ value: { lock: 'open' } });
    expect(sent).toEqual(['0200310336', '020038033d', '0200300335']);
    await b.port.unplug();
    await b.settle();
    expect(await b.driver.open(2, order())).toMatchObject({ refusal: { code: 'NotSent' } });
    await b.port.plug();
    await b.pass(60_000);
    expect(sent.filter((each) => each.startsWith('020038'))).toHaveLength(1);
    expect(b.board.pulses(1)).toBe(1);
  });

  test('where a board is said to answer an unlock, its silence is a time-out', async () => {
    const b = await lockerOnBench({ config: { protocol: 'kerong-cu16', expectsAck: true } });
    expect(b.driver.capabilities.ackOnOpen).toBe(true);
    expect(await b.answer(b.driver.open(1, order()))).toEqual({
      ok: false,
      refusal: { code: 'Timeout' },
    });
    expect(b.board.pulses(1)).toBe(1);
    const { match } = protocolOf('kerong-cu16').codec(wiringOf('kerong-cu16')).open(1);
    expect(match(bytesOf('020035FFFF00000338'))).toMatchObject({ is: 'answer', value: { ok: true } });
  });

  test('only the answer to our own question is one', () => {
    const locks = Uint8Array.of(0, 0);
    const toAll = cu16Frames.encode({ is: 'status-of-all-is', board: 0, locks, occupied: locks });
    const { match } = protocolOf('kerong-cu16').codec(wiringOf('kerong-cu16')).readAll();
    expect(match(toAll)).toEqual({ is: 'none', waste: 'WrongAddress' });
  });
});

describe('kerong-cu12', () => {
  const codec = protocolOf('kerong-cu12').codec(wiringOf('kerong-cu12'));

  test('a status that lost its length byte is none, though its sum fits', () => {
    // Locks whose bits add up to FE: with a length of 0 instead of 2, the sum of the frame stays right.
    const data = Uint8Array.of(0xf0, 0x0e);
    const status = cu12Frames.encode({ is: 'status', board: 0, lock: 0, ask: asks.ok, data });
    const spoiled = status.with(5, 0);
    expect(cu12Frames.decode(spoiled)).not.toBeNull();
    expect(codec.readAll().match(status).is).toBe('answer');
    expect(codec.readAll().match(spoiled).is).toBe('none');
  });

  test.each([asks.failed, asks.timeout, asks.unknown, asks.checksum])('a reading refused by %i', (ask) => {
    const data = new Uint8Array(0);
    const answer = cu12Frames.encode({ is: 'status', board: 0, lock: 0, ask, data });
    const refusal = { code: 'BoardRejected', board: ask };
    for (const { match } of [codec.readAll(), codec.readDoor(1)]) {
      expect(match(answer)).toEqual({ is: 'answer', value: { ok: false, refusal } });
    }
  });

  test('the answer for another lock is not ours', () => {
    expect(codec.open(3).match(bytesOf('0200028110000398'))).toMatchObject({ value: { ok: true } });
    expect(codec.open(4).match(bytesOf('0200028110000398'))).toEqual({ is: 'none', waste: 'WrongAddress' });
  });

  test('has twelve channels', () => {
    const config = { id: 'a', protocol: 'kerong-cu12', path: 'COM3' };
    expect(BoardConfig.safeParse({ ...config, doors: { 1: 12 } }).success).toBe(true);
    expect(BoardConfig.safeParse({ ...config, doors: { 1: 13 } }).success).toBe(false);
  });
});

describe('kerong-cu48', () => {
  test('opens and reads its last lock, whatever follows the answer', async () => {
    const b = await lockerOnBench({
      config: { protocol: 'kerong-cu48', doors: { 48: 48, 1: 1 } },
      simulator: { channels: 48 },
      paced: true,
    });
    b.board.faults.twoFramesInOneChunk = Number.POSITIVE_INFINITY;
    const sent = sentBy(b);
    expect(await b.answer(b.driver.open(48, order()))).toMatchObject({ ok: true });
    expect(sent).toEqual(['02002f610395']);
    expect(await b.answer(b.driver.readDoor(48))).toMatchObject({ value: { lock: 'open' } });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: 'closed' } });
    expect([b.board.pulses(48), b.board.pulses(1)]).toEqual([1, 0]);
  });
});
