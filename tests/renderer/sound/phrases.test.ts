import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../domain/contract/words.ts';
import { sumOfClip } from '../../../domain/sound/clip.ts';
import { lexicon } from '../../../renderer/sound/lexicon.ts';
import { piecesOf } from '../../../renderer/sound/phrases.ts';
import { calendar } from '../../../renderer/words/dates.ts';

const tables = Object.fromEntries(
  (['zh-CN', 'en'] as const).map((language) => [
    language,
    new Map(lexicon(language).map(({ clip }) => [sumOfClip(clip), clip])),
  ]),
);
const pieces = (language: Language, text: string) =>
  piecesOf(language, text, (sum) => tables[language]?.get(sum) ?? null);
/** What is heard, a bar between clips; what has no clip stands in brackets. */
const heard = (language: Language, text: string) =>
  pieces(language, text)
    .map(({ clip, words }) =>
      clip === null ? `[${words}]` : words.replaceAll(' ', language === 'en' ? ' ' : ''),
    )
    .join(' | ');

describe('a sentence is put together from few clips', () => {
  it.each([
    [
      '5号门，5号门开了。拿出活动扳手，再把门推上。',
      '5 | 号门 | 5 | 号门开了 | 拿出 | 活动扳手 | 再把门推上',
    ],
    ['请关112号门', '请关 | 100 | 12 | 号门'],
    ['每人手上最多 2 样，您已经有 12 样。', '每人手上最多 | 两 | 样 | 您已经有 | 12 | 样'],
    ['2号门', '2 | 号门'],
    ['205号门', '200 | 0 | 5 | 号门'],
    ['明天 11月24日 周二 晚上 8:05', '明天 | 11月 | 24日 | 周二 | 晚上 | 8点 | 0 | 5 | 分'],
    ['小票号 4 7 1 1', '小票号 | 4 | 7 | 1 | 1'],
    ['上午好，农历十月十五', '上午好 | 农历 | 十月 | 十五'],
    ['借这把冲击钻（绿）吗？', '借这 | 把 | 冲击钻 | [绿] | 吗'],
  ])('%s', (text, clips) => {
    expect(heard('zh-CN', text)).toBe(clips);
  });

  it.each([
    ['Door 12 is open', 'door | 12 | is open'],
    ['tomorrow, Tue 24 Nov, 8:30 pm', 'tomorrow | tue | 24 | nov | 8 | 30 | pm'],
  ])('%s', (text, clips) => {
    expect(heard('en', text)).toBe(clips);
  });

  it('has a clip for every door, day and hour', () => {
    const from = Date.UTC(2026, 0, 1);
    fc.assert(
      fc.property(
        fc.constantFrom('zh-CN' as const, 'en' as const),
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 0, max: 3 * 365 * 24 * 12 }),
        (language, door, fiveMinutes) => {
          const dates = calendar(language, 'Asia/Shanghai', from);
          const at = from + fiveMinutes * 300_000;
          const texts = [`${door}`, dates.full(at), dates.dayTime(at), dates.date(at), dates.greeting(at)];
          for (const text of texts) expect(heard(language, text), text).not.toMatch(/\[/);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says all of a text or leaves a hole where it is, never anything twice or out of order', () => {
    const words = fc.array(fc.constantFrom('5', '号门', '开了', '借好了', '，', '还', '奇', '8:00'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('，');
        const plain = (shown: string) => shown.replace(/[\s，]/g, '');
        const said = pieces('zh-CN', text).map(({ words }) => (words === '8点' ? '8:00' : words));
        expect(plain(said.join(''))).toBe(plain(text));
      }),
    );
  });
});

describe('the lexicon', () => {
  it.each(['zh-CN', 'en'] as const)(
    'has one name for each phrase of %s, first those said unasked',
    (language) => {
      const phrases = lexicon(language);
      expect(new Set(phrases.map(({ clip }) => sumOfClip(clip))).size).toBe(phrases.length);
      expect(phrases[0]?.clip).toMatch(/^door\./);
      expect(phrases.slice(0, 120).some(({ clip }) => clip.startsWith('borrowed.title'))).toBe(true);
    },
  );

  it('holds the names of the hut that it is given', () => {
    const named = lexicon('zh-CN', [{ zh: '绿豆糕模子', en: 'mould' }]);
    expect(named.at(-1)).toMatchObject({ words: '绿豆糕模子' });
    expect(named.length).toBe(lexicon('zh-CN').length + 1);
  });
});
