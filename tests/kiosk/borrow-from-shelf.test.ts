import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('borrowing from the shelf', () => {
  it('takes no touch and two scans', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    const item = kiosk.on('item');
    expect(item).toMatchObject({ inHand: true, item: { item: book.item } });
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('borrowed')).toMatchObject({ due: item.due, item: { item: book.item } });
    expect(kiosk.events()).toEqual(['loan-begun']);
    expect(kiosk.lending.isOut(book.item)).toBe(true);
  });

  it('takes thing, card, thing, card, as fast as somebody scans; the same card twice on end is one', async () => {
    const kiosk = await Kiosk.open();
    for (const nth of [1, 2]) {
      await kiosk.scan(kiosk.item('book', 'shelf').barcode);
      await kiosk.scan(kiosk.card);
      kiosk.on('borrowed');
      await kiosk.scan(kiosk.card);
      expect(kiosk.cues.at(-1)).toBe('amber');
      kiosk.on('borrowed');
      await kiosk.pass(1_000);
      expect(kiosk.events()).toHaveLength(nth);
    }
  });

  it('of a thing chosen by its picture asks for it to be fetched and scanned, and lends the one that was', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('book');
    await kiosk.press({ do: 'borrow' });
    kiosk.on('fetch');
    expect(kiosk.events()).toEqual([]);
    const other = kiosk.item('book', 'shelf', 1);
    await kiosk.scan(other.barcode);
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('borrowed').item.item).toBe(other.item);
  });

  it('takes one touch more for a kind with a notice', async () => {
    const kiosk = await Kiosk.open();
    const ladder = kiosk.item('ladder', 'shelf');
    await kiosk.scan(ladder.barcode);
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('item').ticked).toBe(false);
    expect(kiosk.cues.at(-1)).toBe('amber');
    await kiosk.press({ do: 'tick' });
    // The same card within ten seconds, but after a press: it is meant.
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
  });

  it('refuses a fourth thing before anything is recorded, with the three shown and ways on', async () => {
    const kiosk = await Kiosk.open();
    for (const kind of ['power-bank', 'wrench', 'hammer']) {
      kiosk.board.closeDoor(await kiosk.borrowUntilOpen(kind));
      await kiosk.pass(600);
      kiosk.on('borrowed');
      await kiosk.press({ do: 'home' });
    }
    const before = kiosk.events().length;
    await kiosk.pick('power-bank');
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    const refused = kiosk.on('refusal');
    expect(refused.refusal).toEqual({ why: 'limit-reached', group: 'thing', limit: 3, have: 3 });
    expect(refused.held).toHaveLength(3);
    expect(refused.ways[0]).toBe('return-one');
    expect(kiosk.events()).toHaveLength(before);
    await kiosk.press({ do: 'way', way: 'return-one' });
    kiosk.on('return-scan');
  });

  it('offers an overdue borrower to renew or return first', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    await kiosk.switchedOffFor(40 * 86_400_000);
    const other = kiosk.item('book', 'shelf');
    await kiosk.scan(other.barcode);
    await kiosk.scan(kiosk.card);
    const refused = kiosk.on('refusal');
    expect(refused.refusal).toMatchObject({ why: 'overdue-loan' });
    expect(refused.ways).toContain('renew-loan');
    await kiosk.press({ do: 'way', way: 'renew-loan' });
    const loans = kiosk.on('loans').loans;
    expect(loans).toMatchObject([{ overdue: true, renewable: true }]);
    await kiosk.press({ do: 'renew', loan: loans[0]?.loan ?? '' });
    expect(kiosk.on('loans')).toMatchObject({
      renewed: loans[0]?.loan,
      loans: [{ overdue: false, renewable: false }],
    });
    // Pressed once more, it stays at one new term.
    expect(await kiosk.press({ do: 'renew', loan: loans[0]?.loan ?? '' })).toBe(false);
    await kiosk.press({ do: 'home' });
    await kiosk.scan(kiosk.card);
    await kiosk.press({ do: 'renew', loan: loans[0]?.loan ?? '' });
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'renewal-limit' });
  });
});
