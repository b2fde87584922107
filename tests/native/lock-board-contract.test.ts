import { realpathSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mayHaveOpened } from '../../native/lock-board/lock-board.ts';
import { protocolNames, protocolOf } from '../../native/lock-board/protocols.ts';
import type { BoardFaults } from '../../native/lock-board/simulator/faults.ts';
import { lockerOnBench } from './bench-locker.ts';
import { inputsOf } from './sensors.ts';
import { wiringOf } from './wiring.ts';

/**
 * What every lock board must hold, whatever it speaks: the real driver on a real byte stream against the simulated
 * board, by each fault that boards have in the field. A new protocol is in it by its line in the registry.
 */
const transports = ['pty', 'tcp'] as const;
const every = protocolNames.flatMap((protocol) => transports.map((kind) => ({ protocol, kind })));

let operations = 0;
const order = (deadlineMs = 1_000) => ({ deadlineMs, operationId: `contract-${operations++}` });
const always = Number.POSITIVE_INFINITY;

describe.each(every)('$protocol on a real $kind', ({ protocol, kind }) => {
  const { capabilities, simulator } = protocolOf(protocol);
  const inputs = inputsOf(protocol, 3);
  const bench = (options: Parameters<typeof lockerOnBench>[0] = {}) =>
    lockerOnBench({
      kind,
      ...options,
      config: { protocol, doors: { 1: 1, 2: 2, 3: 3 }, ...(inputs && { inputs }), ...options.config },
    });
  type Bench = Awaited<ReturnType<typeof bench>>;
  const read = (b: Bench, door: number) => b.answer(b.driver.readDoor(door));
  const reads = async (b: Bench, door: number, lock: string) =>
    expect(await read(b, door)).toMatchObject({ ok: true, value: { door, lock } });
  const openDoors = async (b: Bench) => {
    const all = await b.answer(b.driver.readAll());
    if (!all.ok) throw new Error(all.refusal.code);
    return all.value.filter(({ lock }) => lock === 'open').map(({ door }) => door);
  };

  test('opens a door once, reads it, and reads all', async () => {
    const b = await bench();
    expect(b.driver.state).toEqual({ is: 'connected' });
    await reads(b, 2, 'closed');
    expect(await b.answer(b.driver.open(2, order()))).toMatchObject({ ok: true });
    await reads(b, 2, 'open');
    await reads(b, 1, 'closed');
    expect(await openDoors(b)).toEqual([2]);
    b.board.closeDoor(2);
    await reads(b, 2, 'closed');
    expect(await openDoors(b)).toEqual([]);
    expect([1, 2, 3].map((channel) => b.board.pulses(channel))).toEqual([0, 1, 0]);
  });

  test('wired the other way round', async () => {
    const usual = await bench();
    const feedback = usual.config.feedback === 'closed-is-1' ? 'closed-is-0' : 'closed-is-1';
    const b = await bench({ config: { feedback } });
    await reads(b, 1, 'closed');
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ ok: true });
    await reads(b, 1, 'open');
    expect(await openDoors(b)).toEqual([1]);
  });

  test('an open goes before waiting readings, and before the tick ends on an idle wire', async () => {
    const b = await bench();
    b.board.orders.splice(0);
    let sent = 0;
    b.driver.onRaw(({ direction }) => {
      if (direction === 'tx') sent += 1;
    });
    const opening = b.driver.open(3, order());
    expect(sent).toBe(1);
    const rest = [b.driver.readDoor(1), b.driver.readDoor(2), b.driver.open(1, order())];
    await b.answer(Promise.all([opening, ...rest]));
    const asked = b.board.orders.map(({ is }) => is);
    expect(asked.slice(0, 2)).toEqual(['open', 'open']);
    expect(asked.filter((is) => is === 'open').length).toBe(2);
  });

  test('a door the board does not have', async () => {
    const b = await bench();
    const unsupported = { ok: false, refusal: { code: 'Unsupported' } };
    expect(await b.driver.open(7, order())).toEqual(unsupported);
    expect(await b.driver.readDoor(7)).toEqual(unsupported);
  });

  if (capabilities.occupancy) {
    test('tells what lies in a compartment, and the sensor may lie', async () => {
      const b = await bench();
      b.board.lock(2).occupied = true;
      expect(await read(b, 2)).toMatchObject({ value: { occupied: true } });
      expect(await read(b, 1)).toMatchObject({ value: { occupied: false } });
      b.board.lock(2).faults.sensorStuck = false;
      expect(await read(b, 2)).toMatchObject({ value: { occupied: false } });
    });
  }

  // Nobody may remove: "an unlock issued while disconnected is never sent later", "a lost reply never fires the coil twice".
  describe('the coil fires once or never', () => {
    test('an unlock issued while disconnected is never sent later', async () => {
      const b = await bench();
      await b.port.unplug();
      await b.settle();
      const refused = await b.answer(b.driver.open(1, order(60_000)));
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
      await b.port.plug();
      await b.pass(120_000);
      expect(b.driver.state).toEqual({ is: 'connected' });
      expect(b.board.pulses(1)).toBe(0);
      expect(b.board.orders.filter(({ is }) => is === 'open')).toEqual([]);
    });

    test('nor is one issued before the port was ever there', async () => {
      const b = await bench({ plugged: false });
      const refused = await b.driver.open(1, order(60_000));
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
      await b.port.plug();
      await b.pass(120_000);
      expect(b.driver.state).toEqual({ is: 'connected' });
      expect(b.board.pulses(1)).toBe(0);
    });

    test('nor one that waits for its turn when the cable is pulled', async () => {
      const b = await bench();
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

    test('nor one whose deadline passed before its turn', async () => {
      const b = await bench();
      b.board.faults.noReply = 1;
      const reading = b.driver.readDoor(1);
      const opening = b.driver.open(2, order(100));
      expect(await b.answer(opening)).toEqual({ ok: false, refusal: { code: 'Expired' } });
      await reading;
      expect(b.board.pulses(2)).toBe(0);
    });

    test('a lost reply never fires the coil twice', async () => {
      const b = await bench();
      b.board.faults.noReply = 1;
      const one = order();
      const lost = await b.answer(b.driver.open(1, one));
      if (capabilities.ackOnOpen) expect(lost).toEqual({ ok: false, refusal: { code: 'Timeout' } });
      expect(lost.ok || mayHaveOpened(lost.refusal)).toBe(true);
      b.board.clearFaults();
      await b.pass(60_000);
      expect(await b.answer(b.driver.open(1, one))).toEqual(lost);
      await b.pass(60_000);
      expect(b.board.pulses(1)).toBe(1);
      await reads(b, 1, 'open');
    });

    test('a cable pulled after the order was written leaves it in doubt, and never repeats it', async () => {
      const b = await bench();
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

    test('a cable pulled right after the port was opened', async () => {
      const b = await bench({ plugged: false });
      for (let turns = 0; turns < 6; turns++) {
        await b.port.plug();
        for (let opened = b.opened(); b.opened() === opened; ) {
          b.clock.advance(b.clock.untilNext() ?? 1_000);
        }
        for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
        const opening = b.driver.open(1, order(60_000));
        await b.port.unplug();
        expect(await b.answer(opening)).toMatchObject({ ok: false });
      }
      const fired = b.board.pulses(1);
      await b.port.plug();
      await b.pass(120_000);
      expect(b.driver.state).toEqual({ is: 'connected' });
      expect(b.board.pulses(1)).toBe(fired);
      await reads(b, 1, fired > 0 ? 'open' : 'closed');
    });

    test('power lost in the pulse: the door is shut, the coil fired once', async () => {
      const b = await bench();
      b.board.faults.powerLossMidPulse = 1;
      const lost = await b.answer(b.driver.open(1, order()));
      expect(lost.ok || mayHaveOpened(lost.refusal)).toBe(true);
      await reads(b, 1, 'closed');
      expect(b.board.pulses(1)).toBe(1);
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
      const b = await bench();
      b.board.faults[fault] = always;
      expect(await b.answer(b.driver.open(2, order()))).toMatchObject({ ok: true });
      await reads(b, 2, 'open');
      await reads(b, 1, 'closed');
      expect(await openDoors(b)).toEqual([2]);
      expect(b.board.pulses(2)).toBe(1);
    });

    const spoiling = [
      ['noReply', 'Timeout'],
      ['badChecksum', capabilities.checksum ? 'BadChecksum' : 'BadFrame'],
      ['wrongAddress', 'WrongAddress'],
    ] as const;
    test.each(spoiling)('%s: the order fails as %s, the next one works', async (fault, code) => {
      const b = await bench();
      for (const ask of [() => b.driver.readDoor(1), () => b.driver.readAll()]) {
        b.board.faults[fault] = 1;
        expect(await b.answer<{ ok: boolean }>(ask())).toEqual({ ok: false, refusal: { code } });
        await reads(b, 1, 'closed');
      }
      if (!capabilities.ackOnOpen) return;
      // Without a checksum the board seems to say no: that it may have opened is known all the same.
      const wrong = fault === 'badChecksum' && !capabilities.checksum ? 'BoardRejected' : code;
      b.board.faults[fault] = 1;
      const answer = await b.answer(b.driver.open(1, order()));
      expect(answer).toMatchObject({ ok: false, refusal: { code: wrong } });
      expect(!answer.ok && mayHaveOpened(answer.refusal)).toBe(true);
      await reads(b, 1, 'open');
      expect(b.board.pulses(1)).toBe(1);
    });

    test('a late reply is not taken for another door', async () => {
      const b = await bench();
      b.board.openDoor(1);
      b.board.faults.lateReply = 1;
      expect(await read(b, 1)).toMatchObject({ refusal: { code: 'Timeout' } });
      await reads(b, 2, 'closed');
      b.board.faults.lateReply = 1;
      expect(await b.answer(b.driver.readAll())).toMatchObject({ refusal: { code: 'Timeout' } });
      await reads(b, 3, 'closed');
      await reads(b, 1, 'open');
    });

    if (capabilities.ackOnOpen) {
      test('a late answer to an open is not taken for that to another one', async () => {
        const b = await bench();
        b.board.faults.lateReply = 1;
        expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ refusal: { code: 'Timeout' } });
        // The second answer is lost: what comes is the late one to the first.
        b.board.faults.noReply = 1;
        expect(await b.answer(b.driver.open(2, order()))).toMatchObject({ ok: false });
        expect([1, 2, 3].map((channel) => b.board.pulses(channel))).toEqual([1, 1, 0]);
        await reads(b, 1, 'open');
        await reads(b, 2, 'open');
      });
    }

    test.each([true, false])('an echoing adapter, echo set to %s', async (echo) => {
      const b = await bench({ config: { echo } });
      b.board.faults.echo = always;
      expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ ok: true });
      await reads(b, 1, 'open');
      await reads(b, 2, 'closed');
      expect(await openDoors(b)).toEqual([1]);
      expect(b.board.pulses(1)).toBe(1);
    });

    test('an adapter that echoes a board without power is no reading', async () => {
      const b = await bench({ config: { echo: true } });
      Object.assign(b.board.faults, { echo: always, noReply: always });
      expect(await read(b, 1)).toEqual({ ok: false, refusal: { code: 'Timeout' } });
      expect(await b.answer(b.driver.readAll())).toEqual({ ok: false, refusal: { code: 'Timeout' } });
      // Nor is it the board's word for an open, which in some protocols looks the same.
      if (!capabilities.ackOnOpen) return;
      expect(await b.answer(b.driver.open(1, order()))).toEqual({ ok: false, refusal: { code: 'Timeout' } });
    });

    test('a wrong baud rate is no reading and no pulse, and is called silent', async () => {
      const b = await bench();
      b.board.faults.wrongBaud = always;
      expect(await read(b, 1)).toMatchObject({ ok: false });
      expect(await b.answer(b.driver.readAll())).toMatchObject({ ok: false });
      await b.answer(b.driver.open(1, order()));
      await b.pass(20_000);
      expect(b.driver.state).toMatchObject({ is: 'unreachable', why: { code: 'Silent' } });
      expect(b.board.pulses(1)).toBe(0);
    });

    test('paced at the real baud rate, byte by byte: nothing is missed between frames', async () => {
      const b = await bench({ paced: true });
      b.board.faults.oneByteAtATime = always;
      const before = b.clock.mono();
      await reads(b, 1, 'closed');
      // Three characters of ten bits, whatever the protocol.
      expect(b.clock.mono() - before).toBeGreaterThanOrEqual(30_000 / b.config.baud);
      for (let round = 0; round < 20; round++) {
        const asked = [b.driver.readAll(), b.driver.readDoor(2), b.driver.readAll()];
        for (const answer of await b.answer<{ ok: boolean }[]>(Promise.all(asked))) {
          expect(answer).toMatchObject({ ok: true });
        }
      }
      expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ ok: true });
      await reads(b, 1, 'open');
    });
  });

  describe('faults of a lock', () => {
    test('jammed: the coil fired once and the door is read closed', async () => {
      const b = await bench();
      b.board.jam(1);
      await b.answer(b.driver.open(1, order()));
      await reads(b, 1, 'closed');
      expect(b.board.pulses(1)).toBe(1);
    });

    test('springs late: closed, then open', async () => {
      const b = await bench();
      b.board.lock(1).faults.springsAfter = 5_000;
      await b.answer(b.driver.open(1, order()));
      await reads(b, 1, 'closed');
      await b.pass(5_000);
      await reads(b, 1, 'open');
      expect(b.board.pulses(1)).toBe(1);
    });

    test.each(['closed', 'open'] as const)('a switch stuck %s is read as it says', async (stuck) => {
      const b = await bench();
      b.board.lock(1).faults.feedbackStuck = stuck;
      b.board.lock(1).move(stuck === 'closed');
      await reads(b, 1, stuck);
    });

    test('opens without feedback: one pulse, whatever the board says of it', async () => {
      const b = await bench();
      b.board.lock(1).faults.feedbackStuck = 'closed';
      await b.answer(b.driver.open(1, order()));
      await reads(b, 1, 'closed');
      expect([b.board.isOpen(1), b.board.pulses(1)]).toEqual([true, 1]);
    });

    test('a switch wired the wrong way round', async () => {
      const b = await bench();
      b.board.lock(1).faults.feedbackInverted = true;
      await reads(b, 1, 'open');
      await reads(b, 2, 'closed');
    });

    test('bounce: the switch lies once after the door moved', async () => {
      const b = await bench();
      b.board.lock(1).faults.bounce = 1;
      b.board.openDoor(1);
      // Where a reading is asked for twice, the lie is noticed.
      if (capabilities.checksum) await reads(b, 1, 'closed');
      else expect(await read(b, 1)).toEqual({ ok: false, refusal: { code: 'BadFrame' } });
      await reads(b, 1, 'open');
    });

    test('the neighbour pops open and is seen by read-all', async () => {
      const b = await bench();
      b.board.faults.neighbourPops = 1;
      await b.answer(b.driver.open(1, order()));
      expect(await openDoors(b)).toEqual([1, 2]);
    });

    test('a slow open-all by the button on the board: deaf meanwhile, then all doors are open', async () => {
      const b = await bench();
      b.board.openAllByButton(400);
      expect(await read(b, 1)).toEqual({ ok: false, refusal: { code: 'Timeout' } });
      const late = await b.answer(b.driver.open(3, order()));
      expect(late.ok || mayHaveOpened(late.refusal)).toBe(true);
      await b.pass(30_000);
      expect(b.driver.state).toEqual({ is: 'connected' });
      expect(await openDoors(b)).toEqual([1, 2, 3]);
      expect(b.board.pulses(3)).toBe(1);
    });
  });

  const inside = { ...wiringOf(protocol), channels: 3, status: () => false, occupied: () => false };
  for (const code of simulator(inside).refusals) {
    test(`a board that says no to an open by ${code}`, async () => {
      const b = await bench();
      Object.assign(b.board.faults, { refuses: 1, refusal: code });
      const refused = await b.answer(b.driver.open(1, order()));
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'BoardRejected', board: code } });
      await reads(b, 1, 'closed');
      expect(b.board.pulses(1)).toBe(0);
    });
  }

  describe('liveness', () => {
    test('a board without power is called silent, and connected again when it answers', async () => {
      const b = await bench();
      b.board.power(false);
      await b.pass(60_000);
      expect(b.driver.state).toMatchObject({ is: 'unreachable', why: { code: 'Silent' } });
      expect(b.opened()).toBeGreaterThan(1);
      b.board.power(true);
      await b.pass(130_000);
      expect(b.driver.state).toEqual({ is: 'connected' });
      await reads(b, 1, 'closed');
    });

    test('found again by a fresh stream after the cable was out, at a device that came back as another', async () => {
      const b = await bench();
      const device = kind === 'pty' ? realpathSync(b.port.path) : '';
      await b.port.unplug();
      await b.pass(1_600);
      expect(b.driver.state).toMatchObject({ is: 'unreachable', why: { code: 'PortMissing' } });
      const before = b.opened();
      await b.port.plug({ renumbered: true });
      await b.pass(5_000);
      expect(b.driver.state).toEqual({ is: 'connected' });
      expect(b.opened()).toBeGreaterThan(before);
      if (kind === 'pty') expect(realpathSync(b.port.path)).not.toBe(device);
      expect(await b.answer(b.driver.open(1, order()))).toMatchObject({ ok: true });
      expect(b.board.pulses(1)).toBe(1);
    });
  });
});
