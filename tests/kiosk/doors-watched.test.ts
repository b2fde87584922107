import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('the doors between openings', () => {
  it('a neighbour that pops open with the pulse belongs to its opening, and is not offered while it stands', async () => {
    const kiosk = await Kiosk.open();
    kiosk.board.faults.neighbourPops = 1;
    const door = await kiosk.borrowUntilOpen('wrench');
    await kiosk.pass(1_000);
    const [opening] = kiosk.lending.unsettledOpenings();
    const [popped, ...more] = kiosk.doorMoves();
    expect(more).toEqual([]);
    expect(popped).toMatchObject({
      what: 'popped-open',
      opening: opening?.opening,
      visit: opening?.visit,
    });
    expect(popped?.door).not.toBe(door);
    expect(kiosk.view().doors[String(popped?.door)]).toBe('out-of-order');
    expect(kiosk.cues.at(-1)).toBe('attention');
    kiosk.board.closeDoor(popped?.door ?? 0);
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    kiosk.on('borrowed');
    expect(kiosk.doorMoves().map(({ what }) => what)).toEqual(['popped-open', 'closed-unasked']);
    expect(kiosk.view().doors[String(popped?.door)]).toBe('shut');
  });

  it('are seen within a second also while another one stands open, and while somebody identifies', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    await kiosk.pass(10_000);
    const other = door === 7 ? 8 : 7;
    kiosk.board.openDoor(other);
    await kiosk.pass(1_000);
    expect(kiosk.doorMoves()).toMatchObject([{ door: other, what: 'opened-unasked', opening: null }]);
    expect(kiosk.doorMoves()[0]?.visit).not.toBeNull();
    kiosk.board.closeDoor(door);
    kiosk.board.closeDoor(other);
    await kiosk.pass(1_000);

    await kiosk.press({ do: 'home' });
    await kiosk.pick('hammer');
    await kiosk.press({ do: 'borrow' });
    kiosk.board.openDoor(other);
    await kiosk.pass(1_000);
    expect(kiosk.doorMoves().at(-1)).toMatchObject({ door: other, what: 'opened-unasked' });
  });

  it('with a sensor tell what was taken out and put in, with the opening and visit it belongs to', async () => {
    const kiosk = await Kiosk.open({ board: { protocol: 'kerong-cu16' } });
    for (let channel = 1; channel <= 10; channel++) kiosk.board.lock(channel).occupied = true;
    await kiosk.pass(1_000);
    const before = kiosk.doorMoves().length;
    const door = await kiosk.borrowUntilOpen('wrench');
    const [opening] = kiosk.lending.unsettledOpenings();
    kiosk.board.lock(door).occupied = false;
    await kiosk.pass(1_000);
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    kiosk.on('borrowed');
    expect(kiosk.doorMoves().slice(before)).toEqual([
      { door, what: 'emptied', opening: opening?.opening, visit: opening?.visit },
    ]);
    // Somebody is still there, and something else is put behind another door, which is none of their opening.
    const other = door === 7 ? 8 : 7;
    kiosk.board.lock(other).occupied = false;
    await kiosk.pass(1_000);
    expect(kiosk.doorMoves().at(-1)).toEqual({
      door: other,
      what: 'emptied',
      opening: null,
      visit: opening?.visit,
    });
  });

  it('whose sensor changes with nobody there belongs to no visit', async () => {
    const kiosk = await Kiosk.open({ board: { protocol: 'kerong-cu16' } });
    kiosk.board.lock(4).occupied = true;
    await kiosk.pass(1_000);
    expect(kiosk.doorMoves()).toEqual([{ door: 4, what: 'occupied', opening: null, visit: null }]);
  });

  it('that open with nobody there belong to no visit', async () => {
    const kiosk = await Kiosk.open();
    kiosk.board.openDoor(3);
    await kiosk.pass(1_000);
    expect(kiosk.doorMoves()).toEqual([{ door: 3, what: 'opened-unasked', opening: null, visit: null }]);
  });
});
