import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { type Config, isPractice } from '../domain/config/config.ts';
import type { Health } from '../domain/contract/health.ts';
import { done, type Result } from '../domain/result.ts';
import type { OpenStream } from '../native/port/byte-stream.ts';
import { listPorts, type PortFound } from '../native/port/list-ports.ts';
import { openStreamWith } from '../native/port/open-stream.ts';
import { type WatchPath, watchPath } from '../native/port/path-watch.ts';
import { nodeHidDevices } from '../native/scanner/hid/node-hid.ts';
import { type Backups, startBackups } from './backup/backups.ts';
import { type ClockSense, createClockSense } from './clock-sense.ts';
import { commissioningOf } from './commissioning/of-hut.ts';
import { layoutOf } from './config/locker-map.ts';
import { connectDevices } from './devices.ts';
import { readHealth } from './health/read-health.ts';
import { Hut } from './hut.ts';
import { practiceKeeper, seedPracticeKeeper } from './keeper/practice-keeper.ts';
import { LedgerGone, ledgerFault } from './ledger/fault.ts';
import { holdStore } from './ledger/held-store.ts';
import { type HutStore, ledgerFile, openHutStore } from './ledger/hut-store.ts';
import { markDamaged } from './ledger/marks.ts';
import { isReadWhole } from './ledger/open-database.ts';
import { isOtherDisk } from './ledger/other-disk.ts';
import { restoredReport } from './ledger/restored-report.ts';
import { createRoom, type Room } from './ledger/room.ts';
import { type Log, stackOf } from './log.ts';
import { memoDirectory, openMemos } from './memo/memos.ts';
import { writeExport } from './people/export-file.ts';
import { type Forgetting, startForgetting } from './people/forgetting.ts';
import { Practice } from './practice/practice.ts';
import { type SimulatedDevices, simulateDevices } from './practice/simulated-devices.ts';
import { openRecordings } from './sound/recordings.ts';
import { practiceCards, seedPractice } from './stock/practice-stock.ts';
import type { Wire } from './sync/hub-client.ts';
import { syncOfHut } from './sync/of-hut.ts';
import { askForLog } from './sync/rescue.ts';
import type { Sync } from './sync/sync.ts';
import { httpWire } from './sync/wire.ts';
import { footingOf, type Standing, startWatch } from './watch.ts';
import { PushLog } from './wire/push-log.ts';

/** Where a practice hut keeps its ledger, below the data directory. */
export const practiceDirectory = 'practice';

export interface OpenHutOptions {
  config: Config;
  /** The hut's data directory. */
  dir: string;
  clock: Clock;
  /** Random references: boot, visits. */
  newId: () => string;
  log: Log;
  /** Draws slip codes. */
  chance?: () => number;
  /** Devices that a test holds in its own hands. A config without devices makes its own. */
  simulated?: SimulatedDevices;
  openStream?: OpenStream;
  /** Whether a directory lies on another disk; a test has only one. */
  isOtherDisk?: typeof isOtherDisk;
  /** Tells when a device is plugged in again; left out: the file system. */
  watchPath?: WatchPath;
  /** Bytes kept for a full disk, and how many may still be written; a test has its own. */
  reserveBytes?: number;
  freeBytes?: () => number;
  /** Reference of this run of the process; left out: a new one. */
  boot?: string;
  /** Where pushes go; left out: a new log. */
  pushes?: PushLog;
  /** The ledger came back as another one than before: this hut must be closed and opened anew. */
  anotherLedger?: () => void;
  /** Where 设备 keeps a new config; left out: `hut.json` in the data directory. */
  configFile?: string;
  /** Finds the serial ports of the machine; a test has its own. */
  listPorts?: () => Promise<PortFound[]>;
  /** Carries requests to the hub; a test has its own. */
  wire?: Wire;
  /** Another config is to be run: this hut must be closed and opened anew with it. */
  reconfigure?: (config: Config) => void;
}

export interface OpenedHut {
  hut: Hut;
  /** The store as it is now. Throws `LedgerGone` while there is none. */
  readonly store: HutStore;
  standing: Standing;
  health(): Health;
  sense: ClockSense;
  sync: Sync;
  room: Room;
  pushes: PushLog;
  backups: Backups;
  /** The simulated devices of a practice hut. */
  simulated: SimulatedDevices | null;
  /** Resolves after the first look at the doors: see `Doors.settleAtBoot`. */
  settled: Promise<void>;
  close(): Promise<void>;
}

/** How many boards and scanners a configuration names. A wedge is a keyboard: nobody knows whether it is there. */
export const configuredOf = ({ locker, scanner }: Config): { boards: number; scanners: number } => ({
  boards: locker.boards.length,
  scanners: scanner.length,
});

/** Why a hut does not start; `message` says what to do. */
export interface StartFault {
  code: string;
  message: string;
}

