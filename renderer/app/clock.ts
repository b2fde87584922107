import type { Clock } from '../../domain/clock.ts';

/** The browser's own clock; the only place of the renderer that reads it. */
export const browserClock: Clock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
