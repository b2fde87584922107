import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TestSpecification, Vitest } from 'vitest/node';
import { projectRoot } from '../scripts/setup.mjs';
import { LongestFirst, longest } from './longest-first.ts';

const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `tests/${name}.test.ts`);

/** The order in which these files run by this seed. */
async function order(seed: number, files: readonly string[]): Promise<string[]> {
  const context = { config: { root: projectRoot, sequence: { seed } } } as unknown as Vitest;
  const specifications = files.map((name) => ({ moduleId: `${projectRoot}/${name}` }) as TestSpecification);
  const sorted = await new LongestFirst(context).sort(specifications);
  return sorted.map(({ moduleId }) => moduleId.slice(projectRoot.length + 1));
}

test('every file that is called long is there', () => {
  expect(longest.filter((name) => !existsSync(join(projectRoot, name)))).toEqual([]);
});

test('the long ones run first, the others by the seed alone, and none is lost', async () => {
  const files = [...others, ...longest];
  const once = await order(1, files);
  expect(once.slice(0, longest.length).sort()).toEqual([...longest].sort());
  expect([...once].sort()).toEqual([...files].sort());
  expect(await order(1, files.toReversed())).toEqual([
    ...longest.toReversed(),
    ...once.slice(longest.length),
  ]);
  const seeds = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => order(seed, others)));
  expect(new Set(seeds.map(String)).size).toBe(seeds.length);
});
