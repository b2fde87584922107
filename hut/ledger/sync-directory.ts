import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes names in a directory durable: a new file, a rename. Windows has no such call and needs none. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  syncPath(path);
}

/** Makes a file's content durable. Never for a file SQLite has open: closing it would drop SQLite's locks. */
export function syncFile(path: string): void {
  syncPath(path, 'r+');
}

function syncPath(path: string, flags: 'r' | 'r+' = 'r'): void {
  const fd = openSync(path, flags);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
