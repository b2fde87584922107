import { describe, expect, it } from 'vitest';
import { memoSeconds } from '../../domain/memo/memo.ts';
import { visitDelays } from '../../hut/visit/stage.ts';
import { Kiosk } from './kiosk.ts';

describe('a screen that nobody touches', () => {
  it('asks, counts down, goes home, and keeps nothing of the visitor', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'language', language: 'en' });
    await kiosk.press({ do: 'text', text: 'large' });
    const usual = kiosk.view().sound.volume;
    await kiosk.press({ do: 'volume', volume: 'loud' });
    expect(kiosk.view().sound.volume).toBeGreaterThan(usual);
    await kiosk.press({ do: 'function', function: 'borrow' });
    await kiosk.pass(120_000);
    expect(kiosk.on('still-there').endsIn).toBe(45);
    await kiosk.pass(45_000);
    kiosk.on('home');
    expect(kiosk.view().preferences).toEqual({
      language: 'zh-CN',
      text: 'standard',
      theme: 'light',
      volume: 'usual',
    });
    expect(kiosk.view().sound.volume).toBe(usual);
    await kiosk.pass(90_000);
    kiosk.on('attract');
  });

  it('asks sooner where personal things are shown', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.scan(kiosk.card);
    kiosk.on('loans');
    await kiosk.pass(60_000);
    expect(kiosk.on('still-there').endsIn).toBe(30);
    await kiosk.pass(30_000);
    kiosk.on('home');
    expect(kiosk.hut.visit.who).toBeNull();
  });

  it('asks nobody who is telling what is wrong by voice, also where it knows them', async () => {
    const kiosk = await Kiosk.open();
    const { barcode } = kiosk.item('book', 'shelf');
    await kiosk.scan(barcode);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    await kiosk.press({ do: 'home' });
    await kiosk.scan(kiosk.card);
    await kiosk.scan(barcode);
    await kiosk.press({ do: 'something-wrong' });
    await kiosk.press({ do: 'tell', by: 'choose' });
    expect(kiosk.hut.visit.who).not.toBeNull();
    await kiosk.press({ do: 'tell', by: 'voice' });
    // The longest memo, begun late.
    const spoken = (memoSeconds + 30) * 1_000;
    await kiosk.pass(spoken);
    kiosk.on('return-tell');
    await kiosk.pass(visitDelays.idle - spoken);
    kiosk.on('still-there');
  });

  it('goes on where it was for any touch or scan', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.pass(120_000);
    kiosk.on('still-there');
    await kiosk.hut.handle('touch', {});
    kiosk.on('item');
    await kiosk.pass(120_000);
    await kiosk.press({ do: 'stay' });
    kiosk.on('item');
    await kiosk.pass(120_000);
    kiosk.on('still-there');
    await kiosk.scan(kiosk.card);
    kiosk.on('door');
  });

  it('keeps a verdict its full time after any touch', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.scan(kiosk.item('book', 'shelf').barcode);
    await kiosk.scan(kiosk.card);
    await kiosk.pass(15_000);
    await kiosk.hut.handle('touch', {});
    await kiosk.pass(15_000);
    kiosk.on('borrowed');
    await kiosk.pass(5_000);
    kiosk.on('home');
  });

  it('calls the keeper from anywhere and comes back', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.pick('wrench');
    await kiosk.press({ do: 'call-keeper' });
    kiosk.on('keeper-called');
    expect(kiosk.events()).toEqual(['keeper-called']);
    await kiosk.press({ do: 'back' });
    kiosk.on('item');
  });
});
