import type { Torture, Tortured } from '../../scripts/torture/kind.ts';
import { soak } from './soak.ts';

const cycles = 10_000;
const replugs = 1_000;
/** Bytes by which the heap in use may differ between a fifth of the way and the end: what the runtime learns. */
const slack = 4 * 2 ** 20;

/** 48 doors on three boards and two buses, opened with random faults; then cables pulled and plugged. */
export const lockerSoak: Torture = async function* ({ seed }): AsyncGenerator<Tortured> {
  const { wrong, verdicts, heap, descriptors } = await soak({ seed, cycles, replugs });
  const met = Object.entries(verdicts).map(([verdict, count]) => `${verdict} ${count}`);
  yield {
    what: `door cycles with random faults (${met.join(', ')})`,
    tried: cycles,
    wrong: wrong.length,
    holds: wrong.length === 0,
    note: wrong.slice(0, 5).join('\n'),
  };
  const grown = heap.late - heap.early;
  yield {
    what: `heap after them (grew ${(grown / 2 ** 20).toFixed(1)} MiB)`,
    tried: 1,
    wrong: Number(grown > slack),
    holds: grown <= slack,
    note: `${heap.early} → ${heap.late} bytes`,
  };
  const leaked = descriptors.after - descriptors.before;
  yield {
    what: `cables pulled and plugged (descriptors ${descriptors.before} → ${descriptors.after})`,
    tried: replugs,
    wrong: Number(leaked > 2),
    holds: leaked <= 2,
    note: `${leaked} descriptors more`,
  };
};
