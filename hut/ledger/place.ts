import { statSync } from 'node:fs';

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
  const names = [file, `${file}-wal`];
  const before = names.map(fileAt);
  return {
    /** True once a name leads elsewhere or nowhere. Two calls of the system. */
    moved: () =>
      names.some((name, i) => {
        try {
          const now = fileAt(name);
          // The write-ahead log is made by the first access.
          if (before[i] === null && now !== null) before[i] = now;
          return now !== before[i];
        } catch {
          // A directory on the way cannot be looked into any more.
          return true;
        }
      }),
  };
}