/** Opens the ledger, connects the devices and starts the visit. Screens may connect once this resolves. */
export async function openHut(options: OpenHutOptions): Promise<Result<OpenedHut, StartFault>> {
  const parts: (() => unknown)[] = [];
  /** The last one first, and all of them: one that does not close leaves no other one open. */
  const close = async (): Promise<void> => {
    for (const part of parts.splice(0).reverse()) {
      try {
        await part();
      } catch (error) {
        options.log({ what: 'call-failed', call: 'close', error: stackOf(error) });
      }
    }
  };
  try {
    const opened = await openParts(options, (part) => parts.push(part));
    // Not a copy: its `store` is whatever is open when it is asked for.
    if (opened.ok) return done(Object.assign(opened.value, { close }));
    await close();
    return opened;
  } catch (error) {
    // A ledger that stayed open would be in use for ever.
    await close();
    throw error;
  }
}

/** See `openHut`. `closes` is told how to close each part as soon as it is open. */
async function openParts(
  options: OpenHutOptions,
  closes: (part: () => unknown) => void,
): Promise<Result<Omit<OpenedHut, 'close'>, StartFault>> {
  const { clock, dir, newId, log } = options;
  const boot = options.boot ?? newId();
  const practising = isPractice(options.config);
  const pushes = options.pushes ?? new PushLog();
  let pushPractice = () => {};
  const changed = () => pushPractice();
  const simulated =
    options.simulated ?? (practising ? await simulateDevices(options.config, { clock, changed }) : null);
  if (options.simulated === undefined && simulated !== null) closes(() => simulated.close());
  const config = simulated?.config ?? options.config;
  const layout = layoutOf(config);
  if (!layout.ok) return layout;

  let sense: ClockSense | null = null;
  let hut: Hut | null = null;
  let sync: Sync | null = null;
  // What is practised never mixes with a real hut's ledger: its cards are printed in the source.
  const ledgerDir = practising ? join(dir, practiceDirectory) : dir;
  // Nothing of what is practised goes to the place where a real hut's backups lie.
  const { second, ...kept } = options.config.backup;
  const backupConfig = practising ? kept : options.config.backup;
  const moreBackups = practising || second === undefined ? [] : [second];
  const redraw = () => hut?.devicesChanged();
  const room = createRoom({
    dir: ledgerDir,
    log,
    changed: redraw,
    ...(options.reserveBytes === undefined ? {} : { bytes: options.reserveBytes }),
    ...(options.freeBytes === undefined ? {} : { free: options.freeBytes }),
  });
  const footing = footingOf(room, () => sense);
  const opened = holdStore({
    dir: ledgerDir,
    clock,
    log,
    open: (how) => {
      const store = {
        dir: ledgerDir,
        clock,
        boot,
        hours: options.config.hut.hours,
        log,
        moreBackups,
        footing,
        ...how,
      };
      const open = () =>
        openHutStore({
          ...store,
          makeRoom: () => room.make(),
          onCommit: () => sync?.committed(),
          ...(options.chance === undefined ? {} : { chance: options.chance }),
        });
      const first = open();
      // Nothing here can restore it; the next try may find what the hub has.
      if (!first.ok && first.refusal.code === 'corrupt') {
        askForLog({ dir: ledgerDir, wire: options.wire ?? httpWire, clock, log });
      }
      return !first.ok && first.refusal.code === 'disk-full' && room.make() ? open() : first;
    },
    changed: () => {
      redraw();
      pushPractice();
    },
    full: () => void room.make(),
    back: (same) => {
      sync?.restart();
      if (same) hut?.ledgerBack();
      else options.anotherLedger?.();
    },
  });
  if (!opened.ok) return opened;
  const held = opened.value;
  closes(() => held.close());
  if (practising) {
    const stocked = seedPractice(held.now());
    const seeded = stocked.ok ? seedPracticeKeeper(held.now()) : stocked;
    if (!seeded.ok) return seeded;
  }
  const lending = held.part((store) => store.lending);
  sense = createClockSense({
    clock,
    ledger: { db: held.now().ledger.db, commit: (...given) => held.now().ledger.commit(...given) },
    log,
    changed: redraw,
  });
  const practice =
    simulated === null || !practising
      ? null
      : new Practice(simulated, lending, [...practiceCards, practiceKeeper]);

  const openStream = options.openStream ?? openStreamWith(clock);
  const devices = connectDevices(config, {
    clock,
    openStream: simulated?.openStream ?? openStream,
    watchPath: options.watchPath ?? watchPath,
    hid: simulated?.hid ?? nodeHidDevices,
    onScan: (scan, heard) => hut?.scan(scan.is === 'scan' ? scan.text : '', heard),
    changed: () => {
      hut?.devicesChanged();
      pushPractice();
    },
    log,
  });
  closes(() => Promise.all([devices.boards.close(), devices.close()]));
  const health = (): Health =>
    readHealth({
      clock,
      file: join(ledgerDir, ledgerFile),
      trouble: () => watch.standing.trouble(),
      seq: () => held.now().ledger.head().seq,
      configured: configuredOf(config),
      away: () => [...devices.wire.troubles(), ...devices.scannerTroubles()],
      room,
      clockFault: () => sense?.fault() ?? null,
      backup: () => backups.status(),
      restored: () => restoredReport(held.now().ledger),
      sync: () => hub.sync.status(),
    });
  const watch = startWatch({ clock, held, room, sense, busy: () => hut?.visit.stage.at !== 'attract' });
  closes(() => watch.close());
  const somebodyThere = () =>
    hut !== null && (hut.visit.stage.at !== 'attract' || hut.doors.running !== null);
  let forgetting: Forgetting | null = null;
  /** Nothing is lost: it waits until the next rest, and keeps nothing else from being done. */
  const untidy = (error: unknown): void => {
    if (!held.suspect(error)) log({ what: 'tidy-failed', error: String(error) });
  };
  const hub = syncOfHut({
    clock,
    chance: options.chance ?? Math.random,
    log,
    held,
    dir: ledgerDir,
    address: options.config.hub?.url ?? null,
    health,
    busy: somebodyThere,
    redraw,
    ordered: () => forgetting?.look(),
    ...(options.wire === undefined ? {} : { wire: options.wire }),
  });
  closes(() => hub.close());
  sync = hub.sync;
  const memos = openMemos({
    dir: join(ledgerDir, memoDirectory),
    clock,
    random: randomBytes,
    newId: () => held.now().ledger.newId(),
    roomy: () => room.state === 'enough',
    commit(actor, told) {
      try {
        return held.now().ledger.commit<never>(actor, () => done([told])).ok;
      } catch (error) {
        // A memo is beside the way: a ledger that is away stops nobody.
        if (!held.suspect(error)) throw error;
        return false;
      }
    },
  });
  const isStick = options.isOtherDisk ?? isOtherDisk;
  hut = new Hut({
    hub: hub.desk,
    writeExport: (held) => writeExport(config.hut.exportTo ?? null, held, (to) => isStick(to, ledgerDir)),
    config,
    layout: layout.value,
    clock,
    boot,
    newId,
    chance: options.chance ?? Math.random,
    lending,
    people: held.part((store) => store.people),
    keepers: held.part((store) => store.keepers),
    keeping: held.part((store) => store.keeping),
    fund: held.part((store) => store.fund),
    donations: held.part((store) => store.donations),
    residents: held.part((store) => store.residents),
    commissioning: (redrawn) =>
      commissioningOf(
        {
          clock,
          newId,
          openStream,
          listPorts: options.listPorts ?? listPorts,
          asked: options.config,
          running: config,
          hid: options.simulated?.hid ?? nodeHidDevices,
          devices,
          scan: (text, heard) => hut?.scan(text, heard),
          ledger: () => held.now().ledger,
          keeper: () => hut?.visit.keeper?.keeper ?? null,
          configFile: options.configFile ?? join(dir, 'hut.json'),
          dir,
          restart: (next) => options.reconfigure?.(next),
        },
        redrawn,
      ),
    recordings: openRecordings(join(ledgerDir, 'recordings')),
    memos,
    standing: watch.standing,
    health,
    confirmClock: (actor) => sense?.confirm(actor) ?? false,
    wire: devices.wire,
    scannerTroubles: devices.scannerTroubles,
    camera: devices.camera,
    pushes,
    practice,
    tidy: () => {
      const overdue = sense?.fault() === null ? [() => memos.tidy()] : [];
      for (const part of [() => held.now().ledger.tidy(), ...overdue]) {
        try {
          part();
        } catch (error) {
          untidy(error);
        }
      }
      forgetting?.look();
    },
    log,
  });
  const started = hut;
  const forgot = startForgetting({
    clock,
    busy: somebodyThere,
    ways: [
      // What is kept for two years at most is kept no longer; a clock that is wrong decides nothing.
      () => {
        if (sense?.fault() !== null) return false;
        const erased = held.now().residents.eraseExpired();
        return erased.ok && erased.value;
      },
      () => held.now().sync.eraseOrdered(),
      () => {
        const finished = held.now().residents.finishErasing();
        if (!finished.ok) untidy(new Error(finished.refusal.message));
        return false;
      },
    ],
    failed: untidy,
  });
  forgetting = forgot;
  closes(() => forgot.close());
  closes(() => started.close());
  if (practice !== null) {
    pushPractice = () => {
      try {
        pushes.push('practice', practice.state());
      } catch (error) {
        // Its things are read from the ledger; the dock is drawn again when that is back.
        if (!held.suspect(error)) throw error;
      }
    };
    pushPractice();
  }
  const backups = startBackups({
    dir: ledgerDir,
    name: ledgerFile,
    clock,
    log,
    config: backupConfig,
    ledger: () => held.now().ledger,
    busy: somebodyThere,
    clockRight: () => footing.clockRight(),
    checked: isReadWhole(join(ledgerDir, ledgerFile)),
    damaged(message) {
      // Opened anew by the held store, and restored on the way.
      markDamaged(ledgerDir, message);
      held.now().ledger.suspect(new LedgerGone(ledgerFault('corrupt', message)));
    },
  });
  closes(() => backups.close());
  const settled = started.start();
  return done({
    hut: started,
    get store() {
      return held.now();
    },
    standing: watch.standing,
    health,
    sense,
    sync: hub.sync,
    room,
    pushes,
    backups,
    simulated,
    settled,
  });
}
