import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DevicesAct, DevicesStep } from '../../../domain/contract/commissioning-screen.ts';
import { makeLabel } from '../../../domain/scanning/label.ts';
import { Commissioning } from '../../../hut/commissioning/commissioning.ts';
import { withScanner } from '../../../hut/commissioning/kept-scanner.ts';
import { keepFrames } from '../../../hut/commissioning/monitor.ts';
import { Config } from '../../../hut/config/config.ts';
import { loadConfig } from '../../../hut/config/load.ts';
import { saveConfig } from '../../../hut/config/save.ts';
import { protocolNames, protocolOf } from '../../../native/lock-board/protocols.ts';
import { SimulatedBoard, type SimulatedBoardSettings } from '../../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../../native/lock-board/simulator/wire.ts';
import { openStreamWith } from '../../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../../native/port/pseudo-terminal.ts';
import { pass } from '../../settle.ts';
import { SimClock } from '../../sim-clock.ts';

/** A locker nobody has set up, on real ports, with hands. */
async function newLocker(wires: SimulatedBoardSettings[][]) {
  const clock = new SimClock();
  const ports = await Promise.all(wires.map((_, i) => makeSimulatedPort({ name: `ttyUSB${i}` })));
  const inFlight = () => ports.reduce((sum, port) => sum + port.inFlight(), 0);
  const boards = ports.map((port, i) => {
    const wire = new SimulatedWire(port.far, { clock });
    return (wires[i] ?? []).map((settings) => new SimulatedBoard(wire, settings));
  });
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-commissioning-'));
  const file = join(dir, 'hut.json');
  let running = Config.parse({ hut: { name: '平江小屋' } });
  let released = 0;
  let ids = 0;
  const intended: number[] = [];
  let mayIntend = true;
  const monitor = keepFrames({ directory: () => dir, wall: () => 0 });
  const commissioning = new Commissioning({
    clock,
    newId: () => `id-${ids++}`,
    openStream: countedOpenStream(openStreamWith(clock), ports),
    listPorts: async () => ports.map(({ path }) => ({ path, label: 'simulated' })),
    config: () => running,
    now: () => ({ is: 'now', practice: false, boards: [], scanners: [] }),
    devices: {
      async release() {
        released += 1;
      },
      restart() {
        released -= 1;
      },
    },
    listen: () => () => undefined,
    monitor,
    intend(door) {
      if (mayIntend) intended.push(door);
      return mayIntend;
    },
    save(config) {
      const saved = saveConfig(file, config, Date.UTC(2026, 10, 24, 8));
      if (saved.ok) running = config;
      return saved;
    },
    changed: () => undefined,
  });
  const step = () => commissioning.screen().step;
  const on = <I extends DevicesStep['is']>(is: I): Extract<DevicesStep, { is: I }> => {
    const now = step();
    if (now.is !== is) throw new Error(`the step is ${JSON.stringify(now)}, not ${is}`);
    return now as Extract<DevicesStep, { is: I }>;
  };
  const wait = (ms: number) => pass(clock, ms, inFlight);
  const press = async (act: DevicesAct) => {
    expect(commissioning.press(act)).toBe(true);
    await wait(600);
  };
  const until = async (holds: () => boolean, ms = 60_000) => {
    for (let passed = 0; passed < ms && !holds(); passed += 100) await wait(100);
    expect(holds()).toBe(true);
  };
  onTestFinished(async () => {
    commissioning.end();
    await wait(100);
    await Promise.all(ports.map((port) => port.close()));
  });
  return {
    commissioning,
    monitor,
    boards,
    ports,
    dir,
    file,
    step,
    on,
    press,
    wait,
    until,
    intended,
    released: () => released,
    refuseIntents: () => {
      mayIntend = false;
    },
  };
}

const inverted: SimulatedBoardSettings = {
  protocol: 'xor-8a',
  address: 3,
  channels: 24,
  feedback: 'closed-is-0',
  order: 'low-first',
};

