import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reserveFile } from '../../hut/ledger/room.ts';
import { Kiosk } from './kiosk.ts';

/**
 * No page more: SQLite itself answers SQLITE_FULL. A file system of a size of its own needs rights to mount one; that
 * is done in disk-full-process.test.ts, where it can be had. Gives the room back.
 */
function fill(kiosk: Kiosk): () => void {
  const { db } = kiosk.ledger;
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  // What room is left inside the pages there are is used up.
  for (let i = 0; kiosk.lending.noteKeeperCalled(`visit-${i}`, 'filling').ok; i++) {
    if (i > 5_000) throw new Error('the disk never filled');
  }
  kiosk.freeBytes = 0;
  return () => {
    db.pragma('max_page_count = 1000000');
    kiosk.freeBytes = 1_000_000_000;
  };
}

/** Room for so many pages more. */
function some(kiosk: Kiosk, pages: number): void {
  const { db } = kiosk.ledger;
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + pages}`);
}

const reserved = (kiosk: Kiosk) => existsSync(join(kiosk.ledgerDir, reserveFile));

describe('a disk with less and less room', () => {
  it('keeps a reserve, made while nobody is at the screen', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.pass(3_000);
    expect(reserved(kiosk)).toBe(false);
    await kiosk.press({ do: 'home' });
    await kiosk.pass(95_000);
    expect(reserved(kiosk)).toBe(true);
  });

  it('gives the reserve up, so that what was begun ends; lends nothing more, and takes returns', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pass(2_000);
    expect(reserved(kiosk)).toBe(true);
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    kiosk.freeBytes = 0;
    // The first commit that finds no page gives the reserve up. With that there is room: here, a hundred pages.
    const { db } = kiosk.ledger;
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    const full = kiosk.opened.room;
    for (let i = 0; full.state === 'enough'; i++) {
      kiosk.lending.noteKeeperCalled(`visit-${i}`, 'filling');
      if (i > 5_000) throw new Error('the disk never filled');
    }
    expect(reserved(kiosk)).toBe(false);
    some(kiosk, 100);
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('borrowed');

    // Nothing new is lent: said when it is chosen, before anybody shows a card, with what works instead.
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'kind', kind: 'hammer' });
    expect(kiosk.on('refusal')).toMatchObject({
      refusal: { why: 'lending-paused', because: 'disk-full' },
      ways: ['return-one', 'call-keeper'],
    });
    expect(kiosk.view().troubles).toContainEqual({ device: 'disk', because: 'full' });

    // A return is taken: from the way that the refusal offers to the verdict.
    await kiosk.press({ do: 'way', way: 'return-one' });
    await kiosk.scan(kiosk.lending.itemById(item)?.barcode ?? '');
    await kiosk.press({ do: 'all-fine' });
    await kiosk.pass(600);
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('returned');
    expect(kiosk.lending.isOut(item)).toBe(false);

    // Room again: the reserve is made anew, and lending goes on by itself.
    kiosk.freeBytes = 1_000_000_000;
    db.pragma('max_page_count = 1000000');
    await kiosk.pass(2_000);
    expect(reserved(kiosk)).toBe(true);
    expect(kiosk.view().troubles).toEqual([]);
    await kiosk.press({ do: 'home' });
    await kiosk.pick('hammer');
    expect(kiosk.log.map(({ what }) => what)).toEqual(expect.arrayContaining(['room-short', 'room-back']));
  });

  it('is asked in the very commit: a borrow that finds it full is refused, and no door opens', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pass(2_000);
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    await kiosk.press({ do: 'borrow' });
    fill(kiosk);
    // The disk has room for the reserve, and SQLite for nothing: the next commit is the one that finds out.
    kiosk.freeBytes = 1_000_000_000;
    await kiosk.pass(2_000);
    expect(reserved(kiosk)).toBe(true);
    expect(kiosk.lending.paused()).toBeNull();
    const before = kiosk.events();
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'lending-paused', because: 'disk-full' });
    expect(kiosk.board.pulses(door)).toBe(0);
    expect(kiosk.events()).toEqual(before);
  });
});

describe('a disk that takes no more, not even with the reserve given up', () => {
  it('opens no door and says what is the matter; all goes on when there is room', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    await kiosk.press({ do: 'borrow' });
    const empty = fill(kiosk);
    const before = kiosk.events();
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'lending-paused', because: 'disk-full' });
    await kiosk.press({ do: 'home' });
    expect(kiosk.on('trouble').trouble).toBe('disk-full');
    expect(kiosk.board.pulses(door)).toBe(0);
    expect(kiosk.events()).toEqual(before);

    // The cause is gone: the same card borrows it.
    empty();
    await kiosk.pass(3_000);
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    kiosk.on('door');
  });

  it('while a door is open: the loan is written once it can be, told once, and never shown before', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    const empty = fill(kiosk);
    const { length } = kiosk.cues;
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    expect(kiosk.on('refusal').refusal).toEqual({ why: 'not-recorded', because: 'disk-full' });
    await kiosk.pass(10_000);
    expect(kiosk.events()).not.toContain('loan-begun');
    expect(kiosk.cues.slice(length).filter((cue) => cue === 'refused')).toHaveLength(1);
    empty();
    await kiosk.pass(2_500);
    expect(kiosk.events()).toContain('loan-begun');
    kiosk.on('borrowed');
    expect(kiosk.lending.loansOf(kiosk.hut.visit.who?.person ?? '').map((loan) => loan.item)).toContain(item);
  });
});
