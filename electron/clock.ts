import type { Clock } from '../domain/clock.ts';

/** The machine's own time. */
export const clock: Clock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
