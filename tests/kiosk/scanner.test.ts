import { describe, expect, it } from 'vitest';
import { makeLabel } from '../../domain/scanning/label.ts';
import { Kiosk } from './kiosk.ts';

describe('the scanner', () => {
  it('unplugged is named on the screen, and works again when it is back', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.devices.scanner.unplug();
    await kiosk.pass(6_000);
    expect(kiosk.view().troubles).toMatchObject([{ device: 'scanner', because: 'missing' }]);
    await kiosk.devices.scanner.plug();
    await kiosk.pass(61_000);
    expect(kiosk.view().troubles).toEqual([]);
    await kiosk.scan(kiosk.item('book', 'shelf').barcode);
    kiosk.on('item');
  });

  it('reading the same thing twice within ten seconds is one act; the second shows amber', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    const before = kiosk.events();
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    expect(kiosk.cues.at(-1)).toBe('amber');
    expect(kiosk.events()).toEqual(before);
  });

  it('reading a thing again right after it was lent does not return it', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    await kiosk.scan(kiosk.card);
    await kiosk.scan(book.barcode);
    kiosk.on('borrowed');
    expect(kiosk.lending.isOut(book.item)).toBe(true);
    expect(kiosk.cues.at(-1)).toBe('amber');
  });

  it('takes a burst of scans one by one, in order', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    kiosk.devices.scan(book.barcode);
    kiosk.devices.scan(kiosk.card);
    for (let i = 0; i < 20; i++) kiosk.devices.scan(kiosk.card);
    await kiosk.quiet();
    kiosk.on('borrowed');
    expect(kiosk.events()).toEqual(['loan-begun']);
    expect(kiosk.cues.filter((cue) => cue === 'amber')).toHaveLength(20);
  });

  it.each([
    [
      'one of ours that nobody knows',
      makeLabel('item', Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1)),
      'unknown-code',
    ],
    ['another shop’s', '6901234567892', 'foreign-code'],
    ['a payment code', '134567890123456789', 'foreign-code'],
    [
      'half of one of ours',
      makeLabel('item', Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1)).slice(0, 9),
      'damaged-code',
    ],
  ])('reading %s is answered in words, with a way on', async (_name, code, why) => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.scan(code);
    const refused = kiosk.on('refusal');
    expect(refused.refusal.why).toBe(why);
    expect(kiosk.cues).toEqual(['refused']);
    await kiosk.press({ do: 'way', way: 'scan-again' });
    kiosk.on('home');
    expect(kiosk.events()).toEqual([]);
  });

  it('reading an unknown card while borrowing keeps the thing and offers the phone', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(makeLabel('card', Uint8Array.of(3, 3, 3, 3, 3, 3, 3, 3)));
    const refused = kiosk.on('refusal');
    expect(refused.refusal.why).toBe('card-unknown');
    expect(refused.ways).toContain('use-phone');
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('door').item.item).toBe(item.item.item);
  });

  it('meeting a bug in the hut ends nothing: it is in the log, and the open door is seen to its end', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { store } = kiosk.opened;
    const { itemByBarcode } = store.lending;
    store.lending.itemByBarcode = () => {
      throw new TypeError('a bug');
    };
    kiosk.devices.scan(kiosk.item('book', 'shelf').barcode);
    await kiosk.quiet();
    expect(kiosk.cues.at(-1)).toBe('refused');
    expect(kiosk.log.at(-1)).toMatchObject({ what: 'call-failed', call: 'scan', error: 'TypeError: a bug' });
    store.lending.itemByBarcode = itemByBarcode;
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
  });
});