test('a locker with inverted polarity and reversed byte order is found, walked, proven and kept', async () => {
  const l = await newLocker([[{ ...inverted, address: 1 }, inverted], []]);
  const [[one, three] = []] = l.boards;
  if (one === undefined || three === undefined) throw new Error('no boards');
  await l.press('find');
  expect(l.released()).toBe(1);
  await l.until(() => l.on('ports').done);
  expect(l.on('ports').ports).toMatchObject([
    {
      state: 'asked',
      boards: [
        { protocol: 'xor-8a', address: 1 },
        { protocol: 'xor-8a', address: 3 },
      ],
    },
    { state: 'asked', boards: [] },
  ]);
  await l.press('walk');
  expect(l.on('walk').at).toBe('close-all');
  await l.press('all-closed');
  // Door 1 hangs on the board with address 3, in its first byte; door 2 on the other, in its last.
  const hangs = [
    { board: three, channel: 2 },
    { board: one, channel: 24 },
    { board: three, channel: 9 },
  ];
  for (const [i, { board, channel }] of hangs.entries()) {
    expect(l.on('walk')).toMatchObject({ at: 'open', door: i + 1 });
    board.openDoor(channel);
    await l.until(() => l.on('walk').at === 'close');
    board.closeDoor(channel);
    await l.until(() => l.on('walk').at === 'open');
  }
  for (const board of [one, three]) expect(board.orders.some(({ is }) => is === 'open')).toBe(false);
  await l.press('no-more-doors');
  expect(l.on('prove')).toMatchObject({ at: 'ready', doors: [{ door: 1 }, { door: 2 }, { door: 3 }] });
  await l.press('prove');
  for (const [i, { board, channel }] of hangs.entries()) {
    await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === i + 1);
    expect(board.isOpen(channel)).toBe(true);
    board.closeDoor(channel);
  }
  await l.until(() => l.on('prove').at === 'done');
  expect(l.on('prove').doors.map(({ proof }) => proof)).toEqual(['good', 'good', 'good']);
  expect(l.intended).toEqual([1, 2, 3]);
  for (const { board, channel } of hangs) expect(board.pulses(channel)).toBe(1);
  await l.press('show-result');
  expect(l.on('result')).toMatchObject({
    unproven: [],
    boards: [
      { address: 1, feedback: 'closed-is-0', order: 'low-first', doors: [2] },
      { address: 3, feedback: 'closed-is-0', order: 'low-first', doors: [1, 3] },
    ],
  });
  await l.press('save');
  expect(l.on('saved').kept).toBeNull();
  const config = loadConfig(l.file);
  if (!config.ok) throw new Error(config.refusal.message);
  expect(config).toMatchObject({
    ok: true,
    value: {
      hut: { name: '平江小屋' },
      locker: { boards: [{ doors: { 2: 24 } }, { doors: { 1: 2, 3: 9 } }] },
    },
  });
  l.commissioning.end();
  expect(l.released()).toBe(0);
}, 30_000);

