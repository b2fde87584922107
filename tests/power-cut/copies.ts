import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HutConfig } from '../../domain/config/config.ts';
import { listBackups } from '../../hut/backup/backup-name.ts';
import type { CopyJob } from '../../hut/backup/copy-job.ts';
import { ledgerFile, openHutStore } from '../../hut/ledger/hut-store.ts';
import { rebuild } from '../../hut/ledger/rebuild.ts';
import { restoredReport } from '../../hut/ledger/restored-report.ts';
import { verify } from '../../hut/ledger/verify.ts';
import { checkWhole } from '../../hut/ledger/whole-check.ts';
import { type Remains, remainsOf } from '../hut/ledger/damaged-hut.ts';
import { SimClock } from '../sim-clock.ts';
import { type Logged, logOf } from './aftermath.ts';
import { chooseCuts, moments } from './cuts.ts';
import { type Cut, type Disk, diskAfter, placeDisk, unsyncedNamings } from './disk.ts';
import type { Outcome } from './experiment.ts';
import type { Folders } from './folders.ts';
import { type DiskHistory, historyOf } from './history.ts';
import { recordProgram } from './recorded-hut.ts';
import type { Recording } from './recording.ts';
import { unseen } from './whole.ts';

const data = 'data';
const { hours } = HutConfig.parse({});

/** Something done to a hut's folder by a program that then ends, recorded. */
export interface Act {
  /** The folder before it. */
  before: Disk;
  recording: Recording;
  history: DiskHistory;
  /** Files that are not what the recording says. */
  missed: readonly string[];
  scratch: string;
  /** What is not as it must be in the data directory after a cut. `over`: the act had come to its end. */
  wrongIn: (dir: string, over: boolean) => string[];
}

/** A directory as it lies on a disk, below `data`. */
function diskOf(dir: string): Disk {
  const files = new Map<string, Buffer>();
  const directories = new Set([data]);
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) directories.add(join(data, name));
    else files.set(join(data, name), readFileSync(path));
  }
  return { files, directories };
}

async function record(
  before: Disk,
  program: readonly string[],
  folders: Folders,
  broken: string | undefined,
  wrongIn: Act['wrongIn'],
): Promise<Act> {
  placeDisk(before, folders.disk);
  const recording = await recordProgram({
    folder: folders.disk,
    out: join(folders.recordings, 'life-0'),
    program,
    ...(broken === undefined ? {} : { broken }),
  });
  const history = historyOf(recording, before);
  // A shared-memory index is mapped, and goes to the quarantine under another name; SQLite makes it anew.
  const missed = unseen(history, recording, folders.disk).filter((path) => !path.endsWith('-shm'));
  return { before, recording, history, missed, scratch: folders.scratch, wrongIn };
}

/** Whatever has the name of a backup is one, and one that was told is there. */
function notBackups(dir: string, { seq }: Remains, over: boolean): string[] {
  const place = join(dir, 'backups');
  const backups = existsSync(place) ? listBackups(place) : [];
  if (over && backups.length === 0) return ['the backup that was told is not there'];
  return backups.flatMap(({ name }) => {
    const db = new Database(join(place, name), { readonly: true });
    try {
      const checked = checkWhole(db, { scratch: ':memory:' });
      if (!checked.ok) return [`${name} is no backup: ${checked.refusal.message}`];
      return (checked.value.end?.seq ?? 0) < seq ? [`${name} ends before event ${seq}`] : [];
    } finally {
      db.close();
    }
  });
}

/** Records the copying process making a backup of a hut whose last events lie in the write-ahead log. */
export async function recordBackup(folders: Folders, broken?: string): Promise<Act> {
  using remains = await remainsOf({ hot: true, backup: false });
  using directory = remains.copy();
  const job: CopyJob = {
    dir: join(folders.disk, data),
    name: ledgerFile,
    at: remains.wall,
    head: { epoch: 1, seq: remains.seq },
    thorough: true,
    second: null,
    retention: { hours: 24, days: 30, bytes: 1e9 },
    // Nothing is thrown away, so that no sync but those of the backup itself makes it durable.
    clockRight: false,
  };
  return record(
    diskOf(directory.path),
    ['backing-up.ts', JSON.stringify(job)],
    folders,
    broken,
    (dir, over) => notBackups(dir, remains, over),
  );
}

