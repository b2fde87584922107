import { execFileSync, spawnSync } from 'node:child_process';

/** Why writes cannot be broken here, or null where they can. */
export const cannotBreak: string | null =
  spawnSync('prlimit', ['--version']).status === 0 ? null : 'no prlimit (util-linux) on this machine';
if (cannotBreak !== null) console.log(`broken disks are not tried: ${cannotBreak}`);

/**
 * From now on the kernel refuses each write of this process to a file (RLIMIT_FSIZE; EFBIG, which SQLite answers with
 * SQLITE_IOERR_WRITE), as a dying disk does, while reading goes on. It needs no rights, and can be taken back:
 * a disk that the kernel makes read-only refuses writes in the same way, but to remount one needs root and no file
 * open for writing. Answers what mends it.
 */
export function breakWrites(pid = process.pid): () => void {
  const limit = (soft: string) => execFileSync('prlimit', ['--pid', String(pid), `--fsize=${soft}:`]);
  limit('0');
  return () => void limit('unlimited');
}
