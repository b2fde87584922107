import type { Clock } from '../../domain/clock.ts';
import { pinLockMs, pinTries } from '../../domain/people/identity.ts';

/** How long identities are locked after wrong PINs, by time that no setting of a clock can change. */
export interface PinLocks {
  /**
   * Until when this lock holds, milliseconds since 1970 by the clock as it shows now; null when it does not.
   * `lockedUntil`: what the ledger says, by the clock of then.
   */
  of(who: string, lockedUntil: number | null): number | null;
  /**
   * A wrong PIN that the ledger did not take down. It is counted here, until this process or its store begins anew:
   * a disk that takes no writing gives nobody more tries than one that does.
   */
  unrecorded(who: string): void;
  /** A right PIN gives all tries back. */
  right(who: string): void;
}

/**
 * A lock is timed from when this process first saw it: one that it set itself lasts its full time, whatever the wall
 * clock does. Of one from before a restart the rest is waited for; where the clock cannot tell how much that is
 * (`clockRight` says no, or it would be longer than any lock), all of it once more, and never longer.
 */
export function createPinLocks(clock: Clock, clockRight: () => boolean): PinLocks {
  /** Ends of locks, monotonic, by identity and lock. */
  const ends = new Map<string, { lock: number; end: number }>();
  /** Wrong PINs that stand in no ledger, and when the lock that they led to ends, monotonic. */
  const missed = new Map<string, { wrong: number; end: number | null }>();
  const missedEnd = (who: string): number | null => {
    const end = missed.get(who)?.end ?? null;
    if (end === null || end > clock.mono()) return end;
    missed.delete(who);
    return null;
  };
  const rest = (lockedUntil: number): number => {
    const left = lockedUntil - clock.wall();
    if (left > pinLockMs || !clockRight()) return pinLockMs;
    return Math.max(0, left);
  };
  return {
    unrecorded(who) {
      const wrong = (missed.get(who)?.wrong ?? 0) + 1;
      missed.set(who, { wrong, end: wrong < pinTries ? null : clock.mono() + pinLockMs });
    },
    right: (who) => void missed.delete(who),
    of(who, lockedUntil) {
      const end = missedEnd(who);
      if (end !== null) return Math.ceil(clock.wall() + end - clock.mono());
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
