import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { type Config, isPractice } from '../domain/config/config.ts';
import { done, type Result, refused } from '../domain/result.ts';
import type { OpenStream } from '../native/port/byte-stream.ts';
import { openStreamWith } from '../native/port/open-stream.ts';
import { layoutOf } from './config/locker-map.ts';
import { connectDevices } from './devices.ts';
import { Hut } from './hut.ts';
import { practiceKeeper, seedPracticeKeeper } from './keeper/practice-keeper.ts';
import { type HutStore, openHutStore } from './ledger/hut-store.ts';
import type { Log } from './log.ts';
import { Practice } from './practice/practice.ts';
import { type SimulatedDevices, simulateDevices } from './practice/simulated-devices.ts';
import { practiceCards, seedPractice } from './stock/practice-stock.ts';
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
}

export interface OpenedHut {
  hut: Hut;
  store: HutStore;
  pushes: PushLog;
  /** The simulated devices of a practice hut. */
  simulated: SimulatedDevices | null;
  /** Resolves when what was open before a restart is settled, resumed, or waits for a board. */
  settled: Promise<void>;
  close(): Promise<void>;
}

/** Why a hut does not start; `message` says what to do. */
export interface StartFault {
  code: string;
  message: string;
}

/** Opens the ledger, connects the devices and starts the visit. Screens may connect once this resolves. */
export async function openHut(options: OpenHutOptions): Promise<Result<OpenedHut, StartFault>> {
  const { clock, dir, newId, log } = options;
  const boot = newId();
  const practising = isPractice(options.config);
  const opened = openHutStore({
    // What is practised never mixes with a real hut's ledger: its cards are printed in the source.
    dir: practising ? join(dir, practiceDirectory) : dir,
    clock,
    boot,
    hours: options.config.hut.hours,
    log,
    ...(options.chance === undefined ? {} : { chance: options.chance }),
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  const pushes = new PushLog();
  let pushPractice = () => {};
  const changed = () => pushPractice();
  const simulated =
    options.simulated ?? (practising ? await simulateDevices(options.config, { clock, changed }) : null);
  const config = simulated?.config ?? options.config;
  const layout = layoutOf(config);
  if (!layout.ok) {
    await simulated?.close();
    store.close();
    return refused(layout.refusal);
  }
  if (practising) {
    const seeded = seedPractice(store);
    const kept = seedPracticeKeeper(store);
    if (!seeded.ok || !kept.ok) {
      await simulated?.close();
      store.close();
      return refused({ code: 'disk-error', message: 'the practice stock could not be written' });
    }
  }
  const practice =
    simulated === null || !practising
      ? null
      : new Practice(simulated, store.lending, [...practiceCards, practiceKeeper]);

  const devices = connectDevices(config, {
    clock,
    openStream: simulated?.openStream ?? options.openStream ?? openStreamWith(clock),
    onScan: (scan) => hut.scan(scan.is === 'scan' ? scan.text : ''),
    changed: () => {
      hut.devicesChanged();
      pushPractice();
    },
    log,
  });
  const hut = new Hut({
    config,
    layout: layout.value,
    clock,
    boot,
    newId,
    chance: options.chance ?? Math.random,
    lending: store.lending,
    people: store.people,
    keepers: store.keepers,
    keeping: store.keeping,
    wire: devices.wire,
    scannerTroubles: devices.scannerTroubles,
    pushes,
    practice,
    tidy: () => {
      try {
        store.ledger.tidy();
      } catch (error) {
        // Nothing is lost: the write-ahead log stays as it is until the next rest.
        log({ what: 'tidy-failed', error: String(error) });
      }
    },
    log,
  });
  if (practice !== null) {
    pushPractice = () => pushes.push('practice', practice.state());
    pushPractice();
  }
  const settled = hut.start();
  return done({
    hut,
    store,
    pushes,
    simulated,
    settled,
    async close() {
      await hut.close();
      await devices.close();
      if (options.simulated === undefined) await simulated?.close();
      store.close();
    },
  });
}
