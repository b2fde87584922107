import { expect, test } from 'vitest';
import { startForgetting } from '../../../hut/people/forgetting.ts';
import { SimClock } from '../../sim-clock.ts';

test('one after another is forgotten while nobody is there, and none while somebody is', () => {
  const clock = new SimClock();
  let due = 5;
  let busy = false;
  const failed: unknown[] = [];
  const forgetting = startForgetting({
    clock,
    busy: () => busy,
    ways: [
      () => {
        throw new Error('one way is broken');
      },
      () => due > 0 && due-- > 0,
    ],
    failed: (error) => void failed.push(error),
  });
  forgetting.look();
  expect(due).toBe(4);
  clock.advance(5_000);
  expect(due).toBe(3);
  busy = true;
  clock.advance(60_000);
  expect(due).toBe(3);
  busy = false;
  clock.advance(60_000);
  expect(due).toBe(3);
  // The hut became free.
  forgetting.look();
  clock.advance(5_000);
  expect(due).toBe(1);
  forgetting.close();
  clock.advance(60_000);
  forgetting.look();
  expect(due).toBe(1);
  expect(failed).toHaveLength(4);
});
