import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../hut/config/load.ts';
import { protocolOf } from '../../../native/lock-board/protocols.ts';
import { newLocker, walked } from './new-locker.ts';

describe.each([
  // Where one door is read by reading all, hands cannot tell the order of its bytes. `mirror`: what channel 1 is by the other.
  { protocol: 'winnsen', mirror: 9 },
  { protocol: 'kerong-cu12', mirror: 9 },
  { protocol: 'kerong-cu16', mirror: 9 },
  { protocol: 'kerong-cu48', mirror: 41 },
])('a $protocol board whose status bytes come in the other order', ({ protocol, mirror }) => {
  const { address, channels, feedback } = protocolOf(protocol).facts;
  const settings = { protocol, address: address.usual, channels, feedback, order: 'high-first' } as const;
  const learned = { locker: { boards: [{ protocol, order: 'high-first', doors: { 1: 1, 2: mirror } }] } };

  test('opens another door in the proof, which is said, and teaches how it counts', async () => {
    const l = await walked(settings, [1, mirror]);
    await l.press('prove');
    await l.until(() => l.on('prove').at === 'turned');
    expect(l.on('prove')).toMatchObject({ door: 1, another: 2 });
    // Nothing goes on while it stands open.
    await l.wait(10_000);
    expect([1, mirror].map((channel) => l.board.pulses(channel))).toEqual([0, 1]);
    l.board.closeDoor(mirror);
    for (const [door, channel] of [
      [1, 1],
      [2, mirror],
    ] as const) {
      await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === door);
      expect(l.on('prove').another).toBeNull();
      expect(l.board.isOpen(channel)).toBe(true);
      l.board.closeDoor(channel);
    }
    await l.until(() => l.on('prove').at === 'done');
    expect(l.intended).toEqual([1, 1, 2]);
    expect([1, mirror].map((channel) => l.board.pulses(channel))).toEqual([1, 2]);
    await l.press('show-result');
    expect(l.on('result')).toMatchObject({ unproven: [], leftOut: [] });
    await l.press('save');
    expect(loadConfig(l.file)).toMatchObject({ value: learned });
  });

  test('where nothing hangs on the channel that is fired: the next try takes the other one', async () => {
    const l = await walked(settings, [2, 3]);
    await l.press('prove');
    await l.until(() => l.on('prove').at === 'failed');
    expect(l.on('prove')).toMatchObject({ door: 1, another: null, turns: true });
    await l.press('again');
    for (const [door, channel] of [
      [1, 2],
      [2, 3],
    ] as const) {
      await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === door);
      expect(l.board.isOpen(channel)).toBe(true);
      l.board.closeDoor(channel);
    }
    await l.until(() => l.on('prove').at === 'done');
    expect([2, 3].map((channel) => l.board.pulses(channel))).toEqual([1, 1]);
    await l.press('show-result');
    await l.press('save');
    expect(loadConfig(l.file)).toMatchObject({
      value: { locker: { boards: [{ order: 'high-first', doors: { 1: 2, 2: 3 } }] } },
    });
  });

  test('is never kept on a guess', async () => {
    const l = await walked(settings, [1, mirror]);
    await l.press('show-result');
    expect(l.on('result')).toMatchObject({ boards: [], unproven: [], leftOut: [1, 2] });
    expect(l.commissioning.press('save')).toBe(false);
    // The way back to the proof stays open.
    await l.press('prove');
    expect(l.on('prove')).toMatchObject({ at: 'ready', doors: [{ door: 1 }, { door: 2 }] });
    l.board.jam(1);
    l.board.jam(mirror);
    await l.press('prove');
    for (const door of [1, 2]) {
      await l.until(() => l.on('prove').at === 'failed' && l.on('prove').door === door);
      await l.press('skip');
    }
    await l.press('show-result');
    expect(l.on('result')).toMatchObject({ boards: [], leftOut: [1, 2] });
    expect(l.commissioning.press('save')).toBe(false);
    expect(l.kept()).toBe(false);
  });
});

test('a door that by the other order would not exist tells the order by hand', async () => {
  const l = await walked({ protocol: 'kerong-cu12', address: 0, channels: 12, order: 'high-first' }, [1, 5]);
  await l.press('show-result');
  expect(l.on('result')).toMatchObject({ unproven: [1, 2], leftOut: [], boards: [{ order: 'high-first' }] });
  await l.press('save');
  expect(loadConfig(l.file)).toMatchObject({ value: { locker: { boards: [{ doors: { 1: 1, 2: 5 } }] } } });
});

