import type { Clock } from '../domain/clock.ts';
import type { Config, ScannerConfig } from '../domain/config/config.ts';
import type { DeviceTrouble } from '../domain/contract/screen.ts';
import { withoutAffixes } from '../domain/scanning/affixes.ts';
import { type Boards, connectBoards } from '../native/lock-board/connect.ts';
import type { OpenStream } from '../native/port/byte-stream.ts';
import type { WatchPath } from '../native/port/path-watch.ts';
import { connectScanners } from '../native/scanner/connect.ts';
import type { Scan } from '../native/scanner/framing.ts';
import type { HidDevices } from '../native/scanner/hid/devices.ts';
import type { Scanner, ScannerState } from '../native/scanner/scanner.ts';
import type { HeardScan } from './commissioning/scan-seen.ts';
import type { DoorWire } from './doors/door-wire.ts';
import { lockBoardWire } from './doors/lock-board-wire.ts';
import type { Log } from './log.ts';

/** Everything with a cable: the doors, and scanners that give whole scans. */
export interface Devices {
  wire: DoorWire;
  scannerTroubles(): DeviceTrouble[];
  boards: Boards;
  scanners: readonly Scanner[];
  /** Whether the camera may be used: 'only' when no other scanner is there, null when the config has none. */
  camera(): 'offered' | 'only' | null;
  close(): Promise<void>;
}

export interface DevicesDeps {
  clock: Clock;
  openStream: OpenStream;
  /** Tells when a device is plugged in again. */
  watchPath: WatchPath;
  hid: HidDevices;
  /** `heard`: as it came, for a keeper who tries a scanner. */
  onScan: (scan: Scan, heard: HeardScan) => void;
  /** A device came or went. */
  changed: () => void;
  log: Log;
}

function troubleOf(state: ScannerState): DeviceTrouble[] {
  if (state.is !== 'down') return [];
  const because = {
    PortMissing: 'missing',
    Disconnected: 'missing',
    PortBusy: 'busy',
    PermissionDenied: 'permission',
    // The log says which library is missing.
    HidUnavailable: 'missing',
  } as const;
  return [{ device: 'scanner', because: because[state.why.code] }];
}

/** What a scanner sent, and which one it was, as far as its line of the config tells. */
export const heardOf = (scan: Scan, config: ScannerConfig): HeardScan => ({
  raw: scan.is === 'scan' ? scan.text : '',
  from: 'path' in config && config.path !== undefined ? config.path : config.kind,
});

/** The scan without what the scanner was programmed to send around every code. */
const unframed = (scan: Scan, config: ScannerConfig): Scan => {
  if (scan.is !== 'scan' || config.kind === 'camera') return scan;
  const { prefix = '', suffix = '' } = config;
  if (prefix === '' && suffix === '') return scan;
  return { is: 'scan', text: withoutAffixes(scan.text, { prefix, suffix }).text };
};

/** The camera is the last resort: alone only when nothing else can read. Who knows whether a wedge is plugged in? */
function cameraOf(
  configs: readonly ScannerConfig[],
  scanners: readonly Scanner[],
): 'offered' | 'only' | null {
  if (!configs.some(({ kind }) => kind === 'camera')) return null;
  const other =
    configs.some(({ kind }) => kind === 'wedge') || scanners.some(({ state }) => state.is !== 'down');
  return other ? 'offered' : 'only';
}

/** Connects, in the background and for ever, all devices that the config names. */
export function connectDevices(config: Config, deps: DevicesDeps): Devices {
  const { clock, openStream, watchPath, hid, onScan, changed, log } = deps;
  const parts = {
    clock,
    openStream,
    watchPath,
    hid,
    log: (line: { device: string; event: string; detail?: string }) => log({ what: 'device', ...line }),
  };
  const boards = connectBoards(config.locker.boards, parts);
  const scanners = connectScanners(config.scanner, parts, (scan, line) =>
    onScan(unframed(scan, line), heardOf(scan, line)),
  );
  for (const scanner of scanners) scanner.onState(changed);
  return {
    boards,
    scanners,
    wire: lockBoardWire(boards.boards, () => boards.close()),
    scannerTroubles: () => scanners.flatMap((scanner) => troubleOf(scanner.state)),
    camera: () => cameraOf(config.scanner, scanners),
    async close() {
      await Promise.all(scanners.map((scanner) => scanner.close()));
    },
  };
}
