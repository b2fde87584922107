import { performance } from 'node:perf_hooks';
import type { Clock } from '../domain/clock.ts';

/** The machine's clock. Its waits keep no process alive. */
export const realClock: Clock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
