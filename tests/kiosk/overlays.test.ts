import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('what happens under another screen', () => {
  it('a PIN checked while the keeper is called still leads on', async () => {
    const kiosk = await Kiosk.open();
    const phone = '13812345678';
    const register = async () => {
      await kiosk.press({ do: 'begin' });
      await kiosk.press({ do: 'function', function: 'my-loans' });
      await kiosk.press({ do: 'by-phone' });
      await kiosk.type(phone);
      await kiosk.press({ do: 'submit' });
      await kiosk.press({ do: 'agree' });
      for (const digits of ['3', '1', '502']) {
        await kiosk.type(digits);
        await kiosk.press({ do: 'submit' });
      }
      await kiosk.type('4711');
      await kiosk.type('471');
      const { token } = kiosk.view();
      await kiosk.hut.handle('press', { token, action: { do: 'key', key: '1' } });
      await kiosk.hut.handle('press', { token, action: { do: 'call-keeper' } });
    };
    await register();
    kiosk.on('keeper-called');
    const start = performance.now();
    while (kiosk.hut.visit.who === null && performance.now() - start < 10_000) await kiosk.quiet();
    await kiosk.press({ do: 'back' });
    kiosk.on('loans');
  });

  it('a door that moves while the keeper is called is shown as it is afterwards', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'borrow' });
    await kiosk.scan(kiosk.card);
    const { door } = kiosk.on('door');
    await kiosk.press({ do: 'call-keeper' });
    await kiosk.pass(1_000);
    expect(kiosk.view().doors[String(door)]).toBe('open');
    await kiosk.pass(20_000);
    expect(kiosk.on('door').phase).toBe('open');
    await kiosk.press({ do: 'call-keeper' });
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    kiosk.on('borrowed');
  });

  it('a door from before does not take the screen from somebody else', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    await kiosk.devices.locker.unplug();
    await kiosk.pass(12_000);
    kiosk.on('door-doubt');
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.press({ do: 'by-phone' });
    await kiosk.type('138');
    await kiosk.devices.locker.plug();
    await kiosk.pass(30_000);
    expect(kiosk.on('phone').digits).toHaveLength(3);
    await kiosk.press({ do: 'home' });
    await kiosk.pass(2_000);
    expect(kiosk.on('door').door).toBe(door);
    kiosk.board.closeDoor(door);
    await kiosk.pass(1_000);
    kiosk.on('borrowed');
  });

  it('a door that cannot be closed does not hold the kiosk', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const { item } = kiosk.on('door').item;
    await kiosk.press({ do: 'door-will-not-close' });
    await kiosk.press({ do: 'home' });
    await kiosk.pass(10_000);
    kiosk.on('home');
    kiosk.board.closeDoor(door);
    await kiosk.pass(2_000);
    expect(kiosk.lending.isOut(item)).toBe(true);
    expect(kiosk.lending.unsettledOpenings()).toEqual([]);
  });

  it('a code that cannot be read spoils nothing of what was being done', async () => {
    const kiosk = await Kiosk.open();
    const item = await kiosk.pick('wrench');
    await kiosk.scan('6901234567892');
    kiosk.on('refusal');
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('door').item.item).toBe(item.item.item);
  });

  it('a press of an earlier life of the hut is not taken', async () => {
    const kiosk = await Kiosk.open();
    const { token } = kiosk.view();
    await kiosk.stop();
    await kiosk.start();
    expect(kiosk.view().token).not.toBe(token);
    expect(await kiosk.hut.handle('press', { token, action: { do: 'begin' } })).toEqual({ taken: false });
    kiosk.on('attract');
  });
});
