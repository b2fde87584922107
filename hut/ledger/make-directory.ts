import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a directory for the hut's data, and those above it that are missing, readable by the hut alone. Each new
 * name is synced: files in a directory that a power cut took away are gone, however well they were written. Windows
 * has no such call and needs none. Throws what the file system says.
 */
export function makeDirectory(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined || process.platform === 'win32') return;
  // Node answers the topmost one that it made; everything from the one above it down to ours has a new name in it.
  const top = dirname(resolve(first));
  for (let at = dirname(resolve(path)); at.length >= top.length; at = dirname(at)) {
    const fd = openSync(at, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    if (at === dirname(at)) return;
  }
}
