import type { EntryView } from '../../domain/contract/fund-screen.ts';
import type { Screen } from '../../domain/contract/screen.ts';
import type { Entry } from '../../domain/fund/entry.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 23, 1, 41);
const kept = (nth: number, entry: Entry, takenBack = false): EntryView => ({
  ref: `entry-${nth}`,
  entry,
  at: now - nth * day,
  keeper: (nth % 2) + 1,
  takenBack,
});
const money: EntryView[] = [
  kept(0, { of: 'out', what: 'buying', amount: 26_800, words: '给阅读书屋添新书' }),
  kept(1, { of: 'in', what: 'sale', amount: 43_050, words: null }),
  kept(
    2,
    { of: 'out', what: 'neighbours', amount: 120_000, words: '重阳节看望十二位独居老人带去米面油和棉被' },
    true,
  ),
  kept(5, { of: 'in', what: 'small-matters', amount: 200_000, words: null }),
];
const given: EntryView[] = [
  kept(0, { of: 'donation', what: 'books', amount: 126, words: '市图书馆' }),
  kept(1, { of: 'donation', what: 'tools', amount: 3, words: null }),
  kept(3, { of: 'donation', what: 'aids', amount: 1, words: '姑苏区残疾人联合会' }),
];

/** The fund and the donations: the public page, and what a keeper enters. */
export const fundScreens: Record<string, Screen> = {
  fund: {
    at: 'fund',
    came: 348_650,
    went: 146_805,
    left: 201_845,
    sums: [
      { of: 'in', what: 'sale', amount: 128_650 },
      { of: 'in', what: 'small-matters', amount: 200_000 },
      { of: 'in', what: 'gift', amount: 20_000 },
      { of: 'out', what: 'buying', amount: 86_805 },
      { of: 'out', what: 'mending', amount: 36_000 },
      { of: 'out', what: 'neighbours', amount: 24_000 },
    ],
    newest: money.slice(0, 3).map((each) => ({ ...each, takenBack: false })),
  },
  donations: {
    at: 'donations',
    sums: [
      { of: 'donation', what: 'books', amount: 254 },
      { of: 'donation', what: 'tools', amount: 18 },
      { of: 'donation', what: 'aids', amount: 4 },
      { of: 'donation', what: 'goods', amount: 10 },
    ],
    newest: given,
  },
  'donations-new': { at: 'donations', sums: [], newest: [] },
  'fund-new': { at: 'fund', came: 0, went: 0, left: 0, sums: [], newest: [] },
  'keeper-entries': {
    at: 'keeper-entries',
    book: 'fund',
    page: 0,
    pages: 3,
    stands: 201_845,
    entries: money.slice(0, 3),
  },
  'keeper-entries-given': {
    at: 'keeper-entries',
    book: 'donations',
    page: 0,
    pages: 1,
    stands: 286,
    entries: given,
  },
  'keeper-entries-none': {
    at: 'keeper-entries',
    book: 'fund',
    page: 0,
    pages: 1,
    stands: 0,
    entries: [],
  },
  'keeper-entry': {
    at: 'keeper-entry',
    kept: kept(2, {
      of: 'out',
      what: 'neighbours',
      amount: 120_000,
      words: '重阳节看望十二位独居老人带去米面油和棉被',
    }),
  },
  'keeper-entry-what-in': { at: 'keeper-entry-what', of: 'in' },
  'keeper-entry-what-out': { at: 'keeper-entry-what', of: 'out' },
  'keeper-entry-what-given': { at: 'keeper-entry-what', of: 'donation' },
  'keeper-entry-amount': { at: 'keeper-entry-amount', of: 'out', what: 'buying', amount: 26_800 },
  'keeper-entry-amount-empty': { at: 'keeper-entry-amount', of: 'in', what: 'sale', amount: 0 },
  'keeper-entry-amount-given': { at: 'keeper-entry-amount', of: 'donation', what: 'books', amount: 126 },
  'keeper-entry-from': { at: 'keeper-entry-from', what: 'books', amount: 126 },
  'keeper-entry-words': { at: 'keeper-entry-words', of: 'out', what: 'buying' },
  'keeper-entry-words-given': { at: 'keeper-entry-words', of: 'donation', what: 'books' },
  'keeper-entry-sure': {
    at: 'keeper-entry-sure',
    entry: { of: 'out', what: 'buying', amount: 26_805, words: '给阅读书屋添新书' },
  },
  'keeper-entry-sure-given': {
    at: 'keeper-entry-sure',
    entry: { of: 'donation', what: 'books', amount: 126, words: '市图书馆' },
  },
  'keeper-done-entered': { at: 'keeper-done', what: 'entered', book: 'fund' },
  'keeper-done-taken-back': { at: 'keeper-done', what: 'entry-taken-back', book: 'donations' },
};
