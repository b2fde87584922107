import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createPinyin } from '../../../renderer/keyboard/pinyin.ts';
import { strike, type Writing } from '../../../renderer/keyboard/writing.ts';
import { canBeDrawn, pinyinWords, wordsFile } from '../../../scripts/pinyin-words.ts';

const file = readFileSync(wordsFile, 'utf8');
const lines = JSON.parse(file) as string[];
const pinyin = createPinyin(lines);
const words = (letters: string) => pinyin.candidates(letters).map(({ word }) => word);
const all = lines.map((line) => line.split('\t') as [reading: string, words: string]);
/** Words that are read alike at most: characters read yi. */
const mostAlike = Math.max(...all.map(([, list]) => list.split(' ').length));
const anyReading = fc.constantFrom(...all);

test('the words are those that the command writes', () => {
  expect(file === pinyinWords()).toBe(true);
});

test('the font of the screens has every character of them', () => {
  const words = all.flatMap(([, list]) => list.split(' ').map((each) => each.replace(/\d+$/, '')));
  expect(words.filter((word) => !canBeDrawn(word))).toEqual([]);
  // Not one that is said to be there: 鵖 is in no slice.
  expect(canBeDrawn('海棠里')).toBe(true);
  expect(canBeDrawn('鵖')).toBe(false);
});

describe('whole words', () => {
  it.each([
    ['banshou', '扳手'],
    ['lunyi', '轮椅'],
    ['nihao', '你好'],
    ['xiexienin', '谢谢您'],
    ['lvse', '绿色'],
    ["xi'an", '西安'],
    ['xian', '先'],
  ])('%s offers %s first', (letters, word) => {
    expect(words(letters)[0]).toBe(word);
  });

  it('finds what the south spells otherwise, after what is spelled so', () => {
    expect(words('zongguo')).toContain('中国');
    expect(words('sanghai')[0]).toBe('上海');
    const [plain, southern] = [words('si').indexOf('四'), words('si').indexOf('是')];
    expect(plain).toBeGreaterThanOrEqual(0);
    expect(southern).toBeGreaterThan(plain);
  });

  it('offers a word before its last syllable is finished', () => {
    for (const letters of ['bansh', 'bansho']) expect(words(letters).slice(0, 8)).toContain('扳手');
  });

  const offersAll = ([reading, list]: [reading: string, words: string]) => {
    const offered = new Map(
      pinyin.candidates(reading.replaceAll(' ', "'")).map(({ word, used }) => [word, used]),
    );
    const missing = list.split(' ').map((each) => each.replace(/\d+$/, ''));
    expect(
      missing.filter((word) => offered.get(word) !== reading.length),
      reading,
    ).toEqual([]);
  };

  it('every word of the list is offered for its reading, exactly', () => {
    fc.assert(fc.property(anyReading, offersAll), { numRuns: 300 });
  });

  // One letter begins hundreds of words, and some 170 characters are read yi: the rare ones come last, but they come.
  it.each(['m', 'yi', 'bi', 'chan'])('every character read %s is offered', (syllable) => {
    offersAll(all.find(([reading]) => reading === syllable) ?? ['', '']);
  });
});

describe('whatever letters are typed', () => {
  const letters = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz'"), maxLength: 40 });
  it('each candidate takes some of them, never more, none twice', () => {
    fc.assert(
      fc.property(letters, (typed) => {
        const found = pinyin.candidates(typed);
        for (const { word, used } of found) {
          expect(word).toMatch(/^\p{Script=Han}+$/u);
          expect(used).toBeGreaterThan(0);
          expect(used).toBeLessThanOrEqual(typed.length);
        }
        expect(new Set(found.map(({ word }) => word)).size).toBe(found.length);
        expect(found.length).toBeLessThanOrEqual(81 + mostAlike);
        // Behind the eighty stand only words that are read as all of it.
        expect(found.slice(80).every(({ used }) => used === typed.length)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('parting them loses no letter, and syllables part where they were joined', () => {
    fc.assert(
      fc.property(letters, (typed) => {
        expect(pinyin.parted(typed).replace(/[ ']/g, '')).toBe(typed.replaceAll("'", ''));
      }),
      { numRuns: 200 },
    );
    expect(pinyin.parted('banshou')).toBe('ban shou');
    expect(pinyin.parted("xi'an")).toBe('xi an');
    expect(pinyin.parted('fangan')).toBe('fang an');
  });

  it('choosing the first again and again ends, with all letters used', () => {
    fc.assert(
      fc.property(fc.array(anyReading, { minLength: 1, maxLength: 4 }), (readings) => {
        let writing: Writing = {
          text: '',
          letters: readings.map(([reading]) => reading.replaceAll(' ', '')).join(''),
        };
        writing.letters = writing.letters.slice(0, 40);
        for (let i = 0; i < 40 && writing.letters !== ''; i++) {
          const candidate = pinyin.candidates(writing.letters)[0];
          if (candidate === undefined) throw new Error(`nothing for ${writing.letters}`);
          writing = strike(writing, { do: 'choose', candidate }, 'pinyin', pinyin, 200);
        }
        expect(writing.letters).toBe('');
        expect(writing.text).toMatch(/^\p{Script=Han}+$/u);
      }),
      { numRuns: 60 },
    );
  });
});

describe('writing', () => {
  const type = (keys: string, from: Writing = { text: '', letters: '' }, longest = 60) =>
    [...keys].reduce((now, letter) => strike(now, { do: 'letter', letter }, 'pinyin', pinyin, longest), from);

  it('a sign settles what waits, as leaving the layout does', () => {
    expect(type('lunyi，')).toEqual({ text: '轮椅，', letters: '' });
    expect(strike(type('lunyi'), { do: 'settle' }, 'pinyin', pinyin, 60)).toEqual({
      text: '轮椅',
      letters: '',
    });
    expect(strike(type('lunyi'), { do: 'space' }, 'pinyin', pinyin, 60).text).toBe('轮椅');
  });

  it('a space is a space where nothing waits', () => {
    expect(strike(type('lunyi，'), { do: 'space' }, 'pinyin', pinyin, 60).text).toBe('轮椅， ');
  });

  it('deletes letters first, then whole characters', () => {
    const once = strike(type('a', { text: '轮椅', letters: '' }), { do: 'delete' }, 'pinyin', pinyin, 60);
    expect(once).toEqual({ text: '轮椅', letters: '' });
    expect(strike(once, { do: 'delete' }, 'pinyin', pinyin, 60).text).toBe('轮');
    expect(strike({ text: '𠮷', letters: '' }, { do: 'delete' }, 'pinyin', pinyin, 60).text).toBe('');
  });

  it('never grows longer than it may, whatever is struck', () => {
    const stroke = fc.oneof(
      fc.constantFrom(...'abcdefgnosuz，').map((letter) => ({ do: 'letter' as const, letter })),
      fc.constantFrom({ do: 'delete' as const }, { do: 'space' as const }, { do: 'settle' as const }),
    );
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (strokes, longest) => {
        let now: Writing = { text: '', letters: '' };
        for (const each of strokes) {
          now = strike(now, each, 'pinyin', pinyin, longest);
          expect([...now.text].length).toBeLessThanOrEqual(longest);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('without the words it keeps the letters', () => {
    expect(strike({ text: '', letters: 'lun' }, { do: 'settle' }, 'pinyin', null, 60).text).toBe('lun');
  });
});
