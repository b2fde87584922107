import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HutConfig } from '../../domain/config/config.ts';
import { ledgerFile, openHutStore } from '../../hut/ledger/hut-store.ts';
import { projectionsDigest, rebuild } from '../../hut/ledger/rebuild.ts';
import { verify } from '../../hut/ledger/verify.ts';
import type { Log } from '../../hut/log.ts';
import { SimClock } from '../sim-clock.ts';
import { broken, halves, type Logged, logOf } from './aftermath.ts';
import { type Cut, diskAfter, placeDisk } from './disk.ts';
import type { DiskHistory } from './history.ts';
import type { Given } from './promises.ts';
import { seededRandom } from './random.ts';
import { reconcile } from './reconcile.ts';

/** What a recording is checked against. */
export interface Expectation {
  history: DiskHistory;
  promises: readonly Given[];
  /** The whole log as it was in the end. */
  log: readonly Logged[];
  /** Where the ledger lies below the folder. */
  data: string;
  /** An empty folder for rebuilt disks, on a file system that need not be durable. */
  scratch: string;
}

/** This run of the hut process, in the events that the check itself causes. */
const boot = 'after-the-cut';
const { hours } = HutConfig.parse({});

/** After everything in a recording; the wall clock of a hut goes on while it is dark. */
const nextMorning = (log: readonly Logged[]): SimClock => {
  const last = log.reduce((latest, { wallAt }) => Math.max(latest, wallAt), 0);
  return new SimClock(last + 43_200_000);
};

/** The log at the very end, where nothing was lost. */
export function wholeLog(history: DiskHistory, end: number, data: string, scratch: string): Logged[] {
  placeDisk(diskAfter(history, { point: end, model: 'kept', seed: 0 }), scratch);
  const db = new Database(join(scratch, data, ledgerFile));
  try {
    return logOf(db);
  } finally {
    db.close();
  }
}

/**
 * Listens for a hut that mends its ledger at the start: that is for disks that break. A power cut damages nothing,
 * so one that must be mended is a failure, however well it was.
 */
export function restorations(): { told: string[]; log: Log } {
  const told: string[] = [];
  return {
    told,
    log: (entry) => {
      if (entry.what === 'ledger-restored')
        told.push(`the ledger had to be mended: ${JSON.stringify(entry)}`);
    },
  };
}

/**
 * Rebuilds the disk of one cut, starts the hut's own way on it, and gives everything that is not as it must be.
 * An empty list: whoever was told something was told the truth.
 */
export async function afterCut(expectation: Expectation, cut: Cut): Promise<string[]> {
  const { history, promises, log: whole, data, scratch } = expectation;
  placeDisk(diskAfter(history, cut), scratch);
  const { told, log: listen } = restorations();
  const opened = openHutStore({
    dir: join(scratch, data),
    clock: nextMorning(whole),
    boot,
    hours,
    log: listen,
  });
  if (!opened.ok) return [`the hut does not start: ${opened.refusal.code}, ${opened.refusal.message}`];
  const store = opened.value;
  try {
    const chain = verify(store.ledger);
    if (!chain.ok) return [`the chain is broken: ${chain.refusal.message}`];
    const log = logOf(store.ledger.db);
    const before = log.filter((event) => event.boot !== boot);
    const wrong = [
      ...told,
      ...before.flatMap(({ hash, type }, i) =>
        whole[i]?.hash === hash ? [] : [`event ${i + 1} (${type}) is not the one that was written`],
      ),
      ...promises.flatMap(({ at, promised }) =>
        at < cut.point ? (broken(store, before, promised) ?? []) : [],
      ),
      ...halves(store, before),
    ];
    const projected = projectionsDigest(store.ledger);
    if (rebuild(store.ledger).after !== projected) wrong.push('the projections are not what the log says');
    const hung = store.lending.unsettledOpenings().length > 0;
    wrong.push(...(await reconcile(store, seededRandom(cut.seed)() < 0.5 ? 'open' : 'closed')));
    if (hung && !verify(store.ledger).ok) wrong.push('the chain is broken after settling');
    if (hung && !rebuild(store.ledger).same) {
      wrong.push('the projections are not what the log says after settling');
    }
    if (
      before.some((event) => event.type === 'person-registered') &&
      !existsSync(join(scratch, data, 'person.key'))
    ) {
      wrong.push('the key of the persons is gone');
    }
    return wrong;
  } finally {
    store.close();
  }
}
