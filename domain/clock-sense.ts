import type { ClockFault } from './contract/trouble.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** What the wall clock may do and still be believed, milliseconds. */
export const clockLimits = {
  /** Before this hut was written (2026-01-01 UTC): a clock that was never set shows 1970, 2000 or a build date. */
  earliest: Date.UTC(2026, 0, 1),
  /** Further back than this is no correction: a time zone set wrong and put right is 14 hours at most. */
  behind: dayMs,
  /** A hut may be switched off that long: the summer, and some more. */
  aheadAtStart: 60 * dayMs,
  /** How far it may be put forward while the hut runs: a machine without a battery wakes at the hour it was shut. */
  aheadRunning: 7 * dayMs,
  /** A clock that is put right over the network is so within this time after the start. */
  starting: 10 * minuteMs,
} as const;

/** A moment at which the wall clock was believed. `mono` is null when that was in an earlier run of the process. */
export interface ClockAnchor {
  wall: number;
  mono: number | null;
}

/** What the wall clock should show now at the least, milliseconds since 1970; null when nothing is known. */
export const expectedWall = (anchor: ClockAnchor | null, mono: number): number | null =>
  anchor === null ? null : anchor.wall + (anchor.mono === null ? 0 : Math.max(0, mono - anchor.mono));

/**
 * Whether the wall clock can be right, and if not, why (rule 15 of the handbook: order comes from the sequence;
 * but a due date needs a day). Measured against the last time it was believed and the time that has passed since,
 * which no setting of a clock can change. `atStart`: the process has just begun, and unknown time may have passed.
 */
export function judgeClock(
  anchor: ClockAnchor | null,
  now: { wall: number; mono: number },
  atStart: boolean,
): ClockFault | null {
  if (now.wall < clockLimits.earliest) return 'unset';
  const expected = expectedWall(anchor, now.mono);
  if (expected === null) return null;
  if (now.wall < expected - clockLimits.behind) return 'behind';
  return now.wall > expected + (atStart ? clockLimits.aheadAtStart : clockLimits.aheadRunning)
    ? 'ahead'
    : null;
}
