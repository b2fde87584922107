import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeLabel } from '../../domain/scanning/label.ts';
import { Config } from '../../hut/config/config.ts';
import { practiceDirectory } from '../../hut/open-hut.ts';
import { findResident, register, signIn } from './keeper-at-desk.ts';
import { Kiosk } from './kiosk.ts';

const neighbour = { phone: '13812345678', building: '31', unit: '2', room: '4711', pin: '4829' };
const blank = makeLabel('card', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9));

const actors = (kiosk: Kiosk, type: string): string[] =>
  kiosk.ledger.db.prepare<[string], string>('SELECT actor FROM event WHERE type = ?').pluck().all(type);

describe('a keeper and a resident', () => {
  it('shows what is held, the number masked, by phone and by card', async () => {
    const kiosk = await Kiosk.open();
    await register(kiosk, neighbour);
    await signIn(kiosk);
    await findResident(kiosk, neighbour.phone);
    const { resident } = kiosk.on('keeper-resident');
    expect(resident).toMatchObject({
      phone: '138****5678',
      dwelling: { building: '31', unit: '2', room: '4711' },
      trust: 'self-registered',
      cards: [],
      out: 0,
    });
    expect(resident.consent?.at).toBe(kiosk.clock.wall());
    expect(resident.consent?.keptUntil).toBe(kiosk.clock.wall() + 730 * 86_400_000);
    expect(JSON.stringify(kiosk.view())).not.toContain('1381234');
    await kiosk.press({ do: 'to-desk' });
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('keeper-resident').resident).toMatchObject({ phone: null, trust: 'verified' });
    expect(kiosk.on('keeper-resident').resident.cards).toHaveLength(1);
  });

  it('gives a blank card, which makes its holder checked; and blocks it when it is lost', async () => {
    const kiosk = await Kiosk.open();
    await register(kiosk, neighbour);
    await signIn(kiosk);
    // A card that nobody holds is no use before somebody is found.
    await kiosk.scan(blank);
    expect(kiosk.on('keeper-refusal').why).toBe('card-blank');
    await kiosk.press({ do: 'back' });
    await findResident(kiosk, neighbour.phone);
    await kiosk.press({ do: 'resident', act: 'give-card' });
    await kiosk.scan(kiosk.card);
    expect(kiosk.on('keeper-refusal').why).toBe('card-taken');
    await kiosk.press({ do: 'back' });
    await findResident(kiosk, neighbour.phone);
    await kiosk.press({ do: 'resident', act: 'give-card' });
    await kiosk.pass(11_000);
    await kiosk.scan(blank);
    expect(kiosk.on('keeper-done').what).toBe('card-given');
    expect(actors(kiosk, 'person-verified')).toEqual(['keeper:practice-keeper-1']);
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(blank);
    kiosk.on('loans');
    expect(kiosk.hut.visit.who).toMatchObject({ trust: 'verified' });
    // The log knows the card by a reference alone.
    const bodies = kiosk.ledger.db.prepare<[], string>('SELECT body FROM event').pluck().all().join();
    expect(bodies).not.toContain(blank);
    await kiosk.press({ do: 'home' });
    await signIn(kiosk);
    await findResident(kiosk, neighbour.phone);
    expect(kiosk.on('keeper-resident').resident.cards).toEqual([{ tail: blank.slice(-4), blocked: false }]);
    await kiosk.press({ do: 'resident', act: 'block-card' });
    kiosk.on('keeper-block-card');
    await kiosk.press({ do: 'confirm' });
    expect(kiosk.on('keeper-done').what).toBe('card-blocked');
    await kiosk.press({ do: 'home' });
    await kiosk.pass(11_000);
    await kiosk.scan(blank);
    expect(kiosk.on('refusal').refusal.why).toBe('card-blocked');
  });

  it('writes what is held for who asks, on the stick and nowhere else', async () => {
    const stick = mkdtempSync(join(tmpdir(), 'xiaowu-stick-'));
    onTestFinished(() => rmSync(stick, { recursive: true, force: true }));
    const kiosk = await Kiosk.open({ hut: Config.parse({ hut: { exportTo: stick } }).hut });
    await register(kiosk, neighbour);
    await signIn(kiosk);
    await findResident(kiosk, neighbour.phone);
    await kiosk.press({ do: 'resident', act: 'export' });
    const { file } = kiosk.on('keeper-done');
    expect(readdirSync(stick).sort()).toEqual([`${file}.json`, `${file}.txt`]);
    // The name tells when, and not who.
    expect(file).toBe('xiaowu-20260302-0800');
    const held = JSON.parse(readFileSync(join(stick, `${file}.json`), 'utf8')) as Record<string, unknown>;
    expect(held).toMatchObject({
      phone: neighbour.phone,
      dwelling: { building: '31', unit: '2', room: '4711' },
      trust: 'self-registered',
      loans: [],
    });
    const text = readFileSync(join(stick, `${file}.txt`), 'utf8');
    expect(text).toContain(neighbour.phone);
    expect(text).toContain('31幢 2单元 4711室');
    if (process.platform !== 'win32') expect(statSync(join(stick, `${file}.json`)).mode & 0o777).toBe(0o600);
    expect(actors(kiosk, 'person-exported')).toEqual(['keeper:practice-keeper-1']);
    // A second one does not overwrite the first.
    await kiosk.press({ do: 'again' });
    await kiosk.press({ do: 'by-phone' });
    await kiosk.type(neighbour.phone);
    await kiosk.press({ do: 'submit' });
    await kiosk.press({ do: 'resident', act: 'export' });
    expect(kiosk.on('keeper-done').file).toBe('xiaowu-20260302-0800-2');
    // Not mounted, its directory is there all the same; pulled out, it is not: said, and not recorded as handed out.
    const written = readdirSync(stick).length;
    kiosk.stickIsMounted = false;
    for (const isThere of [true, false]) {
      if (!isThere) rmSync(stick, { recursive: true });
      await kiosk.press({ do: 'to-desk' });
      await findResident(kiosk, neighbour.phone);
      await kiosk.press({ do: 'resident', act: 'export' });
      expect(kiosk.on('keeper-refusal').why).toBe('no-stick');
      if (isThere) expect(readdirSync(stick)).toHaveLength(written);
    }
    expect(actors(kiosk, 'person-exported')).toHaveLength(2);
  });

  it('erases only who brought everything back, and only after a second word', async () => {
    const kiosk = await Kiosk.open();
    await register(kiosk, neighbour);
    const person = kiosk.opened.store.people.findByPhone(neighbour.phone)?.person ?? '';
    const book = kiosk.item('book', 'shelf');
    kiosk.lending.borrowFromHand({ item: book.item, person, visit: 'v' });
    await signIn(kiosk);
    await findResident(kiosk, neighbour.phone);
    expect(kiosk.on('keeper-resident').resident.out).toBe(1);
    await kiosk.press({ do: 'resident', act: 'erase' });
    await kiosk.press({ do: 'confirm' });
    expect(kiosk.on('keeper-refusal').why).toBe('loans-out');
    kiosk.lending.returnByHand({ item: book.item, problem: null, visit: 'v' });
    await kiosk.press({ do: 'back' });
    await findResident(kiosk, neighbour.phone);
    await kiosk.press({ do: 'resident', act: 'erase' });
    await kiosk.press({ do: 'back' });
    kiosk.on('keeper-resident');
    expect(kiosk.opened.store.people.findByPhone(neighbour.phone)).not.toBeNull();
    await kiosk.press({ do: 'resident', act: 'erase' });
    await kiosk.press({ do: 'confirm' });
    expect(kiosk.on('keeper-done').what).toBe('erased');
    expect(actors(kiosk, 'person-erased')).toEqual(['keeper:practice-keeper-1']);
    await kiosk.press({ do: 'to-desk' });
    await findResident(kiosk, neighbour.phone);
    expect(kiosk.on('keeper-refusal').why).toBe('phone-unknown');
  });

  it('lends to cards while the key is lost, and says so at home and at the desk', async () => {
    const kiosk = await Kiosk.open();
    await register(kiosk, neighbour);
    await kiosk.stop();
    const key = join(kiosk.dir, practiceDirectory, 'person.key');
    const secret = readFileSync(key);
    rmSync(key);
    await kiosk.start();
    expect(kiosk.log).toContainEqual(expect.objectContaining({ what: 'person-key', code: 'missing' }));
    expect(kiosk.view().troubles).toContainEqual({ device: 'phones' });
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.press({ do: 'by-phone' });
    expect(kiosk.on('refusal')).toMatchObject({
      refusal: { why: 'phones-paused' },
      ways: ['use-card', 'return-one', 'call-keeper'],
    });
    await kiosk.press({ do: 'way', way: 'use-card' });
    kiosk.on('identify');
    await kiosk.scan(kiosk.card);
    kiosk.on('loans');
    await kiosk.press({ do: 'home' });
    await signIn(kiosk);
    await kiosk.press({ do: 'desk', function: 'residents' });
    await kiosk.press({ do: 'by-phone' });
    expect(kiosk.on('keeper-refusal').why).toBe('phones-paused');
    expect(readdirSync(join(kiosk.dir, practiceDirectory))).not.toContain('person.key');
    // Put back: everything is as before.
    await kiosk.stop();
    writeFileSync(key, secret, { mode: 0o600 });
    await kiosk.start();
    expect(kiosk.view().troubles).toEqual([]);
    expect(kiosk.opened.store.people.findByPhone(neighbour.phone)).not.toBeNull();
  });
});
