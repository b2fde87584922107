import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Which file a name leads to now: device and inode; null when it leads to none. */
function fileAt(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}

/**
 * Remembers where the files of an open ledger are. Linux goes on writing into a file whose name is gone (a pulled
 * stick, `rm -rf`), and every commit "succeeds": so after each commit the names are looked at again. Names only: to
 * open and close the file here would drop SQLite's lock on it (fcntl(2), "advisory record locking").
 */
export function rememberPlace(file: string): { moved(): boolean } {
  // Windows lets nobody rename or delete a file that is open.
  if (process.platform === 'win32') return { moved: () => false };
  const directory = dirname(file);
  const names = [file, `${file}-wal`];
  const before = names.map(fileAt);
  let changedAt: number | null = null;
  let inode: number | null = null;
  let device: number | null = null;
  /** The directory was as it is now at the last look too. */
  let still = false;

  /**
   * Whether no name in the directory can lead elsewhere since the names were looked at: whatever gives or takes one
   * changes the time of the directory. That time stands still for some milliseconds, so two looks must agree.
   */
  const untouched = (): boolean => {
    const now = statSync(directory);
    const same = now.ctimeMs === changedAt && now.ino === inode && now.dev === device;
    const trusted = same && still;
    still = same;
    changedAt = now.ctimeMs;
    inode = now.ino;
    device = now.dev;
    return trusted;
  };
  return {
    /** True once a name leads elsewhere or nowhere. One call of the system, three after a change of the directory. */
    moved() {
      try {
        return (
          !untouched() &&
          names.some((name, i) => {
            const now = fileAt(name);
            // The write-ahead log is made by the first access.
            if (before[i] === null && now !== null) before[i] = now;
            return now !== before[i];
          })
        );
      } catch {
        // A directory on the way cannot be looked into any more.
        return true;
      }
    },
  };
}
