import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { doorDelays, isRunning, startCycle, stepCycle } from '../../domain/door/cycle.ts';
import { Config } from '../../hut/config/config.ts';
import { lockBoardWire } from '../../hut/doors/lock-board-wire.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { SimulatedBoard } from '../../native/lock-board/simulator/board.ts';
import type { BoardFaults } from '../../native/lock-board/simulator/faults.ts';
import { SimulatedWire } from '../../native/lock-board/simulator/wire.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { pass, settle } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Two buses, three boards of different protocols, 48 doors. */
const boards: readonly { protocol: string; port: 0 | 1; address: number; first: number }[] = [
  { protocol: 'xor-8a', port: 0, address: 1, first: 1 },
  { protocol: 'wkly', port: 0, address: 2, first: 17 },
  { protocol: 'kerong-cu16', port: 1, address: 0, first: 33 },
];
const doorsEach = 16;

/** Faults of one cycle, by what they do; each spoils one or two answers. */
const wireFaults = [
  'noReply',
  'lateReply',
  'oneByteAtATime',
  'twoFramesInOneChunk',
  'badChecksum',
  'wrongAddress',
  'leadingGarbage',
  'echo',
  'unsolicited',
  'powerLossMidPulse',
  'neighbourPops',
] as const satisfies (keyof BoardFaults)[];
const otherFaults = ['none', 'stuck', 'springs late', 'bounce', 'cable before', 'cable after'] as const;

/**
 * Milliseconds that a hand needs to take a thing out and shut the door. A door that stood open for less than two lost
 * answers take (1.25 s, or 1.6 s where an open has no answer) may pass unseen and is then called stuck: no loan begins, and a keeper looks.
 */
const quickestHand = 2_000;
/** Milliseconds after its pulse by which a door that sticks for a while has sprung, and is seen in time. */
const latestSpring = 1_500;
/** Milliseconds between two rounds over all doors, as the hut polls them. */
const round = 700;

export interface Soaked {
  cycles: number;
  /** What should not have been, with the number of the cycle: empty when all is well. */
  wrong: string[];
  /** How often each verdict was reached, for a look whether every kind was met. */
  verdicts: Record<string, number>;
  /** Bytes of the heap in use at a fifth of the way and at the end. */
  heap: { early: number; late: number };
  descriptors: { before: number; after: number };
}

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Bytes that are really needed: what waits for the collector would hide a leak. */
function heapInUse(): number {
  if (typeof collect !== 'function') throw new Error('no collector to call');
  collect();
  return process.memoryUsage().heapUsed;
}

const openDescriptors = (): number =>
  process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;

/**
 * Opens doors again and again at simulated pace, with a random fault in each cycle, and compares every verdict with
 * what the doors and coils of the simulators did. `replugs`: cable pulls after the cycles.
 */
