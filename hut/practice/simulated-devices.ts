import type { Clock } from '../../domain/clock.ts';
import type { LockerLayout } from '../../domain/config/config.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import { SimulatedBoard } from '../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../native/lock-board/simulator/wire.ts';
import type { OpenStream } from '../../native/port/byte-stream.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import {
  countedOpenStream,
  makeSimulatedPort,
  type SimulatedPort,
} from '../../native/port/pseudo-terminal.ts';
import { SimulatedHid } from '../../native/scanner/hid/simulator.ts';
import { SimulatedScanner } from '../../native/scanner/simulator.ts';
import { type BoardConfig, Config } from '../config/config.ts';

/** The locker of a practice hut: ten doors around the screen. */
export const practiceLayout: LockerLayout = {
  columns: [
    [
      { door: 1, rows: 2 },
      { door: 2, rows: 2 },
      { door: 3, rows: 3 },
      { door: 4, rows: 2 },
    ],
    [
      { screen: true, rows: 4 },
      { door: 5, rows: 3 },
      { door: 6, rows: 2 },
    ],
    [
      { door: 7, rows: 2 },
      { door: 8, rows: 2 },
      { door: 9, rows: 3 },
      { door: 10, rows: 2 },
    ],
  ],
};
const doors = 10;

/** A lock board and a scanner at the far ends of real byte streams, with hands to move them. */
export interface SimulatedDevices {
  /** The given hut, with the simulated devices in it. */
  config: Config;
  openStream: OpenStream;
  board: SimulatedBoard;
  locker: SimulatedPort;
  scanner: SimulatedPort;
  /** The HID sockets of the machine; nothing is plugged in at first. */
  hid: SimulatedHid;
  /** Bytes of a scan, as the scanner sends them. */
  scan(text: string): void;
  /** What is under way on both cables, for a simulated clock. */
  inFlight(): number;
  close(): Promise<void>;
}

/**
 * Makes the devices that a hut without any of its own practises with. `board`: settings of the lock board where
 * they differ from the usual. `changed` is called after a door moved.
 */
export async function simulateDevices(
  hut: Config,
  {
    clock,
    board = {},
    changed = () => {},
  }: { clock: Clock; board?: Partial<BoardConfig>; changed?: () => void },
): Promise<SimulatedDevices> {
  const [locker, scanner] = await Promise.all([makeSimulatedPort(), makeSimulatedPort()]);
  const config = Config.parse({
    ...hut,
    locker: {
      ...(board.doors === undefined ? { layout: practiceLayout } : {}),
      boards: [
        {
          id: 'practice',
          protocol: 'xor-8a',
          path: locker.path,
          doors: Object.fromEntries(Array.from({ length: doors }, (_, i) => [String(i + 1), i + 1])),
          ...board,
        },
      ],
    },
    scanner: [{ kind: 'serial', path: scanner.path }, { kind: 'wedge' }, ...hut.scanner],
  });
  const [made] = config.locker.boards;
  if (made === undefined) throw new Error('a practice hut has one board');
  const { protocol, address, feedback, order, inputs } = made;
  const simulated = new SimulatedBoard(new SimulatedWire(locker.far, { clock }), {
    protocol,
    address,
    channels: Math.min(24, protocolOf(protocol).facts.channels),
    feedback,
    order,
    inputs,
    changed,
  });
  if (board.echo) simulated.faults.echo = Number.POSITIVE_INFINITY;
  const reader = new SimulatedScanner(scanner.far);
  const hid = new SimulatedHid();
  let open: OpenStream | undefined;
  return {
    config,
    // Counted only once a hut in this process opens them: another process may hold the near ends instead.
    openStream: (path, baud) => {
      open ??= countedOpenStream(openStreamWith(clock), [locker, scanner]);
      return open(path, baud);
    },
    board: simulated,
    locker,
    scanner,
    hid,
    scan: (text) => reader.scan(text),
    inFlight: () => locker.inFlight() + scanner.inFlight() + hid.inFlight(),
    async close() {
      await Promise.all([locker.close(), scanner.close()]);
    },
  };
}
