import type { Clock } from '../../domain/clock.ts';
import { pinLockMs } from '../../domain/people/identity.ts';

/** How long identities are locked after wrong PINs, by time that no setting of a clock can change. */
export interface PinLocks {
  /**
   * Until when this lock holds, milliseconds since 1970 by the clock as it shows now; null when it does not.
   * `lockedUntil`: what the ledger says, by the clock of then.
   */
  of(who: string, lockedUntil: number | null): number | null;
}

/**
 * A lock is timed from when this process first saw it: one that it set itself lasts its full time, whatever the wall
 * clock does. Of one from before a restart the rest is waited for; where the clock cannot tell how much that is
 * (`clockRight` says no, or it would be longer than any lock), all of it once more, and never longer.
 */
export function createPinLocks(clock: Clock, clockRight: () => boolean): PinLocks {
  /** Ends of locks, monotonic, by identity and lock. */
  const ends = new Map<string, { lock: number; end: number }>();
  const rest = (lockedUntil: number): number => {
    const left = lockedUntil - clock.wall();
    if (left > pinLockMs || !clockRight()) return pinLockMs;
    return Math.max(0, left);
  };
  return {
    of(who, lockedUntil) {
      if (lockedUntil === null) {
        ends.delete(who);
        return null;
      }
      let seen = ends.get(who);
      if (seen?.lock !== lockedUntil) {
        seen = { lock: lockedUntil, end: clock.mono() + rest(lockedUntil) };
        ends.set(who, seen);
      }
      const left = seen.end - clock.mono();
      return left <= 0 ? null : Math.ceil(clock.wall() + left);
    },
  };
}
