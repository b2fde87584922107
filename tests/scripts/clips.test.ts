import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clipId } from '../../domain/sound/clip.ts';
import { sumOfPhrase } from '../../domain/sound/spoken-units.ts';
import type { Phrase } from '../../renderer/sound/lexicon.ts';
import { makeClips } from '../../scripts/clips/make-clips.ts';
import { numeral, pronounce } from '../../scripts/clips/pronounce.ts';

const phrase = (words: string): Phrase => ({
  clip: clipId('a.key', sumOfPhrase(words)),
  words,
  sentence: words,
});

test('only what is new is made, what nobody says goes, and the list names what is there', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'xiaowu-clips-')), 'clips');
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const list = (words: string[]) => (language: string) => (language === 'en' ? [] : words.map(phrase));
  expect(await makeClips(out, list(['借好了', '还好了']))).toEqual({ made: 2, kept: 0 });
  const file = join(out, 'zh-CN', `${phrase('借好了').clip}.ogg`);
  expect(readFileSync(file).toString('latin1', 0, 4)).toBe('OggS');
  expect(statSync(file).size).toBeLessThan(4_000);
  writeFileSync(join(out, 'zh-CN', '.1-half.ogg'), 'half a file of a run that was cut off');
  expect(await makeClips(out, list(['借好了', '找到了']))).toEqual({ made: 1, kept: 1 });
  const names = [phrase('借好了').clip, phrase('找到了').clip];
  expect(JSON.parse(readFileSync(join(out, 'zh-CN.json'), 'utf8'))).toEqual(names);
  expect(readdirSync(join(out, 'zh-CN')).sort()).toEqual(names.map((clip) => `${clip}.ogg`).sort());
});

test('还 is huán where something is given back, and hái where it means still', () => {
  const read = (words: string) => pronounce('zh-CN', words).split(' ')[[...words].indexOf('还')];
  for (const words of [
    '还好了',
    '还东西',
    '先还一样',
    '请按时还',
    '谁来还都行',
    '前还',
    '还了可以再借',
    '放进还物筐',
  ]) {
    expect(read(words), words).toBe('huan2');
  }
  for (const words of [
    '您还在吗',
    '还有 3 秒',
    '门还开着',
    '还没录',
    '还差 2 位',
    '小屋还能做的事',
    '还可以按 2 次',
  ]) {
    expect(read(words), words).toBe('hai2');
  }
});

test('numbers and characters with two readings are said as people say them', () => {
  expect(numeral('0')).toBe('零');
  expect(numeral('10')).toBe('十');
  expect(numeral('12')).toBe('十二');
  expect(numeral('40')).toBe('四十');
  expect(numeral('105')).toBe('一百零五');
  expect(numeral('112')).toBe('一百一十二');
  expect(numeral('2026')).toBe('二零二六');
  expect(pronounce('zh-CN', '请先打 120')).toMatch(/yao1 er4 ling2$/);
  expect(pronounce('zh-CN', '全部重按')).toBe('quan2 bu4 chong2 an4');
  expect(pronounce('zh-CN', '就发卡')).toBe('jiu4 fa1 ka3');
  expect(pronounce('zh-CN', '借好了')).toBe('jie4 hao3 le5');
});
