import type { Clock } from '../domain/clock.ts';

/** The machine's own time. Monotonic milliseconds start with the process. */
export const realClock: Clock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
