import type { SimClock } from './sim-clock.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Quiet turns asked for: a byte received may start work (promises, a reply) that takes a turn or two. */
const quietTurns = 6;
/** Real milliseconds after which bytes are taken to be lost by the test's own fault. */
const giveUpAfter = 10_000;

/**
 * Turns the event loop until nothing is in flight and stays so for several turns. Simulated time stands still.
 * Throws when it never comes to rest.
 */
export async function settle(inFlight: () => number): Promise<void> {
  const start = performance.now();
  for (let quiet = 0; quiet < quietTurns; ) {
    await turn();
    quiet = inFlight() === 0 ? quiet + 1 : 0;
    if (performance.now() - start > giveUpAfter) {
      throw new Error(`never came to rest: ${inFlight()} still in flight after ${giveUpAfter} ms`);
    }
  }
}

/**
 * Lets `ms` of simulated time pass, one timer at a time, and everything settle before, between and after: bytes
 * on a real stream take no simulated time.
 */
export async function pass(clock: SimClock, ms: number, inFlight: () => number): Promise<void> {
  const end = clock.mono() + ms;
  await settle(inFlight);
  for (;;) {
    const next = clock.untilNext();
    if (next === null || clock.mono() + next > end) break;
    clock.advance(next);
    await settle(inFlight);
  }
  clock.advance(end - clock.mono());
  await settle(inFlight);
}
