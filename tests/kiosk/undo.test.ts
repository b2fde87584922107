import { describe, expect, it } from 'vitest';
import type { Item } from '../../hut/lending/lending-types.ts';
import { Kiosk } from './kiosk.ts';

const types = (kiosk: Kiosk) => kiosk.events();

/** A ladder in the hand, lent by two scans. */
async function lent(): Promise<Kiosk & { ladder: Item }> {
  const kiosk = await Kiosk.open();
  const ladder = kiosk.item('ladder', 'shelf');
  await kiosk.scan(ladder.barcode);
  kiosk.on('item');
  await kiosk.press({ do: 'tick' });
  await kiosk.scan(kiosk.card);
  kiosk.on('borrowed');
  return Object.assign(kiosk, { ladder });
}

describe('a mistake is taken back within ten seconds', () => {
  it('a loan from a shelf: the thing is put back, and the loan is in the books as returned', async () => {
    const kiosk = await lent();
    expect(kiosk.on('borrowed').undo).toBe(10);
    expect(await kiosk.press({ do: 'undo' })).toBe(true);
    const { place, found } = kiosk.on('returned');
    expect([place.at, found]).toEqual(['shelf', false]);
    expect(types(kiosk).slice(-2)).toEqual(['loan-begun', 'item-returned']);
    expect(kiosk.lending.isOut(kiosk.ladder.item)).toBe(false);
    // Twice is not more than once.
    expect(await kiosk.press({ do: 'undo' })).toBe(false);
  });

  it('but not later, and not once the next neighbour stands there', async () => {
    const late = await lent();
    await late.pass(9_000);
    expect(late.on('borrowed').undo).toBe(1);
    await late.pass(1_000);
    expect(late.on('borrowed').undo).toBeUndefined();
    expect(await late.press({ do: 'undo' })).toBe(false);
    const gone = await lent();
    await gone.press({ do: 'home' });
    expect(await gone.press({ do: 'undo' })).toBe(false);
    expect(types(gone).at(-1)).toBe('loan-begun');
  });

  it('never a loan from a door: what came out of it comes back by its label', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    expect(kiosk.on('borrowed').undo).toBeUndefined();
    expect(await kiosk.press({ do: 'undo' })).toBe(false);
  });

  it('a renewal: the loan is due as it was, and may be renewed again', async () => {
    const kiosk = await lent();
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.scan(kiosk.card);
    const [before] = kiosk.on('loans').loans;
    await kiosk.press({ do: 'renew', loan: before?.loan ?? '' });
    const renewed = kiosk.on('loans');
    expect(renewed).toMatchObject({ renewed: before?.loan, undo: 10 });
    expect(renewed.loans[0]?.renewable).toBe(false);
    await kiosk.press({ do: 'undo' });
    const undone = kiosk.on('loans');
    expect(undone.renewed).toBeUndefined();
    expect(undone.loans[0]).toMatchObject({ due: before?.due, renewable: true });
    expect(types(kiosk).slice(-2)).toEqual(['loan-renewed', 'renewal-undone']);
  });

  it('a word that something is wrong: the thing may be lent at once, and the return stands', async () => {
    const kiosk = await lent();
    await kiosk.press({ do: 'home' });
    await kiosk.scan(kiosk.ladder.barcode);
    await kiosk.press({ do: 'something-wrong' });
    await kiosk.press({ do: 'problem', problem: 'broken' });
    await kiosk.press({ do: 'put-back' });
    expect(kiosk.on('returned')).toMatchObject({ check: 'problem', undo: 10 });
    const ladder = () => kiosk.lending.itemById(kiosk.ladder.item)?.condition;
    await kiosk.press({ do: 'undo' });
    expect(kiosk.on('returned')).toMatchObject({ check: 'none' });
    expect(ladder()).toBe('in-service');
    expect(types(kiosk).slice(-3)).toEqual(['item-returned', 'item-condition-set', 'item-condition-set']);
  });
});
