import { describe, expect, it, onTestFinished } from 'vitest';
import { breakWrites, cannotBreak } from './broken-disk.ts';
import { Kiosk } from './kiosk.ts';

/** Writes fail until this is called; at the end of the test in any case. */
function broken(): () => void {
  const mend = breakWrites();
  onTestFinished(mend);
  return mend;
}

describe.skipIf(cannotBreak !== null)('a disk that answers writes with errors', () => {
  it('while a thing is borrowed: no door opens, nothing is said to be lent; all goes on when it is mended', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    await kiosk.press({ do: 'borrow' });
    const before = kiosk.events();
    const mend = broken();
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-error' });
    expect(kiosk.board.pulses(door)).toBe(0);
    await kiosk.press({ do: 'home' });
    expect(kiosk.on('trouble').trouble).toBe('disk-error');
    // It is tried again and again, and nothing of it comes to the screen.
    await kiosk.pass(60_000);
    expect(kiosk.on('trouble').trouble).toBe('disk-error');

    mend();
    await kiosk.pass(12_000);
    kiosk.on('home');
    expect(kiosk.view().troubles).toEqual([]);
    expect(kiosk.events().filter((type) => type !== 'door-noticed')).toEqual(before);
    await kiosk.borrowUntilOpen('wrench');
  });

  it('while a door stands open: what was taken is written down when the disk is back, however long it takes', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    const mend = broken();
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-error' });
    expect(kiosk.cues).not.toContain('done');
    await kiosk.pass(3 * 60_000);
    expect(kiosk.lending.isOut(item)).toBe(true);
    expect(kiosk.events()).not.toContain('loan-begun');

    mend();
    await kiosk.pass(14_000);
    expect(kiosk.events()).toContain('loan-begun');
    expect(kiosk.board.pulses(door)).toBe(1);
  });

  it('before the door was seen open: the opening is known all the same, since the pulse came after its commit', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    const { door, item } = kiosk.on('door');
    const mend = broken();
    await kiosk.pass(2_000);
    expect(kiosk.on('door').phase).toBe('open');
    kiosk.board.closeDoor(door);
    await kiosk.pass(5_000);
    mend();
    await kiosk.pass(14_000);
    expect(kiosk.events().filter((type) => /^(opening|loan)-/.test(type))).toEqual([
      'opening-requested',
      'opening-finished',
      'loan-begun',
    ]);
    expect(kiosk.lending.isOut(item.item)).toBe(true);
  });

  it('while something comes back: it is not said to be returned, and the same return is taken once it is mended', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    await kiosk.scan(kiosk.card);
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(book.barcode);
    await kiosk.press({ do: 'all-fine' });
    const mend = broken();
    await kiosk.press({ do: 'put-back' });
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-error' });
    expect(kiosk.lending.isOut(book.item)).toBe(true);
    mend();
    await kiosk.pass(12_000);
    await kiosk.press({ do: 'way', way: 'scan-again' });
    await kiosk.press({ do: 'put-back' });
    kiosk.on('returned');
    expect(kiosk.lending.isOut(book.item)).toBe(false);
  });

  it('what a door owes is forgotten when its thing is borrowed from the hand before it could be written', async () => {
    const kiosk = await Kiosk.open();
    const wrench = kiosk.item('wrench');
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'return' });
    await kiosk.scan(wrench.barcode);
    await kiosk.press({ do: 'all-fine' });
    await kiosk.pass(600);
    const { door } = kiosk.on('door');
    const mend = broken();
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('refusal');
    mend();
    while (kiosk.opened.standing.trouble() !== null) await kiosk.pass(100);
    await kiosk.press({ do: 'home' });
    await kiosk.scan(wrench.barcode);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    await kiosk.pass(5_000);
    expect(kiosk.lending.isOut(wrench.item)).toBe(true);
    expect(kiosk.lending.unsettledOpenings()).toEqual([]);
    expect(kiosk.events().slice(-2)).toEqual(['opening-void', 'loan-begun']);
  });
});
