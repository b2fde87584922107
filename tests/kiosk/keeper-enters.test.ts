import { describe, expect, it } from 'vitest';
import type { EntryOf, EntryWhat } from '../../domain/fund/entry.ts';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

/** From the list of a book: what, how much, in words, and yes. */
async function enterMoney(kiosk: Kiosk, of: EntryOf, what: EntryWhat, digits: string, words: string | null) {
  await kiosk.press({ do: 'enter', of });
  await kiosk.press({ do: 'entry-what', what });
  await kiosk.type(digits);
  await kiosk.press({ do: 'submit' });
  await kiosk.press({ do: 'entry-words', words });
  kiosk.on('keeper-entry-sure');
  await kiosk.press({ do: 'confirm' });
}

async function atBook(kiosk: Kiosk, book: 'fund' | 'donations') {
  await signIn(kiosk);
  await kiosk.press({ do: 'desk', function: book });
  return kiosk.on('keeper-entries');
}

describe('a keeper enters', () => {
  it('proceeds of the sale and what they were spent on, and everybody sees both', async () => {
    const kiosk = await Kiosk.open();
    expect(await atBook(kiosk, 'fund')).toMatchObject({ stands: 0, entries: [] });
    await enterMoney(kiosk, 'in', 'sale', '43050', null);
    expect(kiosk.on('keeper-done')).toMatchObject({ what: 'entered', book: 'fund' });
    await kiosk.press({ do: 'again' });
    await enterMoney(kiosk, 'out', 'buying', '26805', '给阅读书屋添新书');
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'figures' });
    expect(kiosk.on('figures')).toMatchObject({ proceeds: 43_050 });
    await kiosk.press({ do: 'book', book: 'fund' });
    const shown = kiosk.on('fund');
    expect(shown).toMatchObject({ came: 43_050, went: 26_805, left: 16_245 });
    expect(shown.newest.map(({ entry, keeper }) => [entry.what, entry.words, keeper])).toEqual([
      ['buying', '给阅读书屋添新书', 1],
      ['sale', null, 1],
    ]);
    await kiosk.press({ do: 'back' });
    kiosk.on('figures');
  });

  it('a donation of an organisation, and one of a resident, who stays unnamed', async () => {
    const kiosk = await Kiosk.open();
    await atBook(kiosk, 'donations');
    await kiosk.press({ do: 'enter', of: 'donation' });
    await kiosk.press({ do: 'entry-what', what: 'books' });
    await kiosk.type('126');
    await kiosk.press({ do: 'submit' });
    kiosk.on('keeper-entry-from');
    await kiosk.press({ do: 'entry-from', from: 'organisation' });
    // A name is what this screen is for.
    expect(await kiosk.press({ do: 'entry-words', words: null })).toBe(false);
    await kiosk.press({ do: 'entry-words', words: '市图书馆' });
    await kiosk.press({ do: 'confirm' });
    await kiosk.press({ do: 'again' });
    await kiosk.press({ do: 'enter', of: 'donation' });
    await kiosk.press({ do: 'entry-what', what: 'tools' });
    await kiosk.type('3');
    await kiosk.press({ do: 'submit' });
    await kiosk.press({ do: 'entry-from', from: 'resident' });
    await kiosk.press({ do: 'confirm' });
    await kiosk.press({ do: 'again' });
    expect(kiosk.on('keeper-entries').entries.map(({ entry }) => [entry.amount, entry.words])).toEqual([
      [3, null],
      [126, '市图书馆'],
    ]);
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'figures' });
    expect(kiosk.on('figures').given).toBe(129);
    await kiosk.press({ do: 'book', book: 'donations' });
    const { sums, newest } = kiosk.on('donations');
    expect(sums.map(({ what, amount }) => [what, amount])).toEqual([
      ['books', 126],
      ['tools', 3],
    ]);
    expect(newest.map(({ entry }) => entry.words)).toEqual([null, '市图书馆']);
  });

  it('nothing that is not there: what is spent beyond the fund is refused, and nothing is written', async () => {
    const kiosk = await Kiosk.open();
    await atBook(kiosk, 'fund');
    await enterMoney(kiosk, 'in', 'gift', '1000', null);
    await kiosk.press({ do: 'again' });
    const before = kiosk.ledger.head().seq;
    await enterMoney(kiosk, 'out', 'mending', '1001', null);
    expect(kiosk.on('keeper-refusal').why).toBe('fund-short');
    expect(kiosk.ledger.head().seq).toBe(before);
  });

  it('and takes a mistake back: it counts no more, stays in the list, and is taken back once', async () => {
    const kiosk = await Kiosk.open();
    await atBook(kiosk, 'fund');
    await enterMoney(kiosk, 'in', 'sale', '900000', null);
    await kiosk.press({ do: 'again' });
    const ref = kiosk.on('keeper-entries').entries[0]?.ref ?? '';
    await kiosk.press({ do: 'entry', ref });
    expect(kiosk.on('keeper-entry').kept.entry.amount).toBe(900_000);
    await kiosk.press({ do: 'confirm' });
    expect(kiosk.on('keeper-done').what).toBe('entry-taken-back');
    await kiosk.press({ do: 'again' });
    expect(kiosk.on('keeper-entries')).toMatchObject({ stands: 0, entries: [{ ref, takenBack: true }] });
    expect(await kiosk.press({ do: 'entry', ref })).toBe(false);
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'figures' });
    await kiosk.press({ do: 'book', book: 'fund' });
    expect(kiosk.on('fund')).toMatchObject({ came: 0, left: 0, newest: [] });
  });

  it('no number of a person, no nought, no purpose of the other side, and not while the disk refuses', async () => {
    const kiosk = await Kiosk.open();
    await atBook(kiosk, 'fund');
    await kiosk.press({ do: 'enter', of: 'out' });
    expect(await kiosk.press({ do: 'entry-what', what: 'sale' })).toBe(false);
    await kiosk.press({ do: 'entry-what', what: 'mending' });
    await kiosk.type('00');
    expect(await kiosk.press({ do: 'submit' })).toBe(false);
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'back' });
    await kiosk.press({ do: 'enter', of: 'in' });
    await kiosk.press({ do: 'entry-what', what: 'gift' });
    await kiosk.type('0500');
    expect(kiosk.on('keeper-entry-amount').amount).toBe(500);
    await kiosk.press({ do: 'submit' });
    expect(await kiosk.press({ do: 'entry-words', words: '王先生 13800000001' })).toBe(false);
    await kiosk.press({ do: 'entry-words', words: null });
    kiosk.ledger.db.pragma('query_only = ON');
    await kiosk.press({ do: 'confirm' });
    expect(kiosk.on('keeper-refusal').why).toMatch(/^disk-/);
    kiosk.ledger.db.pragma('query_only = OFF');
    expect(kiosk.opened.store.fund.count()).toBe(0);
  });

  it('and nobody else: without a keeper the presses mean nothing', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    expect(await kiosk.press({ do: 'enter', of: 'in' })).toBe(false);
    await atBook(kiosk, 'fund');
    await kiosk.press({ do: 'enter', of: 'in' });
    await kiosk.pass(60_000);
    await kiosk.pass(30_000);
    expect(await kiosk.press({ do: 'entry-what', what: 'sale' })).toBe(false);
  });
});
