import { hash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Refusal, Way } from '../../domain/contract/screen.ts';
import { consentVersion } from '../../domain/people/identity.ts';
import { refusalWords } from '../../renderer/lending/refusal-words.ts';
import { allWords } from '../../renderer/words/all-words.ts';
import { calendar, lunarDay } from '../../renderer/words/dates.ts';
import { fetchVisitWords } from '../../renderer/words/fetch-words.ts';
import { nameInside, sayIn } from '../../renderer/words/words.ts';
import { now, refusalCases } from './fixtures.ts';

type Tree = { [key: string]: string | Tree };
function leaves(tree: Tree, at = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[at + key, value]] : leaves(value, `${at}${key}.`),
  );
}
const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();
const languages = ['zh-CN', 'en'] as const;

beforeAll(fetchVisitWords);

describe('the catalogues', () => {
  const zh = new Map(leaves(allWords('zh-CN')));
  const en = new Map(leaves(allWords('en')));

  it('have the same keys and no empty words', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    for (const [key, words] of [...zh, ...en]) expect(words.trim(), key).not.toBe('');
  });

  it('fill in nothing that the other language is not given', () => {
    for (const [key, words] of en) {
      const given = slots(zh.get(key) ?? '');
      // English may leave out what it does not say, such as the measure word, but never asks for more.
      for (const slot of slots(words)) {
        const kin = [...zh.keys()].filter((k) => k.startsWith(key.replace(/\w+$/, '')));
        const offered = new Set([...given, ...kin.flatMap((k) => slots(zh.get(k) ?? ''))]);
        expect(offered.has(slot ?? ''), `${key} wants ${slot}`).toBe(true);
      }
    }
  });

  it('say 您, never 用户 or 系统, and do not shout at who was refused', () => {
    for (const [key, words] of zh) {
      expect(words, key).not.toMatch(/你|用户|系统|错误|失败|非法/);
      if (key.startsWith('refusal')) expect(words, key).not.toMatch(/[！!]/);
    }
  });

  it('say of a day only that a thing was due then: it may be today', () => {
    for (const [key, words] of zh) expect(words, key).not.toMatch(/过了\{\{/);
  });

  it('name keys by the words that stand on them', () => {
    const all = allWords('zh-CN');
    const { why } = all.desk.refusal['phone-unknown'];
    for (const key of [all.home.myLoans, all.identify.phone]) expect(why).toContain(`“${key}”`);
  });

  it('of the consent go with its version: who changes them raises it', () => {
    const sum = hash('sha256', JSON.stringify(languages.map((language) => allWords(language).consent)));
    expect({ version: consentVersion, sum: sum.slice(0, 12) }).toEqual({
      version: '2026-11-27',
      sum: '4a3d8d604a49',
    });
  });

  it('give every way a name and a line', () => {
    for (const language of languages) {
      for (const way of Way.options) {
        expect(allWords(language).ways[way]).toBeTruthy();
        expect(allWords(language).ways[`${way}How`]).toBeTruthy();
      }
    }
  });
});

describe('refusals', () => {
  it('are all drawn by a fixture', () => {
    const codes = Refusal.options.map((option) => option.shape.why.value);
    expect([...new Set(refusalCases.map(({ refusal }) => refusal.why))].sort()).toEqual([...codes].sort());
  });

  it.each(languages)('say way, why and reassurance in %s, with nothing left unfilled', (language) => {
    const tongue = { say: sayIn(language), dates: calendar(language, 'Asia/Shanghai', now), language };
    for (const { refusal, flow } of refusalCases) {
      const words = refusalWords(refusal, flow, tongue);
      for (const text of Object.values(words)) {
        expect(text.trim(), refusal.why).not.toBe('');
        expect(text, refusal.why).not.toMatch(/\{\{|refusal\./);
      }
    }
  });
});

describe('dates', () => {
  const hour = 3_600_000;
  const zh = calendar('zh-CN', 'Asia/Shanghai', now);
  const en = calendar('en', 'Asia/Shanghai', now);

  it('are said as people say them', () => {
    const due = Date.UTC(2026, 10, 24, 12, 0);
    expect(zh.dayTime(due)).toBe('明天 晚上 8:00');
    expect(zh.date(due)).toBe('11月24日 星期二');
    expect(zh.full(due)).toBe('明天 11月24日 周二 晚上 8:00');
    expect(zh.day(due + 48 * hour)).toBe('周四');
    expect(zh.dayTime(due + 29 * 24 * hour)).toBe('12月23日 晚上 8:00');
    expect(zh.day(now - 13 * hour)).toBe('昨天');
    expect(zh.clock(now)).toBe('9:41');
    expect(en.dayTime(due)).toBe('tomorrow, 8:00\u00a0pm');
    expect(en.date(due)).toBe('Tuesday, 24 November');
    expect(en.day(due + 48 * hour)).toBe('Thursday');
  });

  it('greet by the hour, with the lunar day in Chinese only', () => {
    expect(zh.greeting(now)).toBe('上午好，农历十月十五');
    expect(en.greeting(now)).toBe('Good morning');
    expect(zh.greeting(now + 10 * hour)).toMatch(/^晚上好/);
    expect([1, 10, 11, 20, 21, 29, 30].map(lunarDay)).toEqual([
      '初一',
      '初十',
      '十一',
      '二十',
      '廿一',
      '廿九',
      '三十',
    ]);
  });

  it('follow the time zone of the hut, not of the machine', () => {
    const midnight = Date.UTC(2026, 10, 23, 16, 0);
    expect(zh.day(midnight)).toBe('明天');
    expect(calendar('zh-CN', 'UTC', now).day(midnight)).toBe('今天');
  });

  it('never name two days of a week alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (days) => {
        const from = now + days * 24 * hour;
        const seen = calendar('zh-CN', 'Asia/Shanghai', from);
        const names = [0, 1, 2, 3, 4, 5, 6].map((n) => seen.day(from + n * 24 * hour));
        expect(new Set(names).size).toBe(7);
      }),
      { numRuns: 60 },
    );
  });
});

it('names stand small in the middle of an English sentence, but keep their capitals', () => {
  expect(nameInside('en', { zh: '冲击钻', en: 'Hammer drill' })).toBe('hammer drill');
  expect(nameInside('en', { zh: '灯', en: 'LED lamp' })).toBe('LED lamp');
  expect(nameInside('en', { zh: '灯', en: '' })).toBe('灯');
});
