import { describe, expect, it, vi } from 'vitest';
import type { Action } from '../../domain/contract/action.ts';
import { makeLabel } from '../../domain/scanning/label.ts';
import { practiceKeeper } from '../../hut/keeper/practice-keeper.ts';
import { value } from '../hut/ledger/stocked-hut.ts';
import { signIn, typePin } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

const { code, pin } = practiceKeeper;

describe('a keeper at the screen', () => {
  it('comes in by card and PIN from attract, and leaves again', async () => {
    const kiosk = await Kiosk.open();
    kiosk.on('attract');
    await kiosk.scan(code);
    expect(kiosk.on('keeper-pin')).toMatchObject({ number: 1, step: 'check', length: 6 });
    // Before the PIN nobody is signed in, and the screen says nothing of a desk.
    expect(kiosk.view().keeper).toBeUndefined();
    await kiosk.type(pin);
    await kiosk.until('keeper-desk');
    expect(kiosk.view().keeper).toBe(1);
    await kiosk.press({ do: 'home' });
    kiosk.on('home');
    expect(kiosk.view().keeper).toBeUndefined();
    expect(kiosk.events()).toEqual(['keeper-signed-in', 'keeper-signed-out']);
  });

  it('is taken on home and on a verdict, but not where a neighbour is in the middle of something', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.scan(code);
    kiosk.on('keeper-pin');
    await kiosk.press({ do: 'back' });
    await kiosk.pick('wrench');
    await kiosk.scan(code);
    kiosk.on('item');
    expect(kiosk.cues.at(-1)).toBe('amber');
    await kiosk.press({ do: 'borrow' });
    await kiosk.pass(10_000);
    await kiosk.scan(code);
    kiosk.on('identify');
    await kiosk.scan(kiosk.card);
    await kiosk.pass(10_000);
    await kiosk.scan(code);
    kiosk.on('door');
  });

  it('never is the resident who was there before, nor the other way round', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.scan(kiosk.item('book', 'shelf').barcode);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    expect(kiosk.hut.visit.who).not.toBeNull();
    await kiosk.scan(code);
    kiosk.on('keeper-pin');
    expect(kiosk.hut.visit.who).toBeNull();
    await kiosk.type(pin);
    await kiosk.until('keeper-desk');
    expect(kiosk.hut.visit.who).toBeNull();
    await kiosk.press({ do: 'home' });
    await kiosk.scan(kiosk.card);
    kiosk.on('loans');
    expect(kiosk.hut.visit.keeper).toBeNull();
  });

  it('locks after five wrong PINs, says until when, over a restart, and opens again', {
    // Ten hashes, each a second where the machine is busy.
    timeout: 60_000,
  }, async () => {
    const kiosk = await Kiosk.open();
    await kiosk.scan(code);
    for (const left of [4, 3, 2, 1]) {
      await typePin(kiosk, '000000');
      expect(kiosk.on('keeper-pin')).toMatchObject({ problem: 'wrong', triesLeft: left, filled: 0 });
    }
    await typePin(kiosk, '000000');
    const until = kiosk.clock.wall() + 15 * 60_000;
    expect(kiosk.on('keeper-pin')).toMatchObject({ problem: 'locked', until });
    await typePin(kiosk, pin);
    expect(kiosk.on('keeper-pin')).toMatchObject({ problem: 'locked', filled: 0 });
    await kiosk.stop();
    await kiosk.start();
    await kiosk.scan(code);
    expect(kiosk.on('keeper-pin')).toMatchObject({ problem: 'locked', until });
    await kiosk.pass(15 * 60_000);
    await signIn(kiosk);
    // Residents are not locked with the keeper.
    expect(kiosk.events().filter((type) => type === 'keeper-pin-failed')).toHaveLength(5);
  });

  it('is signed out when nobody touches the desk, and nothing leads back to it', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    const stale = kiosk.view().token;
    await kiosk.pass(60_000);
    expect(kiosk.on('still-there').endsIn).toBe(30);
    // A touch in time goes on at the desk.
    await kiosk.hut.handle('touch', {});
    kiosk.on('keeper-desk');
    await kiosk.pass(60_000);
    await kiosk.pass(30_000);
    kiosk.on('home');
    expect(kiosk.hut.visit.keeper).toBeNull();
    const attempts: Action[] = [
      { do: 'back' },
      { do: 'to-desk' },
      { do: 'desk', function: 'things' },
      { do: 'stay' },
    ];
    for (const action of attempts) {
      expect((await kiosk.hut.handle('press', { token: stale, action })).taken).toBe(false);
      expect((await kiosk.hut.handle('press', { token: kiosk.view().token, action })).taken).toBe(false);
      // A page that is loaded anew gets the same picture.
      kiosk.on('home');
    }
    expect(kiosk.events()).toEqual(['keeper-signed-in', 'keeper-signed-out']);
  });

  it('is not signed in who went home while the PIN was looked at', async () => {
    const kiosk = await Kiosk.open();
    const look = vi.spyOn(kiosk.opened.store.keepers, 'checkPin');
    await kiosk.scan(code);
    await kiosk.type(pin);
    expect(kiosk.on('keeper-pin').busy).toBe(true);
    await kiosk.press({ do: 'home' });
    expect(await look.mock.results[0]?.value).toMatchObject({ ok: true });
    await kiosk.quiet();
    kiosk.on('home');
    expect(kiosk.hut.visit.keeper).toBeNull();
    expect(kiosk.events()).toEqual([]);
  });

  it('is signed out by a restart', async () => {
    const kiosk = await Kiosk.open();
    await signIn(kiosk);
    await kiosk.stop();
    await kiosk.start();
    kiosk.on('attract');
    expect(kiosk.hut.visit.keeper).toBeNull();
  });

  it('changes a one-time PIN before anything else', async () => {
    const kiosk = await Kiosk.open();
    const card = makeLabel('keeper-card', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const made = value(await kiosk.opened.store.keepers.make(card, '730164'));
    expect(made.number).toBe(2);
    await kiosk.scan(card);
    await typePin(kiosk, '730164');
    expect(kiosk.on('keeper-pin')).toMatchObject({ number: 2, step: 'choose' });
    expect(kiosk.hut.visit.keeper).toBeNull();
    await kiosk.press({ do: 'to-desk' });
    kiosk.on('keeper-pin');
    await typePin(kiosk, '123456');
    expect(kiosk.on('keeper-pin')).toMatchObject({ step: 'choose', problem: 'too-simple' });
    await typePin(kiosk, '730164');
    await typePin(kiosk, '730164');
    expect(kiosk.on('keeper-pin')).toMatchObject({ step: 'choose', problem: 'same' });
    await typePin(kiosk, '508264');
    await typePin(kiosk, '508265');
    expect(kiosk.on('keeper-pin')).toMatchObject({ step: 'choose', problem: 'differs' });
    await typePin(kiosk, '508264');
    expect(kiosk.on('keeper-pin').step).toBe('repeat');
    await typePin(kiosk, '508264');
    await kiosk.until('keeper-desk');
    expect(kiosk.view().keeper).toBe(2);
    await kiosk.press({ do: 'home' });
    await kiosk.scan(card);
    await typePin(kiosk, '508264');
    kiosk.on('keeper-desk');
  });

  it('says plainly that a card is not a keeper’s, or no longer', async () => {
    const kiosk = await Kiosk.open();
    const stranger = makeLabel('keeper-card', Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9));
    await kiosk.scan(stranger);
    expect(kiosk.on('keeper-refusal').why).toBe('card-unknown');
    await kiosk.press({ do: 'back' });
    kiosk.on('home');
    value(kiosk.opened.store.keepers.block(1, 'left'));
    await kiosk.scan(code);
    expect(kiosk.on('keeper-refusal').why).toBe('card-blocked');
  });

  it('can show the desk on no disk that does not take down who is there', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.scan(code);
    kiosk.ledger.db.pragma('query_only = ON');
    await typePin(kiosk, pin);
    expect(kiosk.on('keeper-refusal').why).toBe('disk-error');
    expect(kiosk.hut.visit.keeper).toBeNull();
    kiosk.ledger.db.pragma('query_only = OFF');
  });

  it('a card that is refused keeps nobody after it from a scan', async () => {
    const kiosk = await Kiosk.open();
    const book = kiosk.item('book', 'shelf');
    const strange = makeLabel('keeper-card', new Uint8Array(8));
    await kiosk.scan(strange);
    expect(kiosk.on('keeper-refusal').why).toBe('card-unknown');
    await kiosk.scan(book.barcode);
    expect(kiosk.on('item').item.item).toBe(book.item);
    await kiosk.scan(kiosk.card);
    kiosk.on('borrowed');
    await kiosk.press({ do: 'home' });
    await kiosk.scan(strange);
    kiosk.on('keeper-refusal');
    await kiosk.scan(book.barcode);
    kiosk.on('return');
  });
});
