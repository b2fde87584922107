import type { Torture } from '../../scripts/torture/kind.ts';
import { sabotages } from './sim-hut.ts';
import { type Size, simulate } from './world.ts';

/** How a failing seed is seen again. */
export const replayOf = (seed: number): string => `node scripts/run.mjs tests/simulation/main.ts ${seed}`;

interface Tried {
  tried: number;
  wrong: number;
  note: string;
}

/** So many seeds in a row; stops at the first wrong one where asked to. */
export async function tryRange(
  from: number,
  count: number,
  size: Size,
  stopAtFirst: boolean,
): Promise<Tried> {
  const all: Tried = { tried: 0, wrong: 0, note: '' };
  for (let seed = from; seed < from + count; seed++) {
    const { broken } = await simulate(seed, size);
    all.tried++;
    if (broken.length === 0) continue;
    all.wrong++;
    if (all.note === '') all.note = `${replayOf(seed)}\n${broken.join('\n')}`;
    if (stopAtFirst) break;
  }
  return all;
}

/** Hub and huts in bad weather, with disks that are set back: `points` times four seeds, and what must be found out. */
export const syncing: Torture = async function* ({ points, seed }) {
  const many = await tryRange(seed, points * 4, {}, false);
  yield { what: 'hub and huts, set back and cut off', ...many, holds: many.wrong === 0 };
  const fifty = await tryRange(seed, 1, { huts: 50, steps: 200 }, false);
  yield { what: 'fifty huts', ...fifty, holds: fifty.wrong === 0 };
  for (const sabotage of sabotages) {
    // One seed in thirty to fifty meets the rarest of them.
    const found = await tryRange(seed, 400, { sabotage }, true);
    yield { what: `broken on purpose: ${sabotage}`, ...found, holds: found.wrong > 0, broken: true };
  }
};
