import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { firstHash } from '../ledger/head-file.ts';
import { isOtherDisk } from '../ledger/other-disk.ts';
import { syncDirectory, syncFile } from '../ledger/sync-directory.ts';
import type { CopyJob, SecondPlace } from './copy-job.ts';
import { rotate } from './make-backup.ts';

const missing = (message: string): SecondPlace => ({ state: 'missing', message });

/** Whether the second place is really there; a copy on the hut's own disk would be none. */
function lookFor(second: string, own: string): SecondPlace | null {
  const found = statSync(second, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return missing(`${second} is not there`);
  return isOtherDisk(second, own)
    ? null
    : missing(`${second} is on the same disk as the ledger: is the stick mounted?`);
}

function digestOf(path: string): string {
  const digest = createHash('sha256');
  const piece = Buffer.alloc(1024 * 1024);
  const fd = openSync(path, 'r');
  try {
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) {
      digest.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(fd);
  }
  return digest.digest('hex');
}

/** Milliseconds after which nobody works on a copy any more; another hut's may lie there too. */
const unfinishedFor = 3_600_000;

/** What a stick that was pulled, or a power cut, left half copied holds what a backup holds. */
function dropUnfinished(second: string, now: number): void {
  for (const name of readdirSync(second).filter((each) => /^\.ledger-.*\.making$/.test(each))) {
    const left = join(second, name);
    try {
      if (now - statSync(left).mtimeMs > unfinishedFor) rmSync(left, { force: true });
    } catch {
      // Another hut's, or gone: it keeps no copy from being made.
    }
  }
}

/** Hash of the first event in a backup, by which a log is known; null where none can be read. */
function firstEventOf(path: string): string | null {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      return firstHash(db);
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

/** Huts may share a second place. What cannot be read is a backup for nobody, and goes when its time has come. */
const ownBy =
  (first: string | null) =>
  (path: string): boolean => {
    const other = firstEventOf(path);
    return other === null || other === first;
  };

/**
 * Copies a backup to the second place: under a name that is none, synced, read back, renamed. The keeper's directory
 * itself is never made here. `elsewhere` tells whether a directory counts as another disk; a test has only one.
 */
export function copyToSecond(
  backup: string,
  job: CopyJob,
  elsewhere: (second: string, own: string) => SecondPlace | null = lookFor,
): SecondPlace {
  const { second } = job;
  if (second === null) return { state: 'none', message: '' };
  const name = backup.slice(dirname(backup).length + 1);
  const making = join(second, `.${name}.making`);
  try {
    const absent = elsewhere(second, job.dir);
    if (absent !== null) return absent;
    dropUnfinished(second, job.at);
    copyFileSync(backup, making);
    syncFile(making);
    if (digestOf(making) !== digestOf(backup)) {
      rmSync(making, { force: true });
      return { state: 'failed', message: 'what was read back is not what was written' };
    }
    renameSync(making, join(second, name));
    syncDirectory(second);
    rotate(second, job, name, ownBy(firstEventOf(backup)));
    return { state: 'good', message: '' };
  } catch (error) {
    try {
      rmSync(making, { force: true });
    } catch {
      // The place is gone in the middle of it: there is nothing left to clear.
    }
    return { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
