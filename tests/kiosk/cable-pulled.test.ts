import { describe, expect, it } from 'vitest';
import { signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

describe('the locker cable', () => {
  it('pulled before the borrow: refused before any intent, and nothing is sent when it is back', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    const door = item.item.place.at === 'door' ? item.item.place.door : 0;
    await kiosk.press({ do: 'borrow' });
    await kiosk.devices.locker.unplug();
    await kiosk.quiet();
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'door-unusable', door, because: 'unreachable' });
    expect(kiosk.view().troubles).toMatchObject([{ device: 'locker', because: 'missing' }]);
    await kiosk.devices.locker.plug();
    await kiosk.pass(120_000);
    expect(kiosk.board.pulses(door)).toBe(0);
    expect(kiosk.view().troubles).toEqual([]);
    expect(kiosk.events()).toEqual([]);
  });

  it('pulled after the pulse: the open door is followed again when the cable is back', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    await kiosk.devices.locker.unplug();
    await kiosk.pass(2_000);
    expect(kiosk.on('door')).toMatchObject({ phase: 'open', link: 'lost' });
    await kiosk.devices.locker.plug();
    await kiosk.pass(5_000);
    expect(kiosk.on('door')).toMatchObject({ phase: 'open', link: 'fine' });
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    expect(kiosk.board.pulses(door)).toBe(1);
  });

  it('away for long with the door open: the person is asked, or the door itself says it later', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    await kiosk.devices.locker.unplug();
    await kiosk.pass(12_000);
    expect(kiosk.on('door-doubt')).toMatchObject({ because: 'link-lost' });
    // Nobody answers; the visit ends and the opening waits.
    await kiosk.pass(4 * 60_000);
    expect(['home', 'attract']).toContain(kiosk.screen.at);
    // A keeper who tries the door in vain ends nothing either: nobody has seen what is in there.
    await signIn(kiosk);
    await kiosk.press({ do: 'desk', function: 'open-door' });
    await kiosk.press({ do: 'door', door });
    await kiosk.press({ do: 'reason', reason: 'inspect' });
    expect(kiosk.on('keeper-refusal').why).toBe('door-unreachable');
    await kiosk.press({ do: 'home' });
    expect(kiosk.lending.unsettledOpenings()).toHaveLength(1);
    kiosk.board.closeDoor(door);
    await kiosk.devices.locker.plug();
    await kiosk.pass(61_000);
    expect(kiosk.lending.isOut(item)).toBe(true);
    expect(kiosk.lending.unsettledOpenings()).toEqual([]);
    expect(kiosk.board.pulses(door)).toBe(1);
  });
});
