import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('an opening that nobody answered for', () => {
  it('of a return does not close a later loan of the same thing', async () => {
    const kiosk = await Kiosk.open();
    const hammer = kiosk.item('hammer');
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'return' });
    await kiosk.scan(hammer.barcode);
    await kiosk.press({ do: 'all-fine' });
    await kiosk.pass(600);
    const { door } = kiosk.on('door');
    await kiosk.devices.locker.unplug();
    await kiosk.pass(12_000);
    kiosk.on('door-doubt');
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(hammer.barcode);
    kiosk.on('item');
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    kiosk.board.closeDoor(door);
    await kiosk.devices.locker.plug();
    await kiosk.pass(61_000);
    expect(kiosk.lending.isOut(hammer.item)).toBe(true);
    expect(kiosk.lending.unsettledOpenings()).toEqual([]);
  });

  it('of a borrow, settled by hand meanwhile, brings no verdict to anybody', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    const barcode = kiosk.lending.itemById(item)?.barcode ?? '';
    await kiosk.devices.locker.unplug();
    await kiosk.pass(12_000);
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(barcode);
    await kiosk.press({ do: 'all-fine' });
    await kiosk.press({ do: 'way', way: 'put-on-shelf' });
    await kiosk.press({ do: 'put-back' });
    kiosk.on('returned');
    await kiosk.press({ do: 'home' });
    await kiosk.devices.locker.plug();
    await kiosk.pass(61_000);
    kiosk.board.closeDoor(door);
    await kiosk.pass(2_000);
    expect(['home', 'attract']).toContain(kiosk.screen.at);
    expect(kiosk.lending.isOut(item)).toBe(false);
  });

  it('whose door was seen open while the disk was full is known as open after a restart', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    const { door } = kiosk.on('door');
    const { db } = kiosk.ledger;
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    for (let i = 0; kiosk.lending.noteKeeperCalled(`visit-${i}`, 'filling').ok; i++)
      expect(i).toBeLessThan(5_000);
    await kiosk.pass(1_000);
    expect(kiosk.on('door').phase).toBe('open');
    db.pragma('max_page_count = 1000000');
    await kiosk.pass(1_000);
    await kiosk.stop();
    kiosk.board.closeDoor(door);
    await kiosk.start();
    await kiosk.pass(2_000);
    expect(kiosk.lending.isOut(item.item.item)).toBe(true);
    expect(kiosk.lending.unsettledOpenings()).toEqual([]);
  });
});
