import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

/** A kiosk whose HID scanner is plugged in, beside the serial one. */
async function withHid() {
  const kiosk = await Kiosk.open({ scanner: [{ kind: 'hid' }] });
  const hid = kiosk.devices.hid.add();
  await kiosk.pass(2_000);
  return { kiosk, hid };
}

describe('a HID scanner', () => {
  it('lends a book by two scans, with its AIM identifier before each', async () => {
    const { kiosk, hid } = await withHid();
    const book = kiosk.item('book', 'shelf');
    hid.scan(book.barcode);
    await kiosk.quiet();
    hid.aim = ']Q1';
    hid.scan(kiosk.card);
    await kiosk.quiet();
    kiosk.on('borrowed');
    expect(kiosk.events()).toEqual(['loan-begun']);
  });

  it('read by two scanners at once, a thing is one act', async () => {
    const { kiosk, hid } = await withHid();
    const book = kiosk.item('book', 'shelf');
    hid.scan(book.barcode);
    kiosk.devices.scan(book.barcode);
    await kiosk.quiet();
    kiosk.on('item');
    expect(kiosk.cues).toEqual(['found', 'amber']);
  });

  it('pulled and plugged with the serial one in any order, each works as long as it is there', async () => {
    const { kiosk, hid } = await withHid();
    const { scanner } = kiosk.devices;
    const names = () => kiosk.view().troubles.filter(({ device }) => device === 'scanner').length;
    expect(names()).toBe(0);
    hid.unplug();
    await kiosk.pass(2_000);
    expect(names()).toBe(1);
    await scanner.unplug();
    await kiosk.pass(6_000);
    expect(names()).toBe(2);
    hid.plug();
    await kiosk.pass(2_000);
    expect(names()).toBe(1);
    hid.scan(kiosk.item('book', 'shelf').barcode);
    await kiosk.quiet();
    kiosk.on('item');
    await kiosk.press({ do: 'home' });
    await scanner.plug();
    hid.unplug();
    await kiosk.pass(61_000);
    await kiosk.scan(kiosk.item('book', 'shelf').barcode);
    kiosk.on('item');
  });

  it.each(['lost-continuation', 'stalled', 'garbage', 'short-report'] as const)(
    'with %s is answered in words, and reads the next code whole',
    async (fault) => {
      const { kiosk, hid } = await withHid();
      await kiosk.press({ do: 'begin' });
      const book = kiosk.item('book', 'shelf');
      hid.failNext(fault);
      hid.scan(book.barcode);
      await kiosk.pass(100);
      expect(kiosk.on('refusal').refusal.why).toBe('damaged-code');
      hid.scan(book.barcode);
      await kiosk.quiet();
      expect(kiosk.on('item').item.item).toBe(book.item);
    },
  );

  it('pulled in the middle of a scan says nothing of the half', async () => {
    const { kiosk, hid } = await withHid();
    await kiosk.press({ do: 'begin' });
    hid.failNext('unplugged');
    hid.scan(kiosk.card);
    await kiosk.pass(1_000);
    kiosk.on('home');
    expect(kiosk.cues).toEqual([]);
  });
});

describe('a prefix learned at set-up', () => {
  it('is taken off what a HID scanner sends', async () => {
    const kiosk = await Kiosk.open({ scanner: [{ kind: 'hid', prefix: '~', suffix: '#' }] });
    const hid = kiosk.devices.hid.add();
    await kiosk.pass(2_000);
    const book = kiosk.item('book', 'shelf');
    hid.scan(`~${book.barcode}#`);
    await kiosk.quiet();
    expect(kiosk.on('item').item.item).toBe(book.item);
  });
});

describe('the code on a thing', () => {
  it('read with another one in the same light is answered so, and once', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.scan(kiosk.item('wrench').barcode + kiosk.card);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'damaged-code', because: 'two-codes' });
    await kiosk.scan(kiosk.card.slice(0, -1));
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'damaged-code', because: 'part' });
    await kiosk.scan(kiosk.card + kiosk.card);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'damaged-code', because: 'doubled' });
    expect(kiosk.cues).toEqual(['refused', 'refused', 'refused']);
  });
});
