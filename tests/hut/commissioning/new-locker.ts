import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { DevicesAct, DevicesStep } from '../../../domain/contract/commissioning-screen.ts';
import { Commissioning } from '../../../hut/commissioning/commissioning.ts';
import { keepFrames } from '../../../hut/commissioning/monitor.ts';
import { Config } from '../../../hut/config/config.ts';
import { saveConfig } from '../../../hut/config/save.ts';
import { SimulatedBoard, type SimulatedBoardSettings } from '../../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../../native/lock-board/simulator/wire.ts';
import { openStreamWith } from '../../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../../native/port/pseudo-terminal.ts';
import { pass } from '../../settle.ts';
import { SimClock } from '../../sim-clock.ts';

/** A locker nobody has set up, on real ports, with hands. */
export async function newLocker(wires: SimulatedBoardSettings[][]) {
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
    rmSync(dir, { recursive: true, force: true });
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

/** A board that is wired the other way round, and counts the other way. */
export const inverted: SimulatedBoardSettings = {
  protocol: 'xor-8a',
  address: 3,
  channels: 24,
  feedback: 'closed-is-0',
  order: 'low-first',
};

/** From the search to the proof, walking through these channels. */
export async function walked(settings: SimulatedBoardSettings, channels: readonly number[]) {
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
