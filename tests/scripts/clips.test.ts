import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clipId } from '../../domain/sound/clip.ts';
import { sumOfPhrase } from '../../domain/sound/spoken-units.ts';
import { practiceNames } from '../../hut/stock/practice-stock.ts';
import { lexicon, type Phrase } from '../../renderer/sound/lexicon.ts';
import { addLanguages } from '../../renderer/words/words.ts';
import { openEngine } from '../../scripts/clips/espeak.ts';
import { faultOfClip } from '../../scripts/clips/listen.ts';
import { makeClips } from '../../scripts/clips/make-clips.ts';
import { numeral, pronounce } from '../../scripts/clips/pronounce.ts';

const phrase = (words: string): Phrase => ({
  clip: clipId('a.key', sumOfPhrase(words)),
  words,
  sentence: words,
});

/** Not there yet; taken away with the test. */
function clipsFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-clips-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, 'clips');
}

test('only what is new is made, what nobody says goes, and the list names what is there', async () => {
  const out = clipsFolder();
  const list = (words: string[]) => (language: string) => (language === 'en' ? [] : words.map(phrase));
  expect(await makeClips(out, list(['借好了', '还好了']))).toMatchObject({ made: 2, kept: 0 });
  const file = join(out, 'zh-CN', `${phrase('借好了').clip}.ogg`);
  expect(readFileSync(file).toString('latin1', 0, 4)).toBe('OggS');
  expect(statSync(file).size).toBeLessThan(4_000);
  writeFileSync(join(out, 'zh-CN', '.1-half.ogg'), 'half a file of a run that was cut off');
  expect(await makeClips(out, list(['借好了', '找到了']))).toMatchObject({ made: 1, kept: 1 });
  const names = [phrase('借好了').clip, phrase('找到了').clip];
  expect(JSON.parse(readFileSync(join(out, 'zh-CN.json'), 'utf8'))).toEqual(names);
  expect(readdirSync(join(out, 'zh-CN')).sort()).toEqual(names.map((clip) => `${clip}.ogg`).sort());
});

test('a further language is said where the engine has a voice for it, and named as a gap where it has none', async () => {
  const out = clipsFolder();
  addLanguages({ './fr.ts': () => Promise.reject(), './qps.ts': () => Promise.reject() });
  const list = (language: string) => (language === 'zh-CN' || language === 'en' ? [] : [phrase('merci')]);
  expect(await makeClips(out, list)).toEqual({ made: 1, kept: 0, silent: ['qps'], bad: [] });
  expect(readdirSync(join(out, 'fr'))).toEqual([`${phrase('merci').clip}.ogg`]);
  // The screen asks for this list: nothing is said in it, and reading aloud is not offered.
  expect(JSON.parse(readFileSync(join(out, 'qps.json'), 'utf8'))).toEqual([]);
});

describe('what is wrong with a clip is in its signal', () => {
  const rate = 22_050;
  const tone = (seconds: number, size: (at: number) => number) => ({
    rate,
    samples: Int16Array.from({ length: seconds * rate }, (_, i) =>
      Math.max(-32_768, Math.min(32_767, size(i / rate) * 32_767 * Math.sin(i / 5))),
    ),
  });
  const even = () => 0.15;
  test.each([
    ['nothing', tone(1.2, even), null],
    ['silence', { rate, samples: new Int16Array(0) }, /is silent/],
    ['a whisper', tone(1.2, () => 0.01), /dB loud/],
    ['a crackle', tone(1.2, (at) => (at < 0.05 ? 4 : 0.15)), /full scale/],
    ['a hole', tone(3, (at) => (at > 0.5 && at < 1.8 ? 0 : 0.2)), /still for 1.3 s/],
    ['half of it', tone(0.3, even), /takes 0.10 s for each of 3/],
    ['more than it', tone(4, even), /takes 1.33 s for each of 3/],
  ] as const)('%s', (_, sound, why) => {
    const fault = faultOfClip('zh-CN', '还好了', sound);
    if (why === null) expect(fault).toBeNull();
    else expect(fault).toMatch(why);
  });

  test.each(['zh-CN', 'en'] as const)(
    'no clip of %s has such a fault: every sixth is listened to',
    async (language) => {
      const { say } = await openEngine();
      const faults = lexicon(language, practiceNames)
        .filter((_, i) => i % 6 === 0)
        .map(({ words }) => [words, faultOfClip(language, words, say(language, pronounce(language, words)))])
        .filter(([, fault]) => fault !== null);
      expect(faults).toEqual([]);
    },
    30_000,
  );
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
