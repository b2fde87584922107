import { type Cut, cutModels } from './disk.ts';
import type { Given } from './promises.ts';
import { seededRandom } from './random.ts';
import type { Recording } from './recording.ts';

/**
 * Moments at which a disk can differ, or what was promised does: after each call on the folder was taken and after
 * it was answered, and right after each promise.
 */
export function moments(recording: Recording, promises: readonly Given[]): number[] {
  const calls = recording.ops.filter(({ deed }) => deed.is !== 'said');
  const at = calls.flatMap(({ from, to }) => (to === null ? [from + 1] : [from + 1, to + 1]));
  return [...new Set([...at, ...promises.map((given) => given.at + 1)])].sort((a, b) => a - b);
}

/** Cuts at so many moments, spread over a recording, each under every model. The seed decides where and what stays. */
export function chooseCuts(among: readonly number[], points: number, seed: number): Cut[] {
  const random = seededRandom(seed);
  return Array.from({ length: points }, (_, i) => {
    const point =
      among[Math.min(among.length - 1, Math.floor(((i + random()) * among.length) / points))] ?? 0;
    return cutModels.map((model, m) => ({ point, model, seed: seed + i * cutModels.length + m }));
  }).flat();
}
