import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory } from './sync-directory.ts';

/** Writes a file that its user alone reads, whole or not at all. Throws what the file system says. */
export function writeSecret(dir: string, name: string, text: string): void {
  const next = join(dir, `${name}.new`);
  const fd = openSync(next, 'w', 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(next, join(dir, name));
  syncDirectory(dir);
}
