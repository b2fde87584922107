import type { OpeningHours } from '../config/config.ts';
import { never } from '../result.ts';

/**
 * Suzhou keeps China Standard Time all year (UTC+8, no summer time since 1991), so the hut's calendar is a
 * fixed offset and needs no time-zone database in the rules.
 */
export const hutTimeZone = 'Asia/Shanghai';
/** What a clock at the hut is ahead of UTC, milliseconds. */
export const hutOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;
const weekday = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const minutesOf = (hour: string): number => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3, 5));

/** Minutes since midnight at the hut, of an instant in milliseconds since 1970. */
export const minuteOfDay = (now: number): number =>
  Math.floor(((((now + hutOffsetMs) % dayMs) + dayMs) % dayMs) / 60_000);

/** Days of the hut's calendar since 1970, of an instant in milliseconds. */
export const dayAtHut = (at: number): number => Math.floor((at + hutOffsetMs) / dayMs);

/**
 * When a loan is due: `termDays` later at closing time, moved on to the next day the hut is open
 * (rule 11 of the handbook). Milliseconds since 1970. A hut that never opens is due at 20:00.
 */
export function dueDate(now: number, termDays: number, hours: OpeningHours): number {
  const today = dayAtHut(now);
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = today + termDays + ahead;
    const name = weekday[(((day + 4) % 7) + 7) % 7];
    const open = name === undefined ? never(name as never) : hours[name];
    if (open !== null) return day * dayMs - hutOffsetMs + minutesOf(open.to) * 60_000;
  }
  return (today + termDays) * dayMs - hutOffsetMs + 20 * 3_600_000;
}
