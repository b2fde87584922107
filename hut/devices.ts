import type { Clock } from '../domain/clock.ts';
import type { Config } from '../domain/config/config.ts';
import type { DeviceTrouble } from '../domain/contract/screen.ts';
import { connectBoards } from '../native/lock-board/connect.ts';
import type { OpenStream } from '../native/port/byte-stream.ts';
import type { PortState } from '../native/port/link.ts';
import type { Scan } from '../native/scanner/framing.ts';
import { connectScanner } from '../native/scanner/serial-scanner.ts';
import type { DoorWire } from './doors/door-wire.ts';
import { lockBoardWire } from './doors/lock-board-wire.ts';
import type { Log } from './log.ts';

/** Everything with a cable: the doors, and scanners that give whole scans. */
export interface Devices {
  wire: DoorWire;
  scannerTroubles(): DeviceTrouble[];
  close(): Promise<void>;
}

export interface DevicesDeps {
  clock: Clock;
  openStream: OpenStream;
  onScan: (scan: Scan) => void;
  /** A device came or went. */
  changed: () => void;
  log: Log;
}

function troubleOf(state: PortState): DeviceTrouble[] {
  if (state.is !== 'down') return [];
  const because = {
    PortMissing: 'missing',
    Disconnected: 'missing',
    PortBusy: 'busy',
    PermissionDenied: 'permission',
  } as const;
  return [{ device: 'scanner', because: because[state.why.code] }];
}

/** Connects, in the background and for ever, all devices that the config names. */
export function connectDevices(config: Config, deps: DevicesDeps): Devices {
  const { clock, openStream, onScan, changed, log } = deps;
  const parts = {
    clock,
    openStream,
    log: (line: { device: string; event: string; detail?: string }) => log({ what: 'device', ...line }),
  };
  const boards = connectBoards(config.locker.boards, parts);
  const scanners = config.scanner.flatMap((scanner) =>
    scanner.kind === 'serial' ? [connectScanner(scanner, parts, onScan)] : [],
  );
  for (const scanner of scanners) scanner.onState(changed);
  return {
    wire: lockBoardWire(boards.boards, () => boards.close()),
    scannerTroubles: () => scanners.flatMap((scanner) => troubleOf(scanner.state)),
    async close() {
      await Promise.all(scanners.map((scanner) => scanner.close()));
    },
  };
}
