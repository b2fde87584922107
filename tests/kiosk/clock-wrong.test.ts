import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

const day = 86_400_000;

/** Somebody has the book of the first shelf. */
async function withALoan(): Promise<{ kiosk: Kiosk; barcode: string; item: string }> {
  const kiosk = await Kiosk.open();
  const { barcode, item } = kiosk.item('book', 'shelf');
  await kiosk.scan(barcode);
  await kiosk.scan(kiosk.card);
  kiosk.on('borrowed');
  await kiosk.press({ do: 'home' });
  await kiosk.pass(11_000);
  return { kiosk, barcode, item };
}

/** What holds with any clock that cannot be right. */
async function holds(kiosk: Kiosk, item: string, barcode: string, because: string): Promise<void> {
  expect(kiosk.view().troubles).toEqual([{ device: 'clock', because }]);
  // Lending pauses before anybody shows a card, and says why.
  await kiosk.press({ do: 'kind', kind: 'hammer' });
  expect(kiosk.on('refusal')).toMatchObject({
    refusal: { why: 'lending-paused', because: 'clock-wrong' },
    ways: ['return-one', 'call-keeper'],
  });
  await kiosk.press({ do: 'home' });
  // Nobody is overdue by a clock that is wrong, and no term is given by it.
  await kiosk.scan(kiosk.card);
  const [loan] = kiosk.on('loans').loans;
  expect(loan).toMatchObject({ overdue: false });
  await kiosk.press({ do: 'renew', loan: loan?.loan ?? '' });
  expect(kiosk.on('refusal').refusal).toEqual({ why: 'lending-paused', because: 'clock-wrong' });
  await kiosk.press({ do: 'home' });
  // A return is taken as ever.
  await kiosk.scan(barcode);
  await kiosk.press({ do: 'all-fine' });
  await kiosk.press({ do: 'put-back' });
  kiosk.on('returned');
  expect(kiosk.lending.isOut(item)).toBe(false);
  await kiosk.press({ do: 'home' });
}

describe('a clock that is wrong when the hut is switched on', () => {
  it.each([
    ['in 1970', () => 0, 'unset'],
    ['a year ahead', (now: number) => now + 365 * day, 'ahead'],
    ['a week behind', (now: number) => now - 7 * day, 'behind'],
  ])('%s: returns go on, nothing is lent, and it is remembered over restarts', async (_, wrong, because) => {
    const { kiosk, item, barcode } = await withALoan();
    const right = kiosk.clock.wall();
    await kiosk.stop();
    kiosk.clock.setWall(wrong(right));
    await kiosk.start();
    await kiosk.press({ do: 'begin' });
    await holds(kiosk, item, barcode, because);
    // The next start does not take the wrong time of the last events for the right one.
    await kiosk.stop();
    await kiosk.start();
    expect(kiosk.view().troubles).toEqual([{ device: 'clock', because }]);

    // Put right, with half an hour gone: all goes on by itself.
    kiosk.clock.setWall(right + 1_800_000);
    await kiosk.pass(1_500);
    expect(kiosk.view().troubles).toEqual([]);
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'borrow' });
    await kiosk.borrowUntilOpen('wrench');
    expect(kiosk.log.map(({ what }) => what)).toEqual(expect.arrayContaining(['clock-wrong', 'clock-right']));
  });
});

describe('a clock that jumps while the hut runs', () => {
  it.each([
    ['a year ahead', (now: number) => now + 365 * day, 'ahead'],
    ['to 1970', () => 0, 'unset'],
  ])('%s: told by the very next press, before any look at the clock', async (_, wrong, because) => {
    const { kiosk, item, barcode } = await withALoan();
    const right = kiosk.clock.wall();
    kiosk.clock.setWall(wrong(right));
    await holds(kiosk, item, barcode, because);
    kiosk.clock.setWall(right);
    await kiosk.pass(1_500);
    expect(kiosk.view().troubles).toEqual([]);
  });

  it('by an hour, as when it is set by hand: nobody minds', async () => {
    const { kiosk } = await withALoan();
    kiosk.clock.setWall(kiosk.clock.wall() + 3_600_000);
    await kiosk.pass(2_000);
    kiosk.clock.setWall(kiosk.clock.wall() - 2 * 3_600_000);
    await kiosk.pass(2_000);
    expect(kiosk.view().troubles).toEqual([]);
  });

  it('from the hour it was shut to the right one, as a machine without a battery does: it is believed', async () => {
    const { kiosk } = await withALoan();
    await kiosk.stop();
    const off = 20 * day;
    await kiosk.start();
    await kiosk.pass(30_000);
    kiosk.clock.setWall(kiosk.clock.wall() + off);
    await kiosk.pass(2_000);
    expect(kiosk.view().troubles).toEqual([]);
  });

  it('ahead of all that is believed, and a keeper says that it is right: lending goes on, also after a restart', async () => {
    const { kiosk } = await withALoan();
    await kiosk.switchedOffFor(200 * day);
    await kiosk.pass(1_500);
    expect(kiosk.view().troubles).toEqual([{ device: 'clock', because: 'ahead' }]);
    expect(kiosk.opened.sense.confirm('keeper:ref')).toBe(true);
    expect(kiosk.view().troubles).toEqual([]);
    await kiosk.stop();
    await kiosk.start();
    await kiosk.pass(1_500);
    expect(kiosk.view().troubles).toEqual([]);
  });

  it('while a door is open: the loan keeps the day it was promised', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const due = kiosk.lending.dueFor('wrench');
    kiosk.clock.setWall(0);
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_500);
    expect(kiosk.on('borrowed').due).toBe(due);
  });
});
