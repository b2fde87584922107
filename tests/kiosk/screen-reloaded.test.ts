import { describe, expect, it } from 'vitest';
import { Kiosk } from './kiosk.ts';

describe('a renderer that comes back', () => {
  it('finds the same screen in every state of a borrow, and presses of the old one change nothing', async () => {
    const kiosk = await Kiosk.open();
    const reload = () => {
      const { token, screen } = kiosk.view();
      expect(kiosk.view()).toMatchObject({ token, screen });
      return token;
    };
    const stale = reload();
    await kiosk.pick('wrench');
    reload();
    await kiosk.press({ do: 'borrow' });
    reload();
    expect(await kiosk.hut.handle('press', { token: stale, action: { do: 'home' } })).toEqual({
      taken: false,
    });
    kiosk.on('identify');
    await kiosk.scan(kiosk.card);
    await kiosk.pass(600);
    expect(kiosk.on('door').phase).toBe('open');
    reload();
    kiosk.board.closeDoor(kiosk.on('door').door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
  });
});
