import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { clockLimits } from '../../domain/clock-sense.ts';
import { syncDirectory, syncFile } from './sync-directory.ts';

export const quarantineDirectory = 'quarantine';
/** Where a restored ledger is built before it takes the place of the old one. */
export const workDirectory = 'restoring';
const intentFile = 'restoring.json';

const Intent = z.strictObject({ quarantine: z.string().regex(/^[\w-]+$/) });

/** What belongs to a ledger, the write-ahead log before the database: a log must never meet another database. */
const filesOf = (name: string): string[] => [`${name}-wal`, `${name}-shm`, `${name}-journal`, name];

export interface Swap {
  /** Directory of the ledger. */
  dir: string;
  /** Its file: `ledger.db`. */
  name: string;
  /** Wall time, milliseconds since 1970. */
  at: number;
  /** For whoever finds the old files one day. */
  reason: string;
}

/** A name in the quarantine that says this wall time, milliseconds since 1970, and that nothing there has. */
function freeName(dir: string, at: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replace(/:/g, '-');
  let name = time;
  for (let n = 2; existsSync(join(dir, quarantineDirectory, name)); n++) name = `${time}-${n}`;
  return name;
}

/** The wall time that a name says, milliseconds since 1970, as wrong as the clock was; null where it says none. */
function timeOf(name: string): number | null {
  const [date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d)/.exec(name)?.slice(1) ?? [];
  const at = Date.parse(`${date}T${time?.replaceAll('-', ':')}Z`);
  return Number.isNaN(at) ? null : at;
}

/**
 * Throws away what lies in the quarantine for longer than `keptMs`, at the wall time `now` of a clock that is right. What
 * has no name that says when it came, or one of a clock that was wrong, is renamed to now, and counts from now on.
 */
export function clearQuarantine(dir: string, now: number, keptMs: number): void {
  const place = join(dir, quarantineDirectory);
  if (!existsSync(place)) return;
  for (const each of readdirSync(place, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    const at = timeOf(each.name);
    if (at === null || at < clockLimits.earliest || at > now) {
      renameSync(join(place, each.name), join(place, freeName(dir, now)));
      syncDirectory(place);
    } else if (now - at > keptMs) rmSync(join(place, each.name), { recursive: true, force: true });
  }
}

/**
 * Puts the ledger built in `restoring/` in the place of the present one, which goes to `quarantine/TIME/` with
 * everything that belongs to it. A power cut anywhere in between is finished by `finishSwap` at the next start.
 * Answers the name of the directory in the quarantine. Throws what the disk says.
 */
export function swapIn({ dir, name, at, reason }: Swap): string {
  const quarantine = freeName(dir, at);
  const kept = join(dir, quarantineDirectory, quarantine);
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  writeFileSync(join(kept, 'reason.txt'), reason);
  syncFile(join(kept, 'reason.txt'));
  syncDirectory(kept);
  syncDirectory(join(dir, quarantineDirectory));
  syncFile(join(dir, workDirectory, name));
  syncDirectory(join(dir, workDirectory));
  // Both places are there before anything is said to be moved between them.
  syncDirectory(dir);
  const intent = join(dir, intentFile);
  writeFileSync(`${intent}.new`, JSON.stringify({ quarantine }));
  syncFile(`${intent}.new`);
  renameSync(`${intent}.new`, intent);
  syncDirectory(dir);
  finishSwap(dir, name);
  return quarantine;
}

/** Where the old files go. Whatever became of the intent's bytes, its being there says that a swap was begun. */
function readIntent(intent: string): string {
  try {
    return Intent.parse(JSON.parse(readFileSync(intent, 'utf8'))).quarantine;
  } catch {
    return 'unnamed';
  }
}

/** Whether `swapIn` began what `finishSwap` has still to end. */
export const isSwapBegun = (dir: string): boolean => existsSync(join(dir, intentFile));

/** Ends what `swapIn` began, if anything; whoever opens a ledger calls it first. Throws what the disk says. */
export function finishSwap(dir: string, name: string): void {
  const intent = join(dir, intentFile);
  if (!isSwapBegun(dir)) return;
  const kept = join(dir, quarantineDirectory, readIntent(intent));
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  const restored = join(dir, workDirectory, name);
  // Once the restored one is gone from there it stands in its place, and what stands there is not the old one.
  if (existsSync(restored)) {
    for (const file of filesOf(name)) {
      if (existsSync(join(dir, file))) renameSync(join(dir, file), join(kept, file));
    }
    syncDirectory(kept);
    syncDirectory(dir);
    renameSync(restored, join(dir, name));
    // Both ends of the move, before the intent goes.
    syncDirectory(join(dir, workDirectory));
    syncDirectory(dir);
  }
  rmSync(join(dir, workDirectory), { recursive: true, force: true });
  // The intent goes last: without it nobody would clear away what is left of the work.
  syncDirectory(dir);
  rmSync(intent);
  syncDirectory(dir);
}
