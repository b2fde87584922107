import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hutEnvironment } from '../../hut/memory.ts';

const mb = 1024 * 1024;

/** See `memory-held.ts`. */
function heldBy(how: { small: boolean }): { pins: number; nursery: number } {
  const { MALLOC_MMAP_THRESHOLD_: _, ...others } = process.env;
  const told = execFileSync(
    process.execPath,
    [join(import.meta.dirname, 'memory-held.ts'), how.small ? 'small' : 'as-it-comes'],
    { env: how.small ? { ...others, ...hutEnvironment } : others, encoding: 'utf8' },
  );
  return JSON.parse(told) as { pins: number; nursery: number };
}

const header = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
const glibc = header?.header?.glibcVersionRuntime !== undefined;
if (!glibc) console.warn('memory of hashed PINs is not measured: this system has no glibc');

test('a hashed PIN leaves no memory behind, and the nursery stays small; left alone, neither holds', () => {
  const [ours, left] = [heldBy({ small: true }), heldBy({ small: false })];
  expect(ours.nursery).toBeLessThanOrEqual(16 * mb);
  expect(left.nursery).toBeGreaterThan(16 * mb);
  if (!glibc) return;
  // One hash takes 8 MiB.
  expect(ours.pins).toBeLessThan(6 * mb);
  expect(left.pins).toBeGreaterThan(12 * mb);
});

test('npm run hut starts it in its environment', () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [name, value] of Object.entries(hutEnvironment)) {
    expect(scripts.hut).toContain(`exec env ${name}=${value} `);
  }
});
