import { describe, expect, test } from 'vitest';
import { sabotages } from './sim-hut.ts';
import { replayOf, tryRange } from './torture.ts';
import { simulate } from './world.ts';

/** The long run is `npm run torture -- sync`: 2,000 seeds. */
describe('a hub and its huts in bad weather, with disks that are set back', () => {
  test.each(Array.from({ length: 6 }, (_, i) => 1_000 + i))(
    'seed %i',
    async (seed) => {
      const { broken } = await simulate(seed, { huts: 2, steps: 30 });
      expect(broken, `${replayOf(seed)} 2 30`).toEqual([]);
    },
    60_000,
  );

  // Few seeds meet each break: each is looked for from where one is near.
  const near = { 'lying-disk': 1_010, 'hard-of-hearing': 1_060, forgetful: 1_025 };
  test.each(sabotages)(
    'finds out what is broken on purpose: %s',
    async (sabotage) => {
      const found = await tryRange(near[sabotage], 100, { huts: 1, steps: 40, sabotage }, true);
      expect(found.wrong).toBe(1);
    },
    60_000,
  );
});
