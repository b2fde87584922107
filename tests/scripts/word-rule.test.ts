import { expect, it } from 'vitest';
import { projectRoot } from '../../scripts/setup.mjs';
import { checkWords, wordsIn } from '../../scripts/word-rule.ts';

const breaches = (source: string) =>
  wordsIn('renderer/home/some.tsx', source).breaches.map(({ line }) => line);

it('finds words that stand in the code of a screen', () => {
  expect(breaches('export const A = () => <p>\n  Hello there\n</p>;')).toHaveLength(1);
  expect(breaches('export const A = () => <p aria-label="Close it" className="btn wide" />;')).toEqual([1]);
  expect(breaches("const a = 1;\nexport const words = ['借好了'];")).toEqual([2]);
  expect(breaches('export const door = (n: number) => `$' + '{n}号门`;')).toEqual([1]);
});

it('leaves alone what nobody reads', () => {
  expect(
    breaches(
      '// 说明\nexport const A = () => <p className="verdict" lang="en">{say(\'door.busy\')} · 5</p>;',
    ),
  ).toEqual([]);
  expect(breaches("export const at = { at: 'door' };")).toEqual([]);
});

it('knows a key by its name and by the pattern it is composed from', () => {
  const { keys, patterns } = wordsIn('renderer/a.tsx', "say('door.busy'); say(`ways.$" + '{way}How`);');
  expect(keys.has('door.busy')).toBe(true);
  expect(patterns.some((pattern) => pattern.test('ways.other-doorHow'))).toBe(true);
  expect(patterns.some((pattern) => pattern.test('door.lost'))).toBe(false);
});

it('holds for the screens as they are', () => {
  expect(checkWords(projectRoot)).toEqual([]);
});
