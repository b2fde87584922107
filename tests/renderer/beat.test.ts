import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startBeat } from '../../renderer/app/beat.ts';
import { SimClock } from '../sim-clock.ts';

test('lit things breathe by four pictures a second, begin at their brightest, and stop when asked', () => {
  const clock = new SimClock();
  const root = { dataset: {} as DOMStringMap };
  const seen: (string | undefined)[] = [];
  const end = startBeat(clock, root);
  expect(root.dataset.beat).toBeUndefined();
  for (let quarter = 0; quarter < 14; quarter++) {
    clock.advance(250);
    seen.push(root.dataset.beat);
  }
  expect(seen.map(Number)).toEqual([7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6]);
  end();
  clock.advance(10_000);
  expect(root.dataset.beat).toBeUndefined();
});

test('the look has a brightness for each step but the brightest, which is how things shine where nothing moves', () => {
  const css = readFileSync(new URL('../../renderer/look/motion.css', import.meta.url), 'utf8');
  const steps = [...css.matchAll(/\[data-beat='(\d)'\]/g)].map(([, step]) => Number(step));
  expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('no part of the look moves without end but the wheel that says "please wait"', () => {
  const endless = [
    'attract',
    'buttons',
    'door',
    'identify',
    'more-screens',
    'motion',
    'verdict',
    'still',
    'pieces',
  ]
    .map((name) => readFileSync(new URL(`../../renderer/look/${name}.css`, import.meta.url), 'utf8'))
    .flatMap((css) => css.match(/animation:[^;]*infinite/g) ?? []);
  expect(endless).toEqual(['animation: spin 1.2s steps(8) infinite']);
});
