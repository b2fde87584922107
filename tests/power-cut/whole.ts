import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Disk, diskAfter } from './disk.ts';
import type { DiskHistory } from './history.ts';
import type { Recording } from './recording.ts';

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}

/**
 * Whether the recorder saw everything: what it saw, all of it kept, is what lies in the folder now, byte for byte.
 * Gives the paths that differ. Files that were mapped are left out: what is stored through a mapping is not seen.
 */
export function unseen(history: DiskHistory, recording: Recording, folder: string): string[] {
  const { files }: Disk = diskAfter(history, { point: recording.end, model: 'kept', seed: 0 });
  const mapped = new Set(recording.ops.flatMap(({ deed }) => (deed.is === 'mapped' ? [deed.path] : [])));
  const there = filesBelow(folder).map((path) => relative(folder, join(folder, path)));
  return [...new Set([...there, ...files.keys()])].filter((path) => {
    if (mapped.has(path)) return false;
    const seen = files.get(path);
    return seen === undefined || !there.includes(path) || !readFileSync(join(folder, path)).equals(seen);
  });
}
