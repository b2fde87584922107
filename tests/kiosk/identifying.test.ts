import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { practiceDirectory } from '../../hut/open-hut.ts';
import { Kiosk } from './kiosk.ts';

const phone = '13812345678';

async function atPhone(kiosk: Kiosk): Promise<void> {
  await kiosk.press({ do: 'begin' });
  await kiosk.press({ do: 'function', function: 'my-loans' });
  await kiosk.press({ do: 'by-phone' });
  await kiosk.type(phone);
}

async function register(kiosk: Kiosk, pin: string): Promise<void> {
  await atPhone(kiosk);
  await kiosk.press({ do: 'submit' });
  expect(kiosk.on('consent').phone).toBe('138****5678');
  await kiosk.press({ do: 'agree' });
  await kiosk.type('3');
  await kiosk.press({ do: 'submit' });
  await kiosk.type('1');
  await kiosk.press({ do: 'submit' });
  await kiosk.type('502');
  await kiosk.press({ do: 'submit' });
  expect(kiosk.on('pin').step).toBe('choose');
  await kiosk.type(pin);
  expect(kiosk.on('pin').step).toBe('repeat');
  await kiosk.type(pin);
  await kiosk.until('loans');
}

describe('identifying by phone and PIN', () => {
  it('registers a newcomer by digits alone and knows them the next time', async () => {
    const kiosk = await Kiosk.open();
    await register(kiosk, '4711');
    expect(kiosk.on('loans').loans).toEqual([]);
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.press({ do: 'by-phone' });
    await kiosk.type(phone);
    await kiosk.press({ do: 'submit' });
    expect(kiosk.on('pin').step).toBe('check');
    await kiosk.type('4711');
    await kiosk.until('loans');
    // Who came is nobody's business: a right PIN leaves no trace unless it ends a row of wrong ones.
    expect(kiosk.events()).toEqual(['person-registered']);
  });

  it('takes a room of one digit: what the screen calls complete is taken', async () => {
    const kiosk = await Kiosk.open();
    await atPhone(kiosk);
    await kiosk.press({ do: 'submit' });
    await kiosk.press({ do: 'agree' });
    for (const digit of ['3', '0', '5']) {
      await kiosk.type(digit);
      expect(await kiosk.press({ do: 'submit' })).toBe(true);
    }
    expect(kiosk.on('pin').step).toBe('choose');
  });

  it('says of eleven digits that they are no mobile number, until the next key', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.press({ do: 'by-phone' });
    await kiosk.type('12812345678');
    await kiosk.press({ do: 'submit' });
    expect(kiosk.on('phone')).toMatchObject({ digits: [], problem: 'not-a-number' });
    await kiosk.type('1');
    expect(kiosk.on('phone')).toEqual({ at: 'phone', purpose: 'my-loans', digits: ['1'] });
  });

  it('never shows the middle of a number, and keeps it out of log, ledger and database', async () => {
    const kiosk = await Kiosk.open();
    await atPhone(kiosk);
    expect(kiosk.on('phone').digits.join('')).toBe('138••••5678');
    expect(JSON.stringify(kiosk.view())).not.toContain('1234');
    await kiosk.press({ do: 'home' });
    await register(kiosk, '4711');
    const bodies = kiosk.ledger.db.prepare<[], string>('SELECT body FROM event').pluck().all().join();
    const raw = ['ledger.db', 'ledger.db-wal']
      .map((name) => readFileSync(join(kiosk.dir, practiceDirectory, name), 'latin1'))
      .join();
    for (const text of [bodies, raw, JSON.stringify(kiosk.log)]) {
      expect(text).not.toContain(phone);
      expect(text).not.toContain('12345678');
    }
  });

  it('does not take a PIN that anybody would guess, nor two that differ', async () => {
    const kiosk = await Kiosk.open();
    await atPhone(kiosk);
    await kiosk.press({ do: 'submit' });
    await kiosk.press({ do: 'agree' });
    for (const digits of ['3', '1', '502']) {
      await kiosk.type(digits);
      await kiosk.press({ do: 'submit' });
    }
    await kiosk.type('1234');
    expect(kiosk.on('pin')).toMatchObject({ step: 'choose', problem: 'too-simple', filled: 0 });
    await kiosk.type('4711');
    await kiosk.type('4712');
    expect(kiosk.on('pin')).toMatchObject({ step: 'choose', problem: 'differs', filled: 0 });
  });

  it('locks after five wrong PINs, says so, and stays locked over a restart until the time is up', async () => {
    const kiosk = await Kiosk.open();
    await register(kiosk, '4711');
    const tryPin = async (pin: string) => {
      if (kiosk.screen.at === 'attract') await kiosk.press({ do: 'begin' });
      await kiosk.press({ do: 'home' });
      await kiosk.press({ do: 'function', function: 'my-loans' });
      await kiosk.press({ do: 'by-phone' });
      await kiosk.type(phone);
      await kiosk.press({ do: 'submit' });
      await kiosk.type(pin);
      while (kiosk.screen.at === 'pin' && kiosk.on('pin').busy) await kiosk.quiet();
    };
    for (const left of [4, 3, 2, 1]) {
      await tryPin('9000');
      expect(kiosk.on('pin')).toMatchObject({ problem: 'wrong', triesLeft: left });
    }
    await tryPin('9000');
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'pin-locked' });
    await kiosk.stop();
    await kiosk.start();
    await tryPin('4711');
    expect(kiosk.on('refusal').refusal).toMatchObject({ why: 'pin-locked' });
    await kiosk.pass(15 * 60_000);
    await tryPin('4711');
    kiosk.on('loans');
  });
});
