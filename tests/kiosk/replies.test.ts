import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('replies of the board', () => {
  it('lost after the pulse: the door is read, the loan goes on, and nothing is fired again', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    kiosk.board.faults.noReply = 1;
    await kiosk.scan(kiosk.card);
    await kiosk.pass(1_200);
    const door = kiosk.on('door');
    expect(door.phase).toBe('open');
    kiosk.board.closeDoor(door.door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(door.door)).toBe(1);
  });

  it('late: taken for no answer to the question after it', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    kiosk.board.faults.lateReply = 1;
    await kiosk.scan(kiosk.card);
    await kiosk.pass(1_200);
    const door = kiosk.on('door');
    expect(door.phase).toBe('open');
    kiosk.board.closeDoor(door.door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(door.door)).toBe(1);
  });

  it.each([
    'oneByteAtATime',
    'twoFramesInOneChunk',
    'badChecksum',
    'wrongAddress',
    'leadingGarbage',
    'unsolicited',
  ] as const)('spoiled three times by %s: still one pulse and the right verdict', async (fault) => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    kiosk.board.faults[fault] = 3;
    await kiosk.scan(kiosk.card);
    await kiosk.pass(2_600);
    const door = kiosk.on('door');
    expect(door.phase).toBe('open');
    kiosk.board.closeDoor(door.door);
    await kiosk.pass(1_500);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(door.door)).toBe(1);
  });

  it('never: after a while the person is asked, and their word is recorded', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    kiosk.board.faults.noReply = Number.POSITIVE_INFINITY;
    await kiosk.scan(kiosk.card);
    await kiosk.pass(9_000);
    expect(kiosk.on('door-doubt')).toMatchObject({ because: 'link-lost', purpose: 'borrow' });
    await kiosk.press({ do: 'declare', moved: false });
    kiosk.on('home');
    expect(kiosk.lending.isOut(item.item.item)).toBe(false);
    expect(kiosk.events()).toContain('opening-void');
  });
});