test.each(protocolNames)(
  'a %s locker wired the other way round, behind an adapter that echoes, is learned and proven',
  async (protocol) => {
    const { address, channels, feedback, order } = protocolOf(protocol).facts;
    const l = await newLocker([
      [
        {
          protocol,
          address: address.usual,
          channels: Math.min(16, channels),
          feedback: feedback === 'closed-is-1' ? 'closed-is-0' : 'closed-is-1',
          order,
        },
      ],
    ]);
    const [board] = l.boards[0] ?? [];
    if (board === undefined) throw new Error('no board');
    board.faults.echo = Number.POSITIVE_INFINITY;
    await l.press('find');
    await l.until(() => l.on('ports').done);
    expect(l.on('ports').ports[0]?.boards).toMatchObject([{ protocol, address: address.usual, echo: true }]);
    await l.press('walk');
    await l.press('all-closed');
    const hangs = [7, 2];
    for (const channel of hangs) {
      board.openDoor(channel);
      await l.until(() => l.on('walk').at === 'close');
      board.closeDoor(channel);
      await l.until(() => l.on('walk').at === 'open');
    }
    expect(board.orders.some(({ is }) => is === 'open')).toBe(false);
    await l.press('no-more-doors');
    await l.press('prove');
    for (const [i, channel] of hangs.entries()) {
      await l.until(() => l.on('prove').at === 'open' && l.on('prove').door === i + 1);
      expect(board.isOpen(channel)).toBe(true);
      board.closeDoor(channel);
    }
    await l.until(() => l.on('prove').at === 'done');
    await l.press('show-result');
    expect(l.on('result')).toMatchObject({ unproven: [], boards: [{ protocol, echo: true, doors: [1, 2] }] });
    expect(l.on('result').boards[0]?.feedback).not.toBe(feedback);
    await l.press('save');
    expect(loadConfig(l.file)).toMatchObject({
      value: { locker: { boards: [{ protocol, doors: { 1: 7, 2: 2 }, echo: true }] } },
    });
  },
  30_000,
);

/** From the search to the proof, walking through these channels. */
async function walked(settings: SimulatedBoardSettings, channels: readonly number[]) {
  const l = await newLocker([[settings]]);
  const [board] = l.boards[0] ?? [];
  if (board === undefined) throw new Error('no board');
  await l.press('find');
  await l.until(() => l.on('ports').done);
  await l.press('walk');
  await l.press('all-closed');
  for (const channel of channels) {
    board.openDoor(channel);
    await l.until(() => l.on('walk').at === 'close');
    board.closeDoor(channel);
    await l.until(() => l.on('walk').at === 'open');
  }
  expect(board.orders.some(({ is }) => is === 'open')).toBe(false);
  await l.press('no-more-doors');
  return { ...l, board, kept: () => existsSync(l.file) };
}

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

test('a scanner nobody has configured is heard, its prefix learned, and kept', async () => {
  const l = await newLocker([]);
  const label = makeLabel(
    'item',
    Uint8Array.from({ length: 8 }, (_, i) => i),
  );
  const from = '/dev/ttyACM0';
  await l.press('scan-test');
  expect(l.on('scan-test')).toMatchObject({ scans: [], keeps: false });
  l.commissioning.scanned({ raw: `]C0>>${label}!`, from });
  expect(l.on('scan-test')).toMatchObject({ learned: null, keeps: true });
  l.commissioning.scanned({ raw: `]C0>>${label}!`, from });
  expect(l.on('scan-test').learned).toEqual({ prefix: '>>', suffix: '!' });
  // Once they are known they are no part of a code; and another code does not make it forgotten.
  expect(l.on('scan-test').scans[0]).toMatchObject({ means: 'item', symbology: 'Code 128 ]C0' });
  l.commissioning.scanned({ raw: ']E0>>9787302423287!', from });
  expect(l.on('scan-test')).toMatchObject({
    learned: { prefix: '>>', suffix: '!' },
    scans: [{ means: 'book', symbology: 'EAN-13/UPC ]E0', text: ']E0>>9787302423287!' }, {}, {}],
  });
  await l.press('save');
  expect(l.on('saved').kept).toBeNull();
  expect(loadConfig(l.file)).toMatchObject({
    ok: true,
    value: { scanner: [{ kind: 'serial', path: from, prefix: '>>', suffix: '!' }] },
  });
  l.commissioning.end();
  // The hut is started anew, with nothing released before.
  expect(l.released()).toBe(-1);
});

