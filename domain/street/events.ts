import { dayAtHut } from '../lending/due-date.ts';

/** Something that is on from one moment to another, milliseconds since 1970. */
export interface OnAtATime {
  from: number;
  until: number;
}

/** Events on the first screen; more are not read in passing. */
const shown = 2;

/** What is still on today, or begins today: the next first. What takes several days is on each of them. */
export const stillOn = <Event extends OnAtATime>(events: readonly Event[], now: number): Event[] =>
  events
    .filter(({ from, until }) => until > now && dayAtHut(from) <= dayAtHut(now))
    .sort((a, b) => a.from - b.from || a.until - b.until)
    .slice(0, shown);
