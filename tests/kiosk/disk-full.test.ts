import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

/** The database may not grow any more: SQLite answers SQLITE_FULL, as on a full disk. Gives the room back. */
function fill(kiosk: Kiosk): () => void {
  const { db } = kiosk.ledger;
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  // What room is left inside the pages there are is used up.
  for (let i = 0; kiosk.lending.noteKeeperCalled(`visit-${i}`, 'filling').ok; i++) {
    if (i > 5_000) throw new Error('the disk never filled');
  }
  return () => db.pragma('max_page_count = 1000000');
}

describe('a disk that takes no more', () => {
  it('opens no door and says that nothing was recorded', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    await kiosk.press({ do: 'borrow' });
    const empty = fill(kiosk);
    const before = kiosk.events();
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-full' });
    expect(kiosk.board.pulses(door)).toBe(0);
    expect(kiosk.events()).toEqual(before);

    // The cause is gone: the very same card now borrows it.
    empty();
    await kiosk.press({ do: 'way', way: 'scan-again' });
    await kiosk.scan(kiosk.card);
    kiosk.on('door');
  });

  it('while a door is open: the loan is written once it can be, and never shown before', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    const empty = fill(kiosk);
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-full' });
    expect(kiosk.events()).not.toContain('loan-begun');
    empty();
    await kiosk.pass(2_500);
    expect(kiosk.events()).toContain('loan-begun');
    expect(kiosk.lending.loansOf(kiosk.hut.visit.who?.person ?? '').map((loan) => loan.item)).toContain(item);
  });
});
