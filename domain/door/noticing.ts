import type { DoorMove } from '../ledger/door-events.ts';

/** What a door and what lies behind it look like. `occupied` only where there is a sensor. */
export interface DoorSight {
  lock: 'open' | 'closed' | 'unknown';
  occupied?: boolean;
}

/** The last pulse of the hut: which door, for which opening, and when (monotonic milliseconds). */
export interface LastPulse {
  door: number;
  opening: string;
  visit: string;
  at: number;
}

/**
 * Milliseconds after a pulse in which another door that comes open has popped with it. A coil and its spring need
 * one second, and it takes one more until every door has been read.
 */
export const popsWithin = 2_500;

export interface Noticing {
  door: number;
  /** What was seen before; undefined after a start. */
  before: DoorSight | undefined;
  now: DoorSight;
  /** Nobody trusts this door: it did not open when it was asked, or cannot be closed. */
  suspect: boolean;
  pulse: LastPulse | null;
  /** Monotonic milliseconds. */
  at: number;
}

/** What a door did that no opening of its own asked for; null when it did nothing. Pure. */
export function moveOf({ door, before, now, suspect, pulse, at }: Noticing): DoorMove | null {
  if (now.lock === 'open' && before?.lock !== 'open') {
    if (suspect) return 'sprang-late';
    const popped =
      before !== undefined && pulse !== null && pulse.door !== door && at - pulse.at < popsWithin;
    return popped ? 'popped-open' : 'opened-unasked';
  }
  return now.lock === 'closed' && before?.lock === 'open' ? 'closed-unasked' : null;
}

/** What changed behind a door; null when nothing did, or nobody knows what was there before. Pure. */
export function occupancyOf(before: DoorSight | undefined, now: DoorSight): 'occupied' | 'emptied' | null {
  if (before?.occupied === undefined || now.occupied === undefined) return null;
  if (before.occupied === now.occupied) return null;
  return now.occupied ? 'occupied' : 'emptied';
}
