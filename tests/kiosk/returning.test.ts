import { describe, expect, it } from 'vitest';
import { value } from '../hut/ledger/stocked-hut.ts';
import { Kiosk } from './kiosk.ts';

/** Somebody has borrowed a thing of this kind from the locker; the screen is at home. */
async function lent(kiosk: Kiosk, kind: string) {
  const door = await kiosk.borrowUntilOpen(kind);
  kiosk.board.closeDoor(door);
  await kiosk.pass(600);
  const { item } = kiosk.on('borrowed').item;
  await kiosk.press({ do: 'home' });
  const barcode = kiosk.lending.itemById(item)?.barcode ?? '';
  return { door, item, barcode };
}

describe('returning', () => {
  it('takes one scan and one touch, asks nobody who they are, and opens the thing’s own door', async () => {
    const kiosk = await Kiosk.open();
    const { door, item, barcode } = await lent(kiosk, 'wrench');
    await kiosk.pass(11_000);
    await kiosk.scan(barcode);
    expect(kiosk.on('return').item.item).toBe(item);
    await kiosk.press({ do: 'all-fine' });
    expect(kiosk.on('door')).toMatchObject({ door, purpose: 'return' });
    await kiosk.pass(600);
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    expect(kiosk.on('returned')).toMatchObject({ found: false, check: 'none', place: { at: 'door', door } });
    expect(kiosk.lending.isOut(item)).toBe(false);
    expect(kiosk.lending.itemById(item)?.condition).toBe('in-service');
    expect(kiosk.board.pulses(door)).toBe(2);
  });

  it('takes a thing with a problem out of lending, in two touches', async () => {
    const kiosk = await Kiosk.open();
    const { door, item, barcode } = await lent(kiosk, 'wrench');
    await kiosk.pass(11_000);
    await kiosk.scan(barcode);
    await kiosk.press({ do: 'something-wrong' });
    kiosk.on('return-problem');
    await kiosk.press({ do: 'problem', problem: 'broken' });
    kiosk.on('door');
    await kiosk.pass(600);
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    expect(kiosk.on('returned').check).toBe('problem');
    expect(kiosk.lending.itemById(item)?.condition).toBe('needs-inspection');
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(barcode);
    expect(kiosk.on('refusal').refusal).toMatchObject({
      why: 'not-in-service',
      condition: 'needs-inspection',
    });
  });

  it('opens its own door for a thing that lay in the basket meanwhile', async () => {
    const kiosk = await Kiosk.open();
    const { door, item, barcode } = await lent(kiosk, 'wrench');
    // Its door could not be used: it went into the basket.
    const place = kiosk.lending.shelfFor(item);
    value(kiosk.lending.returnByHand({ item, problem: null, visit: 'v', place }));
    await kiosk.pass(11_000);
    await kiosk.press({ do: 'function', function: 'return' });
    await kiosk.scan(barcode);
    await kiosk.press({ do: 'all-fine' });
    expect(kiosk.on('door')).toMatchObject({ door, purpose: 'return' });
    await kiosk.pass(600);
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    expect(kiosk.on('returned')).toMatchObject({ found: true, place: { at: 'door', door } });
    expect(kiosk.lending.itemById(item)?.place).toMatchObject({ at: 'door', door });
  });

  it('puts a shelf thing back by confirmation', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    await kiosk.scan(kiosk.card);
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(book.barcode);
    await kiosk.press({ do: 'all-fine' });
    expect(kiosk.on('put-back').place.at).toBe('shelf');
    await kiosk.press({ do: 'put-back' });
    expect(kiosk.on('returned').found).toBe(false);
    expect(kiosk.lending.isOut(book.item)).toBe(false);
  });

  it('takes a thing that nobody had borrowed: it is found', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'return' });
    await kiosk.scan(book.barcode);
    await kiosk.press({ do: 'all-fine' });
    await kiosk.press({ do: 'put-back' });
    expect(kiosk.on('returned').found).toBe(true);
  });

  it('has a keeper look at a wheelchair after each return', async () => {
    const kiosk = await Kiosk.open();
    const wheelchair = kiosk.item('wheelchair', 'shelf');
    await kiosk.scan(wheelchair.barcode);
    await kiosk.press({ do: 'tick' });
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(wheelchair.barcode);
    await kiosk.press({ do: 'all-fine' });
    await kiosk.press({ do: 'put-back' });
    expect(kiosk.on('returned').check).toBe('routine');
    expect(kiosk.lending.itemById(wheelchair.item)?.condition).toBe('needs-inspection');
  });

  it('is never refused, not even by a locker that is gone', async () => {
    const kiosk = await Kiosk.open();
    const { item, barcode } = await lent(kiosk, 'hammer');
    await kiosk.devices.locker.unplug();
    await kiosk.pass(11_000);
    await kiosk.scan(barcode);
    await kiosk.press({ do: 'all-fine' });
    const refused = kiosk.on('refusal');
    expect(refused.refusal).toMatchObject({
      why: 'door-unusable',
      because: 'unreachable',
      purpose: 'return',
    });
    await kiosk.press({ do: 'way', way: 'put-on-shelf' });
    await kiosk.press({ do: 'put-back' });
    kiosk.on('returned');
    expect(kiosk.lending.isOut(item)).toBe(false);
    expect(kiosk.lending.itemById(item)?.place.at).toBe('shelf');
  });
});
