import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import type { Config } from '../../domain/config/config.ts';
import { event } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { OpenStream } from '../../native/port/byte-stream.ts';
import type { PortFound } from '../../native/port/list-ports.ts';
import { connectScanners } from '../../native/scanner/connect.ts';
import type { HidDevices } from '../../native/scanner/hid/devices.ts';
import type { Scanner } from '../../native/scanner/scanner.ts';
import { loadConfig } from '../config/load.ts';
import { saveConfig } from '../config/save.ts';
import { type Devices, heardOf } from '../devices.ts';
import { faultOf } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Commissioning } from './commissioning.ts';
import { devicesNow } from './devices-now.ts';
import { keepFrames } from './monitor.ts';
import type { HeardScan } from './scan-seen.ts';

export interface OfHutDeps {
  clock: Clock;
  newId: () => string;
  openStream: OpenStream;
  listPorts: () => Promise<PortFound[]>;
  /** As the hut was started; and as it runs, with the simulated devices of a practice hut in it. */
  asked: Config;
  running: Config;
  hid: HidDevices;
  devices: Devices;
  /** A scan from a scanner that is not of the hut yet. */
  scan: (text: string, heard: HeardScan) => void;
  ledger: () => Ledger;
  /** Who is signed in at the desk. */
  keeper: () => string | null;
  /** Where the config is kept, and where exports go. */
  configFile: string;
  dir: string;
  /** Starts the hut anew with this config. */
  restart: (config: Config) => void;
}

/** Whether this program may put a file there: a config below /etc may belong to somebody else. */
function isWritable(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** `tcp://host:port`. */
const isServer = (path: string): boolean => path.startsWith('tcp://');

/** 设备 of a running hut: its ports, its config file, its ledger. */
export function commissioningOf(deps: OfHutDeps, changed: () => void): Commissioning {
  const { clock, devices } = deps;
  const { exportTo } = deps.running.hut;
  // On the stick while one is there, so that a keeper can carry it to support; no directory is made in its stead.
  const directory = () => (exportTo !== undefined && existsSync(exportTo) ? exportTo : deps.dir);
  const monitor = keepFrames({ directory, wall: clock.wall });
  devices.boards.onFrame((frame) => monitor.take(frame));
  let config = deps.asked;

  /** Writes what a keeper does here; false when nobody is signed in, the disk refuses, or there is no ledger. */
  function record(what: (keeper: string) => ReturnType<typeof event>): boolean {
    const keeper = deps.keeper();
    if (keeper === null) return false;
    try {
      return deps.ledger().commit<never>(`keeper:${keeper}`, () => done([what(keeper)])).ok;
    } catch (error) {
      // There is no ledger just now. A proof between two doors must not end the hut by it.
      if (faultOf(error) === null) throw error;
      return false;
    }
  }

  function save(next: Config): Result<{ kept: string | null }, { message: string }> {
    const { boards } = next.locker;
    const doors = boards.reduce((sum, board) => sum + Object.keys(board.doors).length, 0);
    // Whoever wrote into the file since the start is not overwritten: only what was set up here is new.
    const present = existsSync(deps.configFile) ? loadConfig(deps.configFile) : done(config);
    if (!present.ok) return present;
    const merged: Config = {
      ...present.value,
      locker: next.locker === config.locker ? present.value.locker : next.locker,
      scanner: next.scanner === config.scanner ? present.value.scanner : next.scanner,
    };
    if (!isWritable(deps.configFile)) return refused({ message: `${deps.configFile} may not be written` });
    // Who did it is written first: a config that nobody answers for is not taken.
    const noted = record((keeper) => event('keeper-devices-kept', { keeper, boards: boards.length, doors }));
    if (!noted) return refused({ message: 'the ledger took no note of it' });
    const saved = saveConfig(deps.configFile, merged, clock.wall());
    if (saved.ok) config = merged;
    return saved;
  }

  return new Commissioning({
    clock,
    newId: deps.newId,
    openStream: deps.openStream,
    // A scanner holds its port, and the test of scanners goes on beside the search. A serial server is on no list of
    // the system: it is asked where the config names it.
    listPorts: async () => {
      const scanners = new Set(devices.scanners.map(({ path }) => path));
      const ports = (await deps.listPorts()).filter(({ path }) => !scanners.has(path));
      const servers = new Set(config.locker.boards.map(({ path }) => path).filter(isServer));
      return [...ports, ...[...servers].map((path) => ({ path, label: path }))];
    },
    config: () => config,
    now: () => devicesNow(deps.asked, deps.running, devices.boards.boards, devices.scanners),
    devices: { release: () => devices.boards.close(), restart: () => deps.restart(config) },
    monitor,
    listen() {
      const taken = new Set([
        ...devices.scanners.map(({ path }) => path),
        ...deps.running.locker.boards.map(({ path }) => path),
      ]);
      let scanners: Scanner[] = [];
      let stopped = false;
      void deps.listPorts().then((ports) => {
        if (stopped) return;
        const serial = ports
          .filter(({ path }) => !taken.has(path))
          .map(({ path }) => ({ kind: 'serial' as const, path, baud: 9600 }));
        const hid = deps.running.scanner.some(({ kind }) => kind === 'hid') ? [] : [{ kind: 'hid' as const }];
        scanners = connectScanners([...serial, ...hid], deps, (scan, line) => {
          if (scan.is === 'scan') deps.scan(scan.text, heardOf(scan, line));
        });
      });
      return () => {
        stopped = true;
        for (const scanner of scanners) void scanner.close();
      };
    },
    intend: (door) => record((keeper) => event('keeper-door-tried', { keeper, door })),
    save,
    changed,
  });
}
