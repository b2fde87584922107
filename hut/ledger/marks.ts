import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { syncDirectory } from './sync-directory.ts';

/** Set by a running hut that met damage: at the next start the ledger is restored, however whole it looks. */
export const damagedFile = 'ledger.damaged';

/** Remembers beyond this run that the ledger is damaged. Throws what the disk says. */
export function markDamaged(dir: string, found: string): void {
  writeFileSync(join(dir, damagedFile), found);
  syncDirectory(dir);
}

/** What was found; null when nothing was. */
export function readDamaged(dir: string): string | null {
  const file = join(dir, damagedFile);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/**
 * Set by a running hut that found out that the hub has something of its log that it has not: at the next opening both
 * histories become one. `after`: the last event that both hold.
 */
export const partedFile = 'ledger.parted';
const Parted = z.strictObject({ after: z.number().int().min(0) });

/** Remembers it beyond this run. What the hub has must be on the disk before. Throws what the disk says. */
export function markParted(dir: string, after: number): void {
  writeFileSync(join(dir, partedFile), JSON.stringify({ after }));
  syncDirectory(dir);
}

/** Where the two histories part; null when they do not, or nobody knows. */
export function readParted(dir: string): { after: number } | null {
  const file = join(dir, partedFile);
  if (!existsSync(file)) return null;
  try {
    return Parted.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** What was found out about a ledger says nothing of the one that took its place. */
export function forgetMarks(dir: string): void {
  for (const mark of [damagedFile, partedFile]) rmSync(join(dir, mark), { force: true });
}
