import { expect, test } from 'vitest';
import { loudnessFor } from '../../../hut/sound/sound-now.ts';

test('who wants it louder has it louder, who wants it softer softer, and a silent hour stays silent', () => {
  for (const hour of [0.2, 0.4, 0.6]) {
    expect(loudnessFor(hour, 'loud')).toBeGreaterThan(hour * 1.4);
    expect(loudnessFor(hour, 'usual')).toBe(hour);
    expect(loudnessFor(hour, 'soft')).toBeLessThan(hour * 0.6);
  }
  expect(loudnessFor(1, 'loud')).toBe(1);
  for (const volume of ['loud', 'usual', 'soft'] as const) expect(loudnessFor(0, volume)).toBe(0);
});
