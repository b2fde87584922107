import { describe, expect, it } from 'vitest';
import { event } from '../../domain/ledger/events.ts';
import { done } from '../../domain/result.ts';
import { Kiosk } from './kiosk.ts';

/** Puts one more book on the shelf of another, registered under its own barcode. */
function addBook(kiosk: Kiosk, barcode: string): string {
  const other = kiosk.item('book', 'shelf');
  const item = `book-${barcode}`;
  const added = event('item-added', {
    item,
    kind: 'book',
    name: { zh: '平凡的世界', en: 'Ordinary World' },
    barcode,
    place: other.home.place,
    parts: [],
  });
  const written = kiosk.ledger.commit('hut', () => done([added]));
  if (!written.ok) throw new Error('the book could not be added');
  return item;
}

describe('a thing that carries a maker’s code', () => {
  it.each([
    ['the ISBN-13 as printed', '9787302423287', '9787302423287'],
    ['its ISBN-10', '9787302423287', '7302423288'],
    ['an AIM identifier and a price beside it', '9787302423287', ']E3978730242328751299'],
    ['a GS1 string with a batch', '6901234567892', ']C1010690123456789210AB\x1d17261231'],
    ['a GS1 link', '6901234567892', 'https://id.example.org/01/06901234567892'],
    ['thirteen digits for an American twelve', '036000291452', '0036000291452'],
    ['twelve digits for an American thirteen', '0036000291452', '036000291452'],
  ])('is found by %s', async (_name, registered, scanned) => {
    const kiosk = await Kiosk.open();
    const item = addBook(kiosk, registered);
    await kiosk.scan(scanned);
    expect(kiosk.on('item').item.item).toBe(item);
  });

  it('that nobody registered is foreign, and nothing of it is written down', async () => {
    const kiosk = await Kiosk.open();
    const before = kiosk.events();
    await kiosk.scan('9787302423287');
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'foreign-code', looksLike: 'book' });
    await kiosk.scan('WIFI:T:WPA;S:home;P:geheim12;;');
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'foreign-code', looksLike: 'wifi' });
    expect(kiosk.events()).toEqual(before);
    expect(JSON.stringify(kiosk.log)).not.toContain('geheim12');
  });
});

describe('a wedge', () => {
  const keysOf = (text: string, from: number) =>
    [...text].map((character, i) => ({
      code: /\d/.test(character)
        ? `Digit${character}`
        : /[A-Z]/.test(character)
          ? `Key${character}`
          : 'Backquote',
      shift: !/\d/.test(character),
      ctrl: false,
      at: from + i * 5,
    }));

  it('with a learned prefix is heard, and a keyboard beside it is not', async () => {
    const kiosk = await Kiosk.open({ scanner: [{ kind: 'wedge', prefix: '~' }] });
    // The practice wedge without a prefix takes all: it is left out here.
    const lines = kiosk.devices.config.scanner;
    lines.splice(
      lines.findIndex((line) => line.kind === 'wedge' && line.prefix === undefined),
      1,
    );
    const book = kiosk.item('book', 'shelf').barcode;
    await kiosk.press({ do: 'begin' });
    await kiosk.hut.handle('keys', { keys: keysOf(book, 0) });
    await kiosk.pass(200);
    kiosk.on('home');
    await kiosk.hut.handle('keys', { keys: keysOf(`~${book}`, 1_000) });
    await kiosk.pass(200);
    expect(kiosk.on('item').item.item).toBe(kiosk.item('book', 'shelf').item);
  });
});

describe('a camera', () => {
  it('is offered beside another scanner, is the only one when that is pulled, and absent without a line', async () => {
    const plain = await Kiosk.open();
    expect(plain.view().camera).toBeUndefined();
    expect(await plain.hut.handle('look', { text: plain.card, frames: 2 })).toEqual({ taken: false });
    const kiosk = await Kiosk.open({ scanner: [{ kind: 'camera' }] });
    expect(kiosk.view().camera).toBe('offered');
    // Whether a wedge is there, nobody knows; without one the serial scanner decides.
    const lines = kiosk.devices.config.scanner;
    lines.splice(
      lines.findIndex((line) => line.kind === 'wedge'),
      1,
    );
    expect(kiosk.view().camera).toBe('offered');
    await kiosk.devices.scanner.unplug();
    await kiosk.pass(6_000);
    expect(kiosk.view().camera).toBe('only');
    await kiosk.devices.scanner.plug();
    await kiosk.pass(61_000);
    expect(kiosk.view().camera).toBe('offered');
  });

  it('lends a book by two looks at known codes, and takes a strange one at the second look', async () => {
    const kiosk = await Kiosk.open({ scanner: [{ kind: 'camera' }] });
    const look = (text: string, frames: number) => kiosk.hut.handle('look', { text, frames });
    await kiosk.press({ do: 'begin' });
    expect(await look('6901234567892', 1)).toEqual({ taken: false });
    kiosk.on('home');
    expect(await look('6901234567892', 2)).toEqual({ taken: true });
    expect(kiosk.on('refusal').refusal.why).toBe('foreign-code');
    const book = kiosk.item('book', 'shelf');
    expect(await look(book.barcode, 1)).toEqual({ taken: true });
    kiosk.on('item');
    expect(await look(kiosk.card, 1)).toEqual({ taken: true });
    kiosk.on('borrowed');
    expect(kiosk.lending.isOut(book.item)).toBe(true);
  });
});
