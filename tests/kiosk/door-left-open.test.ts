import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('a door left open', () => {
  it('reminds at 30 s, alarms at 2 min, never times out, and lends when it is closed at last', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    await kiosk.pass(30_000);
    expect(kiosk.on('door').phase).toBe('remind');
    expect(kiosk.cues.at(-1)).toBe('attention');
    await kiosk.pass(90_000);
    expect(kiosk.on('door').phase).toBe('alarm');
    const [opening] = kiosk.lending.unsettledOpenings();
    expect(kiosk.doorMoves()).toEqual([
      { door, what: 'left-open', opening: opening?.opening, visit: opening?.visit },
    ]);
    expect(await kiosk.press({ do: 'home' })).toBe(false);
    await kiosk.pass(5 * 60_000);
    expect(kiosk.on('door').phase).toBe('alarm');
    expect(kiosk.on('door').openSeconds).toBeGreaterThan(400);
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(door)).toBe(1);
  });

  it('is not distrusted by a press on "did not open" that came as it sprang open', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    await kiosk.press({ do: 'door-did-not-open' });
    expect(kiosk.on('door').phase).toBe('open');
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
  });

  it('on a line that is lost now and then is noted once, reminds once and chimes no more than once', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.borrowUntilOpen('wrench');
    const heard = (cue: string) => kiosk.cues.filter((each) => each === cue).length;
    const chimed = heard('found');
    const flicker = async (times: number) => {
      for (let n = 0; n < times; n++) {
        // The watch asks too: so that the door's own reading is among the lost.
        kiosk.board.faults.noReply = 2;
        await kiosk.pass(5_000);
      }
    };
    await flicker(5);
    expect([heard('found'), heard('attention')]).toEqual([chimed, 0]);
    await flicker(5);
    expect(heard('attention')).toBe(1);
    await flicker(20);
    expect(kiosk.on('door').phase).toBe('alarm');
    expect([heard('found'), heard('attention')]).toEqual([chimed, 2]);
    expect(kiosk.doorMoves().map(({ what }) => what)).toEqual(['left-open']);
  });

  it('that another neighbour shuts is the loan of who opened it, and nothing else is lent in that name', async () => {
    for (const touch of [false, true]) {
      const kiosk = await Kiosk.open();
      const door = await kiosk.borrowUntilOpen('wrench');
      await kiosk.pass(95_000);
      if (touch) await kiosk.hut.handle('touch', {});
      kiosk.board.closeDoor(door);
      await kiosk.pass(600);
      kiosk.on('borrowed');
      await kiosk.press({ do: 'again' });
      await kiosk.pick('hammer');
      await kiosk.press({ do: 'borrow' });
      kiosk.on('identify');
      expect(kiosk.events().filter((type) => type === 'opening-requested')).toHaveLength(1);
    }
  });

  it('that cannot be closed asks whether the thing was taken and records the word', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    await kiosk.press({ do: 'door-will-not-close' });
    expect(kiosk.on('door-doubt')).toMatchObject({ door, because: 'will-not-close' });
    await kiosk.press({ do: 'declare', moved: true });
    kiosk.on('borrowed');
    expect(kiosk.lending.isOut(item)).toBe(true);
    await kiosk.pass(2_000);
    expect(kiosk.view().doors[String(door)]).toBe('out-of-order');
  });

  it('with nothing taken lends nothing', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    await kiosk.press({ do: 'door-will-not-close' });
    await kiosk.press({ do: 'declare', moved: false });
    kiosk.on('home');
    expect(kiosk.lending.isOut(item)).toBe(false);
  });

  it('that springs open unasked is noticed, not lent, and not offered while it stands', async () => {
    const kiosk = await Kiosk.open();
    kiosk.board.openDoor(3);
    await kiosk.pass(1_500);
    expect(kiosk.view().doors['3']).toBe('out-of-order');
    kiosk.board.closeDoor(3);
    await kiosk.pass(1_500);
    expect(kiosk.view().doors['3']).toBe('shut');
    expect(kiosk.events()).toEqual(['door-noticed', 'door-noticed']);
  });
});