test('a jammed first door of a usual board does not turn its order', async () => {
  const l = await walked({ protocol: 'kerong-cu16', address: 0, channels: 16, order: 'low-first' }, [1, 9]);
  l.board.jam(1);
  await l.press('prove');
  await l.until(() => l.on('prove').at === 'failed');
  expect(l.on('prove').turns).toBe(true);
  await l.press('again');
  // The other way opens door 2, and so tells that the first way was right.
  await l.until(() => l.on('prove').at === 'turned');
  expect(l.on('prove')).toMatchObject({ door: 1, another: 2 });
  l.board.unjam(1);
  l.board.closeDoor(9);
  for (const [door, channel] of [
    [1, 1],
    [2, 9],
  ] as const) {
    await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === door);
    l.board.closeDoor(channel);
  }
  await l.until(() => l.on('prove').at === 'done');
  await l.press('show-result');
  expect(l.on('result')).toMatchObject({ leftOut: [], boards: [{ order: 'low-first', doors: [1, 2] }] });
});

test('a pulse that opens another door is said, and that door is not kept', async () => {
  const l = await walked({ protocol: 'xor-8a', channels: 8 }, [1, 2, 3]);
  l.board.jam(1);
  await l.press('prove');
  await l.until(() => l.board.pulses(1) === 1);
  // The wires of two locks are crossed: what is fired is not what is read.
  l.board.openDoor(2);
  await l.until(() => l.on('prove').at === 'failed');
  expect(l.on('prove')).toMatchObject({
    door: 1,
    another: 2,
    turns: false,
    doors: [{ proof: 'crossed' }, {}, {}],
  });
  l.board.closeDoor(2);
  await l.press('skip');
  for (const door of [2, 3]) {
    await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === door);
    l.board.closeDoor(door);
  }
  await l.until(() => l.on('prove').at === 'done');
  await l.press('show-result');
  expect(l.on('result')).toMatchObject({ unproven: [], leftOut: [1], boards: [{ doors: [2, 3] }] });
  await l.press('save');
  expect(loadConfig(l.file)).toMatchObject({ value: { locker: { boards: [{ doors: { 2: 2, 3: 3 } }] } } });
});

test('a neighbour that pops open too is said, and both must be closed', async () => {
  const l = await walked({ protocol: 'xor-8a', channels: 8 }, [1, 2]);
  l.board.faults.neighbourPops = 1;
  await l.press('prove');
  await l.until(() => l.on('prove').at === 'open' && l.on('prove').another === 2);
  l.board.closeDoor(1);
  await l.wait(5_000);
  expect(l.on('prove')).toMatchObject({ at: 'open', door: 1 });
  l.board.closeDoor(2);
  await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === 2);
  l.board.closeDoor(2);
  await l.until(() => l.on('prove').at === 'done');
  await l.press('show-result');
  expect(l.on('result')).toMatchObject({ unproven: [], leftOut: [] });
});

test('a door that does not open is told, may be tried again or left out, and is named in the result', async () => {
  const l = await newLocker([[{ protocol: 'xor-8a', channels: 8 }]]);
  const board = l.boards[0]?.[0];
  if (board === undefined) throw new Error('no board');
  await l.press('find');
  await l.until(() => l.on('ports').done);
  await l.press('walk');
  await l.press('all-closed');
  for (const channel of [1, 2]) {
    board.openDoor(channel);
    await l.until(() => l.on('walk').at === 'close');
    board.closeDoor(channel);
    await l.until(() => l.on('walk').at === 'open');
  }
  await l.press('no-more-doors');
  board.jam(1);
  await l.press('prove');
  await l.until(() => l.on('prove').at === 'failed');
  await l.press('again');
  await l.until(() => l.on('prove').at === 'failed');
  expect(board.pulses(1)).toBe(2);
  await l.press('skip');
  await l.until(() => l.on('prove').at === 'open');
  board.closeDoor(2);
  await l.until(() => l.on('prove').at === 'done');
  await l.press('show-result');
  expect(l.on('result').unproven).toEqual([1]);
}, 30_000);

test('no coil is fired that is not written down first', async () => {
  const l = await newLocker([[{ protocol: 'xor-8a', channels: 8 }]]);
  const board = l.boards[0]?.[0];
  if (board === undefined) throw new Error('no board');
  await l.press('find');
  await l.until(() => l.on('ports').done);
  await l.press('walk');
  await l.press('all-closed');
  board.openDoor(1);
  await l.until(() => l.on('walk').at === 'close');
  board.closeDoor(1);
  await l.until(() => l.on('walk').at === 'open');
  await l.press('no-more-doors');
  l.refuseIntents();
  await l.press('prove');
  await l.until(() => l.on('prove').at === 'failed');
  expect(board.pulses(1)).toBe(0);
}, 30_000);
