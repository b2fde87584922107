import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('an adapter that echoes', () => {
  it.each([
    { feedback: 'closed-is-1', order: 'high-first' },
    { feedback: 'closed-is-0', order: 'low-first' },
  ] as const)('is stripped when the config says so ($feedback, $order)', async (wiring) => {
    const kiosk = await Kiosk.open({ board: { echo: true, ...wiring } });
    const door = await kiosk.borrowUntilOpen('wrench');
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(door)).toBe(1);
  });

  it('that the config does not know about never makes a closed door open or an open one closed', async () => {
    const kiosk = await Kiosk.open();
    kiosk.board.faults.echo = Number.POSITIVE_INFINITY;
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    await kiosk.pass(600);
    const door = kiosk.on('door');
    expect(door.phase).toBe('open');
    await kiosk.pass(2_000);
    expect(kiosk.on('door').phase).toBe('open');
    kiosk.board.closeDoor(door.door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(door.door)).toBe(1);
  });
});
