import { describe, expect, test } from 'vitest';
import { mayHaveOpened } from '../../native/lock-board/lock-board.ts';
import type { BoardFaults } from '../../native/lock-board/simulator/faults.ts';
import { lockerOnBench } from './bench-locker.ts';

let operation = 0;
const order = (deadlineMs = 1_000) => ({ deadlineMs, operationId: `test-${operation++}` });

describe.each(['pty', 'tcp'] as const)('on a real %s', (kind) => {
  test('opens a door once and reads it', async () => {
    const b = await lockerOnBench({ kind });
    expect(b.driver.state).toEqual({ is: 'connected' });
    expect(await b.answer(b.driver.readDoor(2))).toMatchObject({ ok: true, value: { lock: 'closed' } });
    expect(await b.answer(b.driver.open(2, order()))).toMatchObject({ ok: true });
    expect(await b.answer(b.driver.readDoor(2))).toMatchObject({ ok: true, value: { lock: 'open' } });
    b.board.closeDoor(2);
    expect(await b.answer(b.driver.readDoor(2))).toMatchObject({ ok: true, value: { lock: 'closed' } });
    expect(b.board.pulses(2)).toBe(1);
    expect(b.board.errors).toEqual([]);
  });

  test('finds the board again by a fresh stream after the cable was out', async () => {
    const b = await lockerOnBench({ kind });
    await b.port.unplug();
    await b.pass(1_600);
    expect(b.driver.state).toMatchObject({ is: 'unreachable', why: { code: 'PortMissing' } });
    const before = b.opened();
    await b.port.plug();
    await b.pass(5_000);
    expect(b.driver.state).toEqual({ is: 'connected' });
    expect(b.opened()).toBeGreaterThan(before);
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ ok: true });
    expect(b.board.pulses(1)).toBe(1);
  });

  test('an unlock issued while disconnected is never sent later', async () => {
    const b = await lockerOnBench({ kind });
    await b.port.unplug();
    await b.settle();
    const refused = await b.answer(b.driver.open(1, order(60_000)));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
    await b.port.plug();
    await b.pass(120_000);
    expect(b.driver.state).toEqual({ is: 'connected' });
    expect(b.board.pulses(1)).toBe(0);
    expect(b.board.orders.filter((each) => each.is === 'open')).toEqual([]);
  });
});

test('an unlock issued before the port was ever there is never sent later', async () => {
  const b = await lockerOnBench({ plugged: false });
  expect(b.driver.state).toMatchObject({ is: 'unreachable', why: { code: 'PortMissing' } });
  expect(await b.driver.open(1, order(60_000))).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
  await b.port.plug();
  await b.pass(120_000);
  expect(b.driver.state).toEqual({ is: 'connected' });
  expect(b.board.pulses(1)).toBe(0);
});

test('an unlock waiting for its turn when the cable is pulled is never sent later', async () => {
  const b = await lockerOnBench();
  b.board.faults.noReply = 1;
  const reading = b.driver.readDoor(1);
  const opening = b.driver.open(2, order(60_000));
  await b.settle();
  await b.port.unplug();
  expect(await b.answer(reading)).toMatchObject({ ok: false, refusal: { code: 'Disconnected' } });
  const refused = await b.answer(opening);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
  expect(!refused.ok && mayHaveOpened(refused.refusal)).toBe(false);
  await b.port.plug();
  await b.pass(120_000);
  expect(b.board.pulses(2)).toBe(0);
});

test('a lost reply never fires the coil twice', async () => {
  const b = await lockerOnBench();
  b.board.faults.noReply = 1;
  const one = order();
  const lost = await b.answer(b.driver.open(1, one));
  expect(lost).toEqual({ ok: false, refusal: { code: 'Timeout' } });
  expect(!lost.ok && mayHaveOpened(lost.refusal)).toBe(true);
  await b.pass(60_000);
  expect(await b.answer(b.driver.open(1, one))).toEqual(lost);
  await b.pass(60_000);
  expect(b.board.pulses(1)).toBe(1);
  expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ ok: true, value: { lock: 'open' } });
});

