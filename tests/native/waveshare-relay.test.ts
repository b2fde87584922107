import { describe, expect, test } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { crcOf } from '../../native/lock-board/waveshare-relay/crc.ts';
import { modbusFrames } from '../../native/lock-board/waveshare-relay/frames.ts';
import { lockerOnBench } from './bench-locker.ts';
import { wiringOf } from './wiring.ts';

let operations = 0;
const order = () => ({ deadlineMs: 1_000, operationId: `waveshare-${operations++}` });
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const protocol = 'waveshare-relay';
const config = { id: 'a', protocol, path: 'COM3', doors: { 1: 1 } };
const bench = (options: Parameters<typeof lockerOnBench>[0] = {}) =>
  lockerOnBench({ ...options, config: { protocol, doors: { 1: 1, 2: 2, 8: 8 }, ...options.config } });

test('CRC-16/MODBUS has its check value', () => {
  // Of "123456789", as catalogues of checksums give it.
  expect(crcOf(Buffer.from('123456789'))).toBe(0x4b37);
  expect(crcOf(bytesOf('01020000000879CC'))).toBe(0);
});

describe('the pulse', () => {
  test.each([undefined, 100, 1_000])('of %s ms is timed by the board', (pulseMs) => {
    const parsed = BoardConfig.parse({ ...config, ...(pulseMs !== undefined && { pulseMs }) });
    const { tx } = protocolOf(protocol)
      .codec({ ...parsed, channels: [8] })
      .open(8);
    expect(modbusFrames.decode(tx)?.frame).toEqual({
      is: 'write-coil',
      unit: 1,
      coil: 0x0207,
      value: (pulseMs ?? 300) / 100,
    });
  });

  test.each([0, 50, 150, 1_100, 60_000])('of %i ms is refused', (pulseMs) => {
    expect(BoardConfig.safeParse({ ...config, pulseMs }).success).toBe(false);
  });

  test('a coil that the host would have to switch off is an error of the test', async () => {
    const b = await bench();
    for (const [coil, value] of [
      [0, 0xff00],
      [0x0200, 11],
      [0x0200, 0],
      [0x0208, 3],
    ] as const) {
      b.wire.take(modbusFrames.encode({ is: 'write-coil', unit: 1, coil, value }));
    }
    expect(b.wire.errors.splice(0)).toHaveLength(4);
    expect(b.board.pulses(1)).toBe(0);
  });
});

test('all relays are switched off each time the port is opened, before anything else', async () => {
  const b = await bench({ plugged: false });
  const sent: string[] = [];
  b.driver.onRaw(({ direction, bytes }) => {
    if (direction === 'tx') sent.push(hexOf(bytes));
  });
  // Somebody who opens a door as soon as there is a connection must not have their pulse cut short.
  b.driver.onState((state) => {
    if (state.is === 'connected') void b.driver.open(2, order());
  });
  for (const times of [1, 2]) {
    sent.splice(0);
    await b.port.plug();
    await b.pass(30_000);
    expect(b.driver.state).toEqual({ is: 'connected' });
    expect(sent.slice(0, 2)).toEqual(['010500ff0000fdfa', '010502010003ddb3']);
    expect(sent.filter((each) => each.startsWith('010500ff'))).toHaveLength(1);
    expect(b.board.pulses(2)).toBe(times);
    await b.port.unplug();
    await b.pass(2_000);
  }
});

describe('inputs', () => {
  test('without a word in the config, input 8 is the door switch of channel 8', async () => {
    const b = await bench();
    b.board.openDoor(8);
    expect(await b.answer(b.driver.readDoor(8))).toMatchObject({ value: { lock: 'open' } });
    const read = await b.answer(b.driver.readDoor(1));
    expect(read).toMatchObject({ value: { lock: 'closed' } });
    expect(read.ok && 'occupied' in read.value).toBe(false);
  });

  test('a channel may have a door switch, a sensor, both or none', async () => {
    const inputs = { door: { 1: 7, 2: 1 }, occupied: { 1: 8, 8: 3 } };
    const b = await bench({ config: { inputs } });
    b.board.openDoor(1);
    b.board.lock(8).occupied = true;
    const all = await b.answer(b.driver.readAll());
    if (!all.ok) throw new Error(all.refusal.code);
    const told = all.value.map(({ door, lock, occupied }) => ({ door, lock, occupied }));
    expect(told).toEqual([
      { door: 1, lock: 'open', occupied: false },
      { door: 2, lock: 'closed', occupied: undefined },
      { door: 8, lock: 'unknown', occupied: true },
    ]);
  });

  test.each([
    { door: { 1: 9 } },
    { door: { 1: 2, 2: 2 } },
    { door: { 1: 2 }, occupied: { 1: 2 } },
    { door: { 0: 1 } },
    { locks: { 1: 1 } },
  ])('%j is refused', (inputs) => {
    expect(BoardConfig.safeParse({ ...config, inputs }).success).toBe(false);
  });

  test('settings of one protocol are refused for another', () => {
    const wrong = BoardConfig.safeParse({ ...config, protocol: 'xor-8a', pulseMs: 300, clearBusy: true });
    expect(wrong.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([
      ['pulseMs', 'a xor-8a board has no such setting'],
      ['clearBusy', 'a xor-8a board has no such setting'],
    ]);
  });
});

describe('exceptions', () => {
  const codec = protocolOf(protocol).codec(wiringOf(protocol));
  const exception = (to: number, code: number, unit = 1) =>
    modbusFrames.encode({ is: 'exception', unit, to, code });
  const refusedBy = (code: number) => ({
    is: 'answer',
    value: { ok: false, refusal: { code: 'BoardRejected', board: code } },
  });

  test('to a reading', () => {
    expect(codec.readAll().match(exception(0x02, 4))).toEqual(refusedBy(4));
    expect(codec.readDoor(1).match(exception(0x02, 2))).toEqual(refusedBy(2));
  });

  test('to another question, or of another board, are none', () => {
    expect(codec.readAll().match(exception(0x05, 4))).toEqual({ is: 'none', waste: 'WrongAddress' });
    expect(codec.readAll().match(exception(0x02, 4, 2))).toEqual({ is: 'none', waste: 'WrongAddress' });
  });

  test.each([true, false])('to a pulse, through an echoing adapter with echo set to %s', async (echo) => {
    // At its real speed the echo arrives first, and alone.
    const b = await bench({ config: { echo }, paced: true });
    Object.assign(b.board.faults, { echo: 1, refuses: 1, refusal: 4 });
    expect(await b.answer(b.driver.open(1, order()))).toMatchObject({
      ok: false,
      refusal: { code: 'BoardRejected', board: 4 },
    });
    expect(b.board.pulses(1)).toBe(0);
  });
});
