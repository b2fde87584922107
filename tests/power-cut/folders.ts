import { accessSync, constants, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where one recording is made and its cuts are looked at. */
export interface Folders {
  /** What is recorded; a data directory in it is not there yet. */
  disk: string;
  /** Rebuilt disks come here, one after the other: in memory where the machine has such a place. */
  scratch: string;
  /** Files with recordings, kept when something failed. */
  recordings: string;
  remove(keepRecordings: boolean): void;
}

function memory(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

export function makeFolders(): Folders {
  const own = realpathSync(mkdtempSync(join(tmpdir(), 'xiaowu-power-')));
  const scratch = mkdtempSync(join(memory(), 'xiaowu-power-'));
  const [disk, recordings] = [join(own, 'disk'), join(own, 'recordings')];
  mkdirSync(disk);
  mkdirSync(recordings);
  return {
    disk,
    scratch,
    recordings,
    remove(keepRecordings) {
      rmSync(scratch, { recursive: true, force: true });
      rmSync(keepRecordings ? disk : own, { recursive: true, force: true });
    },
  };
}