test('a cable pulled after the order was written leaves it in doubt, and never repeats it', async () => {
  const b = await lockerOnBench();
  b.board.faults.noReply = 1;
  const opening = b.driver.open(1, order(60_000));
  await b.settle();
  await b.port.unplug();
  const answer = await b.answer(opening);
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'Disconnected' } });
  expect(!answer.ok && mayHaveOpened(answer.refusal)).toBe(true);
  await b.port.plug();
  await b.pass(120_000);
  expect(b.board.pulses(1)).toBe(1);
});

test('an order whose deadline passed before its turn is not sent', async () => {
  const b = await lockerOnBench();
  b.board.faults.noReply = 1;
  const reading = b.driver.readDoor(1);
  const opening = b.driver.open(2, order(100));
  expect(await b.answer(opening)).toEqual({ ok: false, refusal: { code: 'Expired' } });
  await reading;
  expect(b.board.pulses(2)).toBe(0);
});

test('an open goes before waiting readings, and before the tick ends on an idle wire', async () => {
  const b = await lockerOnBench();
  const sent: string[] = [];
  b.driver.onRaw(({ direction, bytes }) => {
    if (direction === 'tx') sent.push(Buffer.from(bytes).toString('hex'));
  });
  const opening = b.driver.open(3, order());
  expect(sent).toEqual(['8a01031199']);
  const rest = [b.driver.readDoor(1), b.driver.readDoor(2), b.driver.open(1, order())];
  await b.answer(Promise.all([opening, ...rest]));
  expect(sent).toEqual(['8a01031199', '8a0101119b', '80010133b3', '80010233b0']);
});

test('a door the board does not have', async () => {
  const b = await lockerOnBench();
  expect(await b.driver.open(7, order())).toEqual({ ok: false, refusal: { code: 'Unsupported' } });
});

describe('settings', () => {
  test('wired the other way round', async () => {
    const b = await lockerOnBench({
      config: { feedback: 'closed-is-0' },
      simulator: { feedback: 'closed-is-0' },
    });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: 'closed' } });
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ ok: true });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: 'open' } });
  });

  test.each(['high-first', 'low-first'] as const)('read-all, %s', async (bytes) => {
    const b = await lockerOnBench({ config: { order: bytes }, simulator: { order: bytes } });
    b.board.openDoor(2);
    b.board.openDoor(10);
    const all = await b.answer(b.driver.readAll());
    if (!all.ok) throw new Error(all.refusal.code);
    expect(Object.fromEntries(all.value.map(({ door, lock }) => [door, lock]))).toEqual({
      1: 'closed',
      2: 'open',
      3: 'closed',
      10: 'open',
    });
  });

  test.each([true, false])('an echoing adapter, echo set to %s', async (echo) => {
    const b = await lockerOnBench({ config: { echo } });
    b.board.faults.echo = Number.POSITIVE_INFINITY;
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ ok: true });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ ok: true, value: { lock: 'open' } });
    expect(await b.answer(b.driver.readDoor(2))).toMatchObject({ ok: true, value: { lock: 'closed' } });
    expect(await b.answer(b.driver.readAll())).toMatchObject({ ok: true });
    b.board.jam(2);
    expect(await b.answer(b.driver.open(2, order()))).toMatchObject({
      ok: false,
      refusal: { code: 'BoardRejected' },
    });
    expect([b.board.pulses(1), b.board.pulses(2)]).toEqual([1, 1]);
  });
});