test('what a scanner of the config sends around its codes is kept once, and not again', () => {
  const wedge = withScanner([], 'wedge', { prefix: '~', suffix: '' });
  expect(wedge).toEqual([{ kind: 'wedge', prefix: '~' }]);
  expect(withScanner([], 'wedge', { prefix: '', suffix: '' })).toBeNull();
  expect(withScanner(wedge ?? [], 'wedge', { prefix: '~', suffix: '' })).toBeNull();
  expect(withScanner(wedge ?? [], 'wedge', { prefix: '', suffix: '#' })).toEqual([
    { kind: 'wedge', suffix: '#' },
  ]);
  expect(withScanner([], 'hid', null)).toEqual([{ kind: 'hid' }]);
});

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

test('what is asked while searching, walking and proving is on the bus monitor, in words', async () => {
  const l = await newLocker([[{ protocol: 'xor-8a', channels: 8 }]]);
  const [board] = l.boards[0] ?? [];
  const said = async (from: () => Promise<void>) => {
    await from();
    return l.monitor.last(2_000).map(({ direction, path, says }) => `${direction} ${path} ${says}`);
  };
  const path = l.ports[0]?.path;
  const searched = await said(async () => {
    await l.press('find');
    await l.until(() => l.on('ports').done);
  });
  expect(searched).toContain(`tx ${path} read board 1 lock 0 code 51`);
  expect(searched).toContain(`rx ${path} status board 1 status 0000FF`);
  expect(searched.some((line) => line.startsWith(`tx ${path} read-inputs`))).toBe(true);
  const walked = await said(async () => {
    await l.press('walk');
    await l.press('all-closed');
    board?.openDoor(1);
    await l.until(() => l.on('walk').at === 'close');
    board?.closeDoor(1);
    await l.until(() => l.on('walk').at === 'open');
  });
  expect(walked).toContain(`rx ${path} status board 1 status 0000FE`);
  const proven = await said(async () => {
    await l.press('no-more-doors');
    await l.press('prove');
    await l.until(() => l.on('prove').at === 'open');
  });
  expect(proven).toContain(`tx ${path} open board 1 lock 1 code 17`);
}, 30_000);

test('a keeper who leaves in the middle ends everything and frees the ports', async () => {
  const l = await newLocker([[{ protocol: 'xor-8a', channels: 8 }]]);
  await l.press('find');
  expect(l.commissioning.atWork).toBe(true);
  l.commissioning.end();
  await l.wait(2_000);
  expect(l.step().is).toBe('now');
  expect(l.released()).toBe(0);
  expect(l.commissioning.atWork).toBe(false);
});

test('the config of before is kept beside the new one', () => {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-config-'));
  const file = join(dir, 'hut.json');
  const wall = Date.UTC(2026, 10, 24, 8, 30);
  const first = Config.parse({ hut: { name: '一号' } });
  expect(saveConfig(file, first, wall)).toEqual({ ok: true, value: { kept: null } });
  const second = saveConfig(file, Config.parse({ hut: { name: '二号' } }), wall);
  expect(second).toEqual({ ok: true, value: { kept: 'hut.json.20261124T083000Z' } });
  expect(loadConfig(join(dir, 'hut.json.20261124T083000Z'))).toMatchObject({
    value: { hut: { name: '一号' } },
  });
  expect(loadConfig(file)).toMatchObject({ value: { hut: { name: '二号' } } });
  // A clock that stands still costs no config that was kept.
  const third = saveConfig(file, Config.parse({ hut: { name: '三号' } }), wall);
  expect(third).toEqual({ ok: true, value: { kept: 'hut.json.20261124T083000Z-2' } });
  expect(loadConfig(join(dir, 'hut.json.20261124T083000Z'))).toMatchObject({
    value: { hut: { name: '一号' } },
  });
  expect(readdirSync(dir).sort()).toEqual([
    'hut.json',
    'hut.json.20261124T083000Z',
    'hut.json.20261124T083000Z-2',
  ]);
  expect(saveConfig(join(dir, 'no', 'hut.json'), first, wall)).toMatchObject({
    ok: false,
    refusal: { code: 'not-written' },
  });
  expect(readFileSync(file, 'utf8')).toContain('三号');
});