export async function soak({
  seed,
  cycles,
  replugs,
}: {
  seed: number;
  cycles: number;
  replugs: number;
}): Promise<Soaked> {
  const chance = chanceOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T;
  const clock = new SimClock();
  const ports = await Promise.all([makeSimulatedPort(), makeSimulatedPort()]);
  const inFlight = () => ports.reduce((sum, port) => sum + port.inFlight(), 0);
  const config = Config.parse({
    locker: {
      boards: boards.map(({ protocol, port, address, first }) => ({
        id: protocol,
        protocol,
        path: ports[port]?.path,
        address,
        doors: Object.fromEntries(Array.from({ length: doorsEach }, (_, i) => [String(first + i), i + 1])),
      })),
    },
  });
  const wires = ports.map(
    (port, i) =>
      new SimulatedWire(port.far, {
        clock,
        baud: protocolOf(boards.find((board) => board.port === i)?.protocol ?? 'xor-8a').facts.baud,
      }),
  );
  const simulated = boards.map(({ protocol, port, address }) => {
    const { feedback, order } = protocolOf(protocol).facts;
    const wire = wires[port];
    if (wire === undefined) throw new Error('no wire');
    return new SimulatedBoard(wire, { protocol, address, feedback, order, channels: doorsEach });
  });
  const drivers = connectBoards(config.locker.boards, {
    clock,
    openStream: countedOpenStream(openStreamWith(clock), ports),
  });
  const wire = lockBoardWire(drivers.boards, () => drivers.close());
  const wait = (ms: number) => pass(clock, ms, inFlight);
  const behind = (door: number) => {
    const at = Math.floor((door - 1) / doorsEach);
    const board = simulated[at];
    const port = ports[boards[at]?.port ?? 0];
    if (board === undefined || port === undefined) throw new Error(`no door ${door}`);
    return { board, port, channel: ((door - 1) % doorsEach) + 1 };
  };
  const everyPulse = () =>
    simulated.reduce((sum, board) => {
      let pulses = 0;
      for (let channel = 1; channel <= doorsEach; channel++) pulses += board.pulses(channel);
      return sum + pulses;
    }, 0);
  const allConnected = () => drivers.boards.every(({ state }) => state.is === 'connected');
  const untilConnected = async () => {
    for (let waited = 0; !allConnected() && waited < 200_000; waited += 500) await wait(500);
  };
  /** Lets time pass until work is done, and a hand close what springs open. */
  const until = async <T>(work: Promise<T>, meanwhile: () => void): Promise<T> => {
    let over = false;
    void work.finally(() => {
      over = true;
    });
    await settle(inFlight);
    while (!over) {
      await wait(50);
      meanwhile();
    }
    return work;
  };

  const wrong: string[] = [];
  const verdicts: Record<string, number> = {};
  let early = 0;
  let rounds = clock.after(round, poll);
  function poll(): void {
    for (const group of wire.groups) if (group.reachable()) void group.readAll();
    rounds = clock.after(round, poll);
  }
  await untilConnected();

  for (let cycle = 0; cycle < cycles; cycle++) {
    const door = 1 + Math.floor(chance() * boards.length * doorsEach);
    const { board, port, channel } = behind(door);
    const fault = pick([...wireFaults, ...otherFaults, 'none', 'none'] as const);
    const handAfter = quickestHand + chance() * 4_000;
    const pulsesBefore = board.pulses(channel);
    const allBefore = everyPulse();
    if (fault === 'stuck') board.jam(channel);
    else if (fault === 'springs late') board.lock(channel).faults.springsAfter = chance() * latestSpring;
    else if (fault === 'bounce') board.lock(channel).faults.bounce = 2;
    else if (fault === 'cable before') {
      await port.unplug();
      // Noticed before the order comes, or by it.
      if (chance() < 0.5) await settle(inFlight);
    } else if (fault !== 'none' && fault !== 'cable after')
      board.faults[fault] = 1 + Math.floor(chance() * 2);

    let sprang = false;
    let sprangAt = 0;
    const hand = () => {
      if (!sprang && board.isOpen(channel)) {
        sprang = true;
        sprangAt = clock.mono();
      }
      if (board.isOpen(channel) && clock.mono() - sprangAt > handAfter) board.closeDoor(channel);
    };
    let state = startCycle(300);
    const sent = wire.open(door, `soak-${seed}-${cycle}`);
    if (fault === 'cable after') await port.unplug();
    const outcome = await until(sent, hand);
    state = stepCycle(state, { saw: outcome }, clock.mono()).state;
    for (let n = 0; isRunning(state) && state.is !== 'doubt' && n < 400; n++) {
      const seen = await until(wire.read(door), hand);
      state = stepCycle(
        state,
        seen === 'silence' ? { saw: 'silence' } : { saw: 'reading', lock: seen.lock },
        clock.mono(),
      ).state;
      if (isRunning(state)) await until(wait(doorDelays.poll), hand);
    }
    const verdict = state.is === 'failed' ? state.because : state.is;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;

    const pulses = board.pulses(channel) - pulsesBefore;
    const bad = (why: string) =>
      wrong.push(`cycle ${cycle} (seed ${seed}), door ${door}, ${fault}: ${why}; ${outcome}, ${verdict}`);
    if (pulses > 1) bad(`${pulses} pulses`);
    if (everyPulse() - allBefore !== pulses) bad('another coil was fired');
    if (outcome === 'not-sent' && pulses !== 0) bad('said not to be sent, and was');
    if (outcome === 'answered' && pulses !== 1) bad('said to be taken, and was not');
    if (verdict === 'closed' && !sprang) bad('closed, and was never open');
    if (verdict === 'closed' && board.isOpen(channel)) bad('closed, and stands open');
    if (verdict === 'stuck' && sprang) bad('stuck, and was open');

    board.clearFaults();
    for (let each = 1; each <= doorsEach; each++) board.closeDoor(each);
    if (!port.plugged) await port.plug();
    await untilConnected();
    await wait(300);
    if (everyPulse() - allBefore !== pulses) bad('a pulse came late');
    if (cycle === Math.floor(cycles / 5)) early = heapInUse();
  }
  for (const [i, each] of wires.entries()) {
    if (each.errors.length > 0) wrong.push(`wire ${i}: ${each.errors.slice(0, 3).join(', ')}`);
  }
  const late = heapInUse();

  const before = openDescriptors();
  const pulsesThen = everyPulse();
  for (let n = 0; n < replugs; n++) {
    const port = pick(ports);
    await port.unplug();
    await wait(chance() * 800);
    await port.plug();
    await untilConnected();
  }
  if (!allConnected()) wrong.push('a board did not come back');
  if (everyPulse() !== pulsesThen) wrong.push('a pulse by plugging alone');
  const after = openDescriptors();
  rounds();
  await wire.close();
  await Promise.all(ports.map((port) => port.close()));
  return { cycles, wrong, verdicts, heap: { early, late }, descriptors: { before, after } };
}