/** After the next start: everything of the log, restored once, the old files kept. */
function notRestored(dir: string, log: readonly Logged[]): string[] {
  const clock = new SimClock(Date.UTC(2036, 0, 1));
  let opened: ReturnType<typeof openHutStore>;
  try {
    opened = openHutStore({ dir, clock, boot: 'after-the-cut', hours });
  } catch (error) {
    return [`the hut does not start: ${error}`];
  }
  if (!opened.ok) return [`the hut does not start: ${opened.refusal.code}, ${opened.refusal.message}`];
  const { ledger, close } = opened.value;
  try {
    const wrong: string[] = [];
    const chain = verify(ledger);
    if (!chain.ok) return [`the chain is broken: ${chain.refusal.message}`];
    const now = logOf(ledger.db);
    if (log.some(({ hash }, i) => now[i]?.hash !== hash)) wrong.push('the log is not the one that was there');
    if (restoredReport(ledger)?.lostEvents !== null) wrong.push('it is not told, or not told right');
    if (!rebuild(ledger).same) wrong.push('the projections are not what the log says');
    const place = join(dir, 'quarantine');
    const kept = existsSync(place) ? readdirSync(place) : [];
    if (!kept.some((name) => existsSync(join(place, name, ledgerFile)))) wrong.push('the old files are gone');
    if (existsSync(join(dir, 'restoring'))) wrong.push('it was not brought to its end');
    return wrong;
  } finally {
    close();
  }
}

/** Records a start on a ledger whose tables are not what its log says: it is restored from a backup and that log. */
export async function recordRestoration(folders: Folders, broken?: string): Promise<Act> {
  using remains = await remainsOf();
  using directory = remains.copy();
  const db = new Database(join(directory.path, ledgerFile));
  db.exec('UPDATE loan SET due = due + 1');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const log = logOf(db);
  db.close();
  return record(diskOf(directory.path), ['migrating.ts', join(folders.disk, data)], folders, broken, (dir) =>
    notRestored(dir, log),
  );
}

/** Where names begin to be given and moved: what comes before is made beside everything else. */
const movingFrom = ({ ops, end }: Recording): number =>
  ops.find(({ deed }) => deed.is === 'rename' || (deed.is === 'mkdir' && deed.path.endsWith('quarantine')))
    ?.from ?? end;

/**
 * Cuts the power at so many moments of an act under every model, half of them where names are moved, and once more
 * when it was over.
 */
export async function* cutAct(
  { recording, history, scratch, wrongIn }: Act,
  points: number,
  seed: number,
): AsyncGenerator<Outcome> {
  const end = recording.end;
  const all = moments(recording, []);
  const moving = all.filter((moment) => moment >= movingFrom(recording));
  const [early, late] = [Math.floor(points / 2), Math.ceil(points / 2)];
  const cuts: Cut[] = [
    ...chooseCuts(all, early, seed),
    ...chooseCuts(moving, late, seed + 3 * early),
    ...chooseCuts([end], 1, seed + 3 * points),
  ];
  for (const cut of cuts) {
    placeDisk(diskAfter(history, cut), scratch);
    yield { cut, wrong: wrongIn(join(scratch, data), cut.point >= end) };
  }
}

/** What tells two disks apart. */
const nameOf = ({ files, directories }: Disk): string =>
  JSON.stringify([
    [...directories].sort(),
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, data]) => [path, hash('sha256', data)]),
  ]);

/** Where the first name is moved into its place: from then on there is something to be brought to an end. */
const firstMove = ({ ops, end }: Recording): number =>
  ops.find(({ deed }) => deed.is === 'rename')?.from ?? end;

/**
 * Cuts the power wherever names are moved, with each unsynced name missing while all others are there: every two of them
 * are seen to reach the disk in the wrong order, with no luck needed. A disk that was looked at is not looked at again.
 */
export function* cutNames({ recording, history, scratch, wrongIn }: Act): Generator<Outcome> {
  const seen = new Set<string>();
  const from = firstMove(recording);
  for (const point of moments(recording, []).filter((moment) => moment >= from)) {
    const over = point >= recording.end;
    // One more than there are: nothing is missing.
    for (let seed = 0; seed <= unsyncedNamings(history, point); seed++) {
      const cut: Cut = { point, model: 'one-missing', seed };
      const disk = diskAfter(history, cut);
      const name = `${over} ${nameOf(disk)}`;
      if (seen.has(name)) continue;
      seen.add(name);
      placeDisk(disk, scratch);
      yield { cut, wrong: wrongIn(join(scratch, data), over) };
    }
  }
}

/** An act as if one of its syncs of a directory had not been made, for each one at which names are moved. */
export function* withoutOneSync(act: Act): Generator<{ sync: string; act: Act }> {
  const { before, recording } = act;
  const from = movingFrom(recording);
  const paths = new Map<number, string>();
  for (const op of recording.ops) {
    if (op.deed.is === 'open') paths.set(op.deed.handle, op.deed.path);
    if (op.deed.is !== 'sync' || op.from < from) continue;
    const path = paths.get(op.deed.handle) ?? '';
    if (!act.history.directorySyncs.has(path)) continue;
    const without = { ...recording, ops: recording.ops.filter((other) => other !== op) };
    yield { sync: path, act: { ...act, recording: without, history: historyOf(without, before) } };
  }
}
