import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Why writes cannot be broken here, or null where they can. */
export const cannotBreak: string | null =
  spawnSync('prlimit', ['--version']).status === 0 ? null : 'no prlimit (util-linux) on this machine';
if (cannotBreak !== null) console.log(`broken disks are not tried: ${cannotBreak}`);

/** Nobody: whom a test of rights runs a hut as when it is itself root, whom no right binds. */
export const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * A command that runs a program with a file system of this size of its own at `dir`, in this process: a mount
 * namespace, as root or, where the kernel lets users have them, in a user namespace. Others see what lies there
 * below /proc/PID/root.
 */
export const ownDisk = (dir: string, size: string): string[] => [
  'unshare',
  process.getuid?.() === 0 ? '-m' : '-Urm',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${size} none '${dir}' && exec "$0" "$@"`,
];

/** The same for a program that finds its directory on a file system that is mounted read-only, as one with errors is. */
export const readOnlyDisk = (dir: string): string[] => [
  'unshare',
  process.getuid?.() === 0 ? '-m' : '-Urm',
  'sh',
  '-c',
  `mount --bind '${dir}' '${dir}' && mount -o remount,bind,ro '${dir}' && exec "$0" "$@"`,
];

/** Why no disk of its own can be had here, or null where it can. */
export const noOwnDisk: string | null = (() => {
  const [command = '', ...args] = [...ownDisk(tmpdir(), '1m'), 'true'];
  const tried = spawnSync(command, args, { encoding: 'utf8' });
  return tried.status === 0 ? null : `no mount namespace: ${tried.error?.message ?? tried.stderr.trim()}`;
})();
if (noOwnDisk !== null) console.log(`a disk that is really full is not tried: ${noOwnDisk}`);

/**
 * From now on the kernel refuses each write of this process to a file at `from` bytes or further; of one that goes
 * across, it takes what comes before, as a full disk does (RLIMIT_FSIZE; EFBIG, which SQLite answers with
 * SQLITE_IOERR_WRITE), as a dying disk does, while reading goes on. It needs no rights, and can be taken back:
 * a disk that the kernel makes read-only refuses writes in the same way, but to remount one needs root and no file
 * open for writing. Answers what mends it.
 */
export function breakWrites(pid = process.pid, from = 0): () => void {
  const limit = (soft: string) => execFileSync('prlimit', ['--pid', String(pid), `--fsize=${soft}:`]);
  limit(String(from));
  return () => void limit('unlimited');
}
