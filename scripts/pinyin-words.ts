import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinyin, polyphonic } from 'pinyin-pro';
import { kindCatalogue } from '../domain/stock/kinds.ts';

/**
 * Writes the words of the pinyin keyboard: `node scripts/run.mjs scripts/pinyin-words.ts`. From jieba's word list
 * (MIT, in @node-rs/jieba: word, count, part of speech) the most frequent that the font can draw, read by pinyin-pro
 * (MIT).
 *
 * A JSON list of lines. A line is one reading, `ban shou`, a tab, then its words, most frequent first, each with its weight: 3 ln(count),
 * a whole number. Lines stand in the order of their reading.
 */
const root = join(import.meta.dirname, '..');
export const wordsFile = join(root, 'renderer/keyboard/pinyin-words.json');
/** Longer words than single characters, the most frequent so many. */
const mostWords = 42_000;
/** Single characters seen fewer times than this are left out. */
const leastCharacter = 3;
/** What stands in a hut is asked for more often than the newspapers say. */
const huts = [
  '小屋',
  '海棠',
  '海棠里',
  '主理人',
  '轮椅',
  '拐杖',
  '充电宝',
  '冲击钻',
  '扳手',
  '锤子',
  '梯子',
  '手推车',
];
const hutCount = 8_000;

/** The code points that the font of the screens has, by the ranges of its slices: any other would be a box. */
function codePointsOfFont(): Set<number> {
  const css = readFileSync(join(root, 'node_modules/@fontsource-variable/noto-sans-sc/index.css'), 'utf8');
  const found = new Set<number>();
  for (const [, list = ''] of css.matchAll(/unicode-range:([^;]+);/g)) {
    for (const range of list.split(',')) {
      const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-');
      for (let code = Number.parseInt(first, 16); code <= Number.parseInt(last, 16); code++) found.add(code);
    }
  }
  return found;
}
const ofFont = codePointsOfFont();
/** Whether the screens can draw every character of it. */
export const canBeDrawn = (word: string): boolean =>
  [...word].every((character) => ofFont.has(character.codePointAt(0) ?? 0));

const weight = (count: number) => Math.max(1, Math.round(3 * Math.log(count)));

/** The whole file as it should stand. */
export function pinyinWords(): string {
  const counts = new Map<string, number>();
  for (const line of readFileSync(join(root, 'node_modules/@node-rs/jieba/dict.txt'), 'utf8').split('\n')) {
    const [word = '', count = '0'] = line.split(' ');
    if (/^\p{Script=Han}{1,6}$/u.test(word)) counts.set(word, Math.max(counts.get(word) ?? 0, Number(count)));
  }
  for (const word of [...huts, ...kindCatalogue.map(({ name }) => name.zh)]) {
    if (/^\p{Script=Han}+$/u.test(word)) counts.set(word, Math.max(counts.get(word) ?? 0, hutCount));
  }
  const byCount = [...counts]
    .filter(([word]) => canBeDrawn(word))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const readings = new Map<string, [word: string, weight: number][]>();
  const add = (reading: string, word: string, count: number) => {
    const spelled = reading.replaceAll('ü', 'v');
    if (!/^[a-z]+( [a-z]+)*$/.test(spelled)) return;
    const words = readings.get(spelled) ?? [];
    words.push([word, weight(count)]);
    readings.set(spelled, words);
  };
  for (const [character, count] of byCount) {
    if ([...character].length > 1 || count < leastCharacter) continue;
    const [all = ''] = polyphonic(character, { toneType: 'none', type: 'string' }) as unknown as string[];
    // The first reading is the usual one.
    for (const [i, reading] of [...new Set(all.split(' '))].entries())
      add(reading, character, i === 0 ? count : count / 12 + 1);
  }
  for (const [word, count] of byCount.filter(([word]) => [...word].length > 1).slice(0, mostWords)) {
    add(pinyin(word, { toneType: 'none' }), word, count);
  }
  const lines = [...readings]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reading, words]) => {
      const sorted = words.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      return `${reading}\t${sorted.map(([word, heavy]) => `${word}${heavy}`).join(' ')}`;
    });
  return `${JSON.stringify(lines, null, 0).replaceAll('","', '",\n"')}\n`;
}

if (import.meta.main) writeFileSync(wordsFile, pinyinWords());
