import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import { faultOf, systemFaultOf } from '../ledger/fault.ts';
import { clearQuarantine } from '../ledger/quarantine.ts';
import { syncDirectory, syncFile } from '../ledger/sync-directory.ts';
import { checkWhole, type Whole } from '../ledger/whole-check.ts';
import { backupDirectory, backupName, listBackups } from './backup-name.ts';
import type { BackupFailure, CopyJob } from './copy-job.ts';
import { superfluous } from './rotation.ts';

/** Begins with a dot: no backup, whatever happens to it. */
const workPrefix = '.making-';
/** Bytes that a backup leaves free for the hut. */
const leftFree = 64 * 1024 * 1024;

const failed = (code: BackupFailure['code'], message: string): { ok: false; refusal: BackupFailure } =>
  refused({ code, message });

/** A copy of the ledger's files as they were, in a directory of its own. */
export interface RawCopy {
  work: string;
  file: string;
}

/** Answers what `act` does, faults of the disk as failures. Others are bugs and are thrown. */
export function onDisk<T>(act: () => Result<T, BackupFailure>): Result<T, BackupFailure> {
  try {
    return act();
  } catch (error) {
    const fault = faultOf(error) ?? systemFaultOf(error);
    if (fault === null) throw error;
    if (fault.code === 'corrupt' || fault.code === 'not-a-ledger') return failed('damaged', fault.message);
    return failed(fault.code === 'disk-full' ? 'disk-full' : 'disk-error', fault.message);
  }
}

/** Copies one file. */
export type CopyFile = (from: string, to: string) => void;
/** File systems that can share blocks do so; the others copy. */
const copyHere: CopyFile = (from, to) => copyFileSync(from, to, constants.COPYFILE_FICLONE);

/**
 * Copies database and write-ahead log byte by byte, past the lock of the hut, which leaves the database alone
 * meanwhile (`Ledger.keepStill`). What an earlier process left behind goes first. Never with `copyHere` in the hut's
 * own process: closing the file there would drop SQLite's lock (fcntl(2), "advisory record locking").
 */
export function copyRaw(
  { dir, name }: Pick<CopyJob, 'dir' | 'name'>,
  copy: CopyFile = copyHere,
): Result<RawCopy, BackupFailure> {
  return onDisk(() => {
    const place = join(dir, backupDirectory);
    mkdirSync(place, { recursive: true, mode: 0o700 });
    for (const left of readdirSync(place).filter((each) => each.startsWith(workPrefix))) {
      rmSync(join(place, left), { recursive: true, force: true });
    }
    const original = join(dir, name);
    const size = statSync(original).size;
    const disk = statfsSync(place);
    if (disk.bavail * disk.bsize < 2 * size + leftFree) {
      return failed('disk-full', `a backup needs ${2 * size + leftFree} bytes of free room`);
    }
    const work = join(place, `${workPrefix}${process.pid}`);
    mkdirSync(work, { mode: 0o700 });
    const file = join(work, name);
    copy(original, file);
    if (existsSync(`${original}-wal`)) copy(`${original}-wal`, `${file}-wal`);
    return done({ work, file });
  });
}

/** A compact copy that passed its checks, under a name that nobody takes for a backup yet. */
export interface CheckedCopy {
  work: string;
  file: string;
  name: string;
  whole: Whole;
}

function check(file: string, scratch: string | null): Result<Whole, BackupFailure> {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const checked = checkWhole(db, { scratch });
    return checked.ok ? checked : failed('damaged', `${checked.refusal.check}: ${checked.refusal.message}`);
  } finally {
    db.close();
  }
}

/**
 * Makes a compact copy of the raw one (`VACUUM INTO`: nothing that was deleted is in it), reads it back and checks it
 * whole: pages, indexes, keys, the chain, and with `thorough` every projection. The raw copy, and with it the
 * ledger, has its pages and indexes checked too: compacting would heal, and so hide, what is wrong between pages.
 */
export function checkCopy({ work, file }: RawCopy, job: CopyJob): Result<CheckedCopy, BackupFailure> {
  return onDisk(() => {
    const compact = join(work, 'compact.db');
    const db = new Database(file, { fileMustExist: true });
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      const found = db.pragma('integrity_check(1)', { simple: true });
      if (found !== 'ok') return failed('damaged', `integrity_check: ${found}`);
      db.prepare('VACUUM INTO ?').run(compact);
    } finally {
      db.close();
    }
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    syncFile(compact);
    const checked = check(compact, job.thorough ? join(work, 'scratch.db') : null);
    if (!checked.ok) return checked;
    const { end } = checked.value;
    const { epoch, seq } = end ?? { epoch: 1, seq: 0 };
    if (epoch < job.head.epoch || (epoch === job.head.epoch && seq < job.head.seq)) {
      return failed(
        'damaged',
        `the copy ends at event ${epoch}/${seq}, before ${job.head.epoch}/${job.head.seq}`,
      );
    }
    return done({ work, file: compact, name: backupName({ at: job.at, epoch, seq }), whole: checked.value });
  });
}

/** Gives a checked copy its name, durably: it is synced already, now the rename, then the directories. Answers its size in bytes. */
export function keepCopy(
  { work, file, name }: CheckedCopy,
  { dir }: Pick<CopyJob, 'dir'>,
): Result<number, BackupFailure> {
  return onDisk(() => {
    const place = join(dir, backupDirectory);
    const { size } = statSync(file);
    renameSync(file, join(place, name));
    // Both ends of the move; and the place itself may be new: without its own name nothing in it is found again.
    for (const each of [work, place, dir]) syncDirectory(each);
    rmSync(work, { recursive: true, force: true });
    return done(size);
  });
}

/**
 * Throws away what need not be kept any longer in a directory of backups, never the one that was just made. `isOwn`
 * tells by its path which of them are this hut's; those of another hut are its own affair.
 */
export function rotate(
  place: string,
  { at, retention, clockRight }: CopyJob,
  made: string,
  isOwn: (path: string) => boolean = () => true,
): void {
  if (!clockRight) return;
  const backups = listBackups(place)
    .filter(({ name }) => isOwn(join(place, name)))
    .map((each) => ({ ...each, bytes: statSync(join(place, each.name)).size }));
  for (const { name } of superfluous(backups, at, retention)) {
    if (name !== made) rmSync(join(place, name));
  }
  syncDirectory(place);
}

const day = 86_400_000;

/** Files of a damaged ledger hold personal data like any backup, and go as they do. */
export function rotateQuarantine({ dir, at, retention, clockRight }: CopyJob): void {
  if (clockRight) clearQuarantine(dir, at, retention.days * day);
}
