import type { Clock } from '../../domain/clock.ts';

/** Milliseconds between two signs of life. */
export const aliveEvery = 5_000;

/** Tells for ever that the page's code runs: a page that hangs looks like one that nobody touches. */
export function tellAlive(clock: Clock, tell: () => void): void {
  clock.after(aliveEvery, () => {
    tell();
    tellAlive(clock, tell);
  });
}
