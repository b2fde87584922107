import { expect, onTestFinished } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { SimulatedBoard, type SimulatedBoardSettings } from '../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../native/lock-board/simulator/wire.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { pass, settle } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/** A locker on the workbench: real port, real driver, simulated board, simulated time. */
export async function lockerOnBench(
  options: {
    config?: object;
    simulator?: Partial<SimulatedBoardSettings>;
    kind?: 'pty' | 'tcp';
    plugged?: boolean;
    /** Bytes take their time on the wire, at the board's baud rate. */
    paced?: boolean;
  } = {},
) {
  const clock = new SimClock();
  const port = await makeSimulatedPort(options.kind === undefined ? {} : { kind: options.kind });
  let opened = 0;
  const open = countedOpenStream(openStreamWith(clock), [port]);
  if (options.plugged === false) await port.unplug();
  const config = BoardConfig.parse({
    id: 'a',
    protocol: 'xor-8a',
    path: port.path,
    doors: { 1: 1, 2: 2, 3: 3, 10: 10 },
    ...options.config,
  });
  const wire = new SimulatedWire(port.far, { clock, baud: options.paced ? config.baud : undefined });
  const board = new SimulatedBoard(wire, {
    protocol: config.protocol,
    address: config.address,
    feedback: config.feedback,
    order: config.order,
    inputs: config.inputs,
    channels: Math.min(24, protocolOf(config.protocol).facts.channels),
    ...options.simulator,
  });
  const boards = connectBoards([config], {
    clock,
    openStream: (path, baud) => {
      opened += 1;
      return open(path, baud);
    },
  });
  const driver = boards.boards[0];
  if (driver === undefined) throw new Error('no board');
  const bench = {
    clock,
    config,
    port,
    wire,
    board,
    driver,
    boards,
    /** How many streams were opened. */
    opened: () => opened,
    /** Lets simulated milliseconds pass. */
    pass: (ms: number) => pass(clock, ms, port.inFlight),
    settle: () => settle(port.inFlight),
    /** Waits for an order, letting up to `ms` of simulated time pass. */
    async answer<T>(asked: Promise<T>, ms = 2_000): Promise<T> {
      let answered = false;
      void asked.then(() => {
        answered = true;
      });
      await settle(port.inFlight);
      for (let passed = 0; !answered && passed < ms; passed += 5) await pass(clock, 5, port.inFlight);
      if (!answered) throw new Error(`not answered within ${ms} ms`);
      return asked;
    },
  };
  onTestFinished(async () => {
    await boards.close();
    await port.close();
    // Strict: whatever the driver sent, the boards understood it.
    expect(wire.errors).toEqual([]);
    expect(wire.missed).toBe(0);
  });
  await bench.pass(1_000);
  return bench;
}
