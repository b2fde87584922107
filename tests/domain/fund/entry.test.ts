import { describe, expect, it } from 'vitest';
import { Entry } from '../../../domain/fund/entry.ts';
import { PublicWords } from '../../../domain/fund/public-words.ts';

describe('words that everybody may read', () => {
  it.each(['市图书馆', '买 3 把梯子', 'Suzhou Library', '修 2026 年的台阶'])('%j may stand', (words) => {
    expect(PublicWords.safeParse(words).success).toBe(true);
  });
  it.each([
    ['', 'nothing'],
    [' 图书馆', 'a blank before it'],
    ['图书馆\n', 'a line of its own'],
    ['图\u0000书', 'a control character'],
    ['书'.repeat(21), 'too long'],
    ['王女士 13800000001', 'a phone number'],
    ['138 0000 0001', 'a grouped one'],
    ['138****5678', 'a masked one'],
  ])('%j may not: %s', (words) => {
    expect(PublicWords.safeParse(words).success).toBe(false);
  });
});

describe('an entry', () => {
  it.each([
    [{ of: 'in', what: 'sale', amount: 1, words: null }, true],
    [{ of: 'out', what: 'mending', amount: 99_999_999, words: '换锁' }, true],
    [{ of: 'donation', what: 'books', amount: 9_999, words: null }, true],
    [{ of: 'in', what: 'mending', amount: 1, words: null }, false],
    [{ of: 'out', what: 'books', amount: 1, words: null }, false],
    [{ of: 'donation', what: 'sale', amount: 1, words: null }, false],
    [{ of: 'in', what: 'sale', amount: 0, words: null }, false],
    [{ of: 'in', what: 'sale', amount: -5, words: null }, false],
    [{ of: 'in', what: 'sale', amount: 1.5, words: null }, false],
    [{ of: 'in', what: 'sale', amount: 100_000_000, words: null }, false],
    [{ of: 'donation', what: 'books', amount: 10_000, words: null }, false],
    [{ of: 'in', what: 'sale', amount: 1, words: null, keeper: 'x' }, false],
  ])('%j: %s', (entry, taken) => {
    expect(Entry.safeParse(entry).success).toBe(taken);
  });
});