describe('faults of the wire', () => {
  const harmless: (keyof BoardFaults)[] = [
    'oneByteAtATime',
    'twoFramesInOneChunk',
    'leadingGarbage',
    'unsolicited',
  ];
  test.each(harmless)('%s: every order is understood', async (fault) => {
    const b = await lockerOnBench();
    b.board.faults[fault] = Number.POSITIVE_INFINITY;
    expect(await b.answer(b.driver.open(2, order()))).toMatchObject({ ok: true });
    expect(await b.answer(b.driver.readDoor(2))).toMatchObject({ ok: true, value: { lock: 'open' } });
    expect(await b.answer(b.driver.readAll())).toMatchObject({ ok: true });
    expect(b.board.pulses(2)).toBe(1);
    expect(b.board.errors).toEqual([]);
  });

  test.each([
    ['noReply', 'Timeout'],
    ['badChecksum', 'BadChecksum'],
    ['wrongAddress', 'WrongAddress'],
  ] as const)('%s: the order fails as %s, the next one works', async (fault, code) => {
    const b = await lockerOnBench();
    b.board.faults[fault] = 1;
    expect(await b.answer(b.driver.readDoor(1))).toEqual({ ok: false, refusal: { code } });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ ok: true, value: { lock: 'closed' } });
    b.board.faults[fault] = 1;
    expect(await b.answer(b.driver.open(1, order()))).toEqual({ ok: false, refusal: { code } });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ ok: true, value: { lock: 'open' } });
    expect(b.board.pulses(1)).toBe(1);
  });

  test('a late reply is not taken for another door', async () => {
    const b = await lockerOnBench();
    b.board.openDoor(1);
    b.board.faults.lateReply = 1;
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ refusal: { code: 'Timeout' } });
    expect(await b.answer(b.driver.readDoor(2))).toMatchObject({ value: { door: 2, lock: 'closed' } });
  });

  test('answers paced at 9600 baud, byte by byte, arrive after their time on the wire', async () => {
    const b = await lockerOnBench({ pacedAt: 9600 });
    b.board.faults.oneByteAtATime = Number.POSITIVE_INFINITY;
    const before = b.clock.mono();
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ ok: true, value: { lock: 'closed' } });
    // Five characters of ten bits at 9600 baud take 5.2 ms.
    expect(b.clock.mono() - before).toBeGreaterThanOrEqual(5);
    expect(await b.answer(b.driver.readAll())).toMatchObject({ ok: true });
  });

  test('power lost in the pulse: no answer, the door is shut, the coil fired once', async () => {
    const b = await lockerOnBench();
    b.board.faults.powerLossMidPulse = 1;
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ refusal: { code: 'Timeout' } });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: 'closed' } });
    expect(b.board.pulses(1)).toBe(1);
  });

  test('a notice of a moved door is told', async () => {
    const b = await lockerOnBench({ simulator: { notices: true } });
    const told: number[] = [];
    b.driver.onNotice(({ door }) => told.push(door));
    b.board.openDoor(3);
    await b.settle();
    expect(told).toEqual([3]);
  });
});

describe('faults of a lock', () => {
  test('jammed: the board says so and the door is read closed', async () => {
    const b = await lockerOnBench();
    b.board.jam(1);
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ refusal: { code: 'BoardRejected' } });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: 'closed' } });
    expect(b.board.pulses(1)).toBe(1);
  });

  test.each(['closed', 'open'] as const)('a switch stuck %s is read as it says', async (stuck) => {
    const b = await lockerOnBench();
    b.board.lock(1).faults.feedbackStuck = stuck;
    b.board.lock(1).move(stuck === 'closed');
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: stuck } });
  });

  test('bounce: the switch lies once after the door moved', async () => {
    const b = await lockerOnBench();
    b.board.lock(1).faults.bounce = 1;
    b.board.openDoor(1);
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: 'closed' } });
    expect(await b.answer(b.driver.readDoor(1))).toMatchObject({ value: { lock: 'open' } });
  });

  test('the neighbour pops open and is seen by read-all', async () => {
    const b = await lockerOnBench();
    b.board.faults.neighbourPops = 1;
    await b.answer(b.driver.open(1, order()));
    const all = await b.answer(b.driver.readAll());
    expect(all.ok && all.value.filter(({ lock }) => lock === 'open').map(({ door }) => door)).toEqual([1, 2]);
  });
});

describe('liveness', () => {
  test('a board without power is called silent, and connected again when it answers', async () => {
    const b = await lockerOnBench();
    b.board.power(false);
    await b.pass(60_000);
    expect(b.driver.state).toMatchObject({ is: 'unreachable', why: { code: 'Silent' } });
    expect(b.opened()).toBeGreaterThan(1);
    b.board.power(true);
    await b.pass(130_000);
    expect(b.driver.state).toEqual({ is: 'connected' });
  });
});
