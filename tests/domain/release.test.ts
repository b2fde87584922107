import { expect, test } from 'vitest';
import { isBelow } from '../../domain/release.ts';

test.each([
  ['0.1.0', '0.1.0', false],
  ['0.1.0', '0.1.1', true],
  ['0.9.0', '0.10.0', true],
  ['1.0.0', '0.99.99', false],
  ['1.0.0-beta', '1.0.0', false],
])('release %s below %s: %s', (ours, minimum, below) => {
  expect(isBelow(ours, minimum)).toBe(below);
});
