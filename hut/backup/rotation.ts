import { type Backup, newestFirst } from './backup-name.ts';

/** How long backups are kept. */
export interface Retention {
  /** Hours for which the last one of every hour is kept. */
  hours: number;
  /** Days for which the last one of every day is kept; also how long somebody who was erased is in old ones. */
  days: number;
  /** Bytes that all of them together may take; the oldest go first. */
  bytes: number;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Kept whatever the clock says: a wrong one must not empty the shelf. */
const alwaysNewest = 3;
/** The same for days: the last backup of this many days on which there are any. */
const alwaysDays = 3;
/** Days begin at midnight in China, UTC+8, as everywhere in a hut. */
const dayOf = (at: number): number => Math.floor((at + 8 * hour) / day);

/** The first of each group, in the given order. */
function firstOfEach<T>(things: readonly T[], groupOf: (thing: T) => number): T[] {
  const seen = new Set<number>();
  return things.filter((thing) => {
    const group = groupOf(thing);
    if (seen.has(group)) return false;
    seen.add(group);
    return true;
  });
}

/**
 * Which backups may go at the wall time `now`, milliseconds since 1970. Order is the log's, not the clock's; the
 * newest three, and the last of each of the newest three days, stay even where the clock makes them look old.
 */
export function superfluous<T extends Backup & { bytes: number }>(
  backups: readonly T[],
  now: number,
  { hours, days, bytes }: Retention,
): T[] {
  const sorted = [...backups].sort(newestFirst);
  const daily = firstOfEach(sorted, ({ at }) => dayOf(at));
  const always = new Set([...sorted.slice(0, alwaysNewest), ...daily.slice(0, alwaysDays)]);
  // One from the future was made by a wrong clock: it is as far away as one from the past.
  const age = ({ at }: Backup): number => Math.abs(now - at);
  const kept = new Set([
    ...always,
    ...firstOfEach(sorted, ({ at }) => Math.floor(at / hour)).filter((each) => age(each) <= hours * hour),
    ...daily.filter((each) => age(each) <= days * day),
  ]);
  let total = [...always].reduce((sum, each) => sum + each.bytes, 0);
  for (const each of sorted) {
    if (!kept.has(each) || always.has(each)) continue;
    total += each.bytes;
    if (total > bytes) kept.delete(each);
  }
  return sorted.filter((each) => !kept.has(each));
}
