import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  acceptsReading,
  goneAfter,
  type Looking,
  looked,
  nothingSeen,
  tookReading,
} from '../../../domain/scanning/camera.ts';

/** Plays frames to a hut that knows `known`, and gives back what it took. */
function play(frames: readonly (string | null)[], known: ReadonlySet<string> = new Set()): string[] {
  let looking: Looking = nothingSeen;
  const taken: string[] = [];
  for (const text of frames) {
    const step = looked(looking, text);
    looking = step.looking;
    if (step.ask === null) continue;
    const { ask } = step;
    if (!acceptsReading({ known: known.has(ask.text), frames: ask.frames })) continue;
    taken.push(ask.text);
    looking = tookReading(looking, ask.text);
  }
  return taken;
}

test('a code that the hut knows is taken at the first look, another one at the second in a row', () => {
  expect(play(['A'], new Set(['A']))).toEqual(['A']);
  expect(play(['A'])).toEqual([]);
  expect(play(['A', 'A'])).toEqual(['A']);
  expect(play(['A', null, 'A'])).toEqual([]);
  expect(play(['A', 'B', 'A', 'B'])).toEqual([]);
});

test('held before the camera, a code is one scan, however long', () => {
  expect(play(Array.from({ length: 200 }, () => 'A'))).toEqual(['A']);
  const flickering = Array.from({ length: 200 }, (_, i) => (i % 5 === 3 ? null : 'A'));
  expect(play(flickering, new Set(['A']))).toEqual(['A']);
});

test('taken away for a second and shown again, it is a new scan; for less it is not', () => {
  const away = (frames: number) => ['A', 'A', ...Array.from({ length: frames }, () => null), 'A', 'A'];
  expect(play(away(goneAfter))).toEqual(['A', 'A']);
  expect(play(away(goneAfter - 1))).toEqual(['A']);
});

test('a misread between two good looks is never taken, whatever comes before and after', () => {
  const frame = fc.constantFrom('A', 'A', null, 'B');
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 60 }), fc.array(frame, { maxLength: 60 }), (before, after) => {
      expect(play([...before, 'misread', ...after], new Set(['A', 'B']))).not.toContain('misread');
    }),
  );
});

test('the hut is asked at most twice about a code in the picture', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (frames) => {
      let looking = nothingSeen;
      let asked = 0;
      for (let i = 0; i < frames; i++) {
        const step = looked(looking, 'A');
        looking = step.looking;
        if (step.ask !== null) asked += 1;
      }
      expect(asked).toBeLessThanOrEqual(2);
    }),
  );
});
