import type { Clock } from '../domain/clock.ts';

const begun = Number(process.hrtime.bigint()) / 1e6;

/** The machine's own time. Monotonic milliseconds start with the process. */
export const realClock: Clock = {
  wall: () => Date.now(),
  // Half the price of performance.now() where nothing has run for a while, as when somebody shows a card.
  mono: () => Number(process.hrtime.bigint()) / 1e6 - begun,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
