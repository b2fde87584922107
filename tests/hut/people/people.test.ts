import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { event } from '../../../domain/ledger/events.ts';
import { pinLockMs } from '../../../domain/people/identity.ts';
import { done } from '../../../domain/result.ts';
import { openHutStore } from '../../../hut/ledger/hut-store.ts';
import type { LogEntry } from '../../../hut/log-catalogue.ts';
import { openPersonKey, personKeyOf } from '../../../hut/people/person-key.ts';
import { hours, stockedHut, TemporaryDirectory, value } from '../ledger/stocked-hut.ts';

const phone = '13812345678';
const dwelling = { building: '12', unit: '3', room: '4567' };
const register = { phone, dwelling, pin: '2580' };

test('a person registers, is found by number, and comes in by PIN', async () => {
  using hut = stockedHut();
  expect(hut.people.findByPhone(phone)).toBeNull();
  const { person } = value(await hut.people.register(register));
  hut.restart();
  expect(hut.people.findByPhone(phone)).toEqual({ person });
  expect(hut.people.findByPhone('13812345679')).toBeNull();
  expect(hut.people.trustOf(person)).toBe('self-registered');
  const head = hut.ledger.head().seq;
  expect(await hut.people.checkPin(person, '2580')).toEqual({
    ok: true,
    value: { person, trust: 'self-registered' },
  });
  // Nothing to reset: nothing is recorded about who came in when.
  expect(hut.ledger.head().seq).toBe(head);
});

test('the number and the room are in no event and nowhere in the files as they are', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  await hut.people.checkPin(person, '0000');
  const bodies = hut.ledger.db
    .prepare<[], string>('SELECT body || actor FROM event')
    .pluck()
    .all()
    .join('\n');
  for (const secret of [phone, phone.slice(3, 7), '4567', '2580']) expect(bodies).not.toContain(`"${secret}`);
  expect(bodies).not.toContain(phone);
  hut.ledger.tidy();
  const files = readdirSync(hut.dir).filter((name) => name.startsWith('ledger.db'));
  expect(files).toContain('ledger.db');
  for (const name of files) {
    const raw = readFileSync(join(hut.dir, name));
    expect(raw.includes(phone), name).toBe(false);
    expect(raw.includes('"room"'), name).toBe(false);
  }
  expect(readFileSync(join(hut.dir, 'ledger.db')).includes(person)).toBe(true);
});

test('registering the same number again is a check of its PIN', async () => {
  using hut = stockedHut();
  const first = value(await hut.people.register(register));
  expect(value(await hut.people.register(register))).toEqual(first);
  expect(await hut.people.register({ ...register, pin: '1379' })).toEqual({
    ok: false,
    refusal: { why: 'card-unknown' },
  });
  // Both at once: one person comes of it.
  const other = { ...register, phone: '13900001111' };
  const both = await Promise.all([hut.people.register(other), hut.people.register(other)]);
  expect(both.filter((result) => result.ok)).toHaveLength(1);
});

test('five wrong PINs lock for a quarter of an hour, over a restart, and say how many are left', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  for (const triesLeft of [4, 3]) {
    expect(await hut.people.checkPin(person, '0001')).toEqual({
      ok: false,
      refusal: { why: 'wrong', triesLeft },
    });
  }
  // A right one gives all tries back.
  expect((await hut.people.checkPin(person, '2580')).ok).toBe(true);
  for (const triesLeft of [4, 3]) {
    expect(await hut.people.checkPin(person, '0001')).toEqual({
      ok: false,
      refusal: { why: 'wrong', triesLeft },
    });
  }
  hut.restart();
  // Tried at the same time, each is counted.
  const three = await Promise.all(['0001', '0002', '0003'].map((pin) => hut.people.checkPin(person, pin)));
  const until = hut.clock.wall() + pinLockMs;
  expect(three.map((result) => !result.ok && result.refusal)).toEqual(
    expect.arrayContaining([
      { why: 'wrong', triesLeft: 2 },
      { why: 'wrong', triesLeft: 1 },
      { why: 'pin-locked', until },
    ]),
  );
  hut.restart();
  hut.clock.advance(pinLockMs - 1);
  expect(await hut.people.checkPin(person, '2580')).toEqual({
    ok: false,
    refusal: { why: 'pin-locked', until },
  });
  hut.clock.advance(1);
  expect(await hut.people.checkPin(person, '0001')).toEqual({
    ok: false,
    refusal: { why: 'wrong', triesLeft: 4 },
  });
  expect((await hut.people.checkPin(person, '2580')).ok).toBe(true);
}, 20_000);

test('wrong PINs are counted as well while the ledger takes no writing, and a right one gives all tries back', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  hut.ledger.db.pragma('query_only = ON');
  const wrong = async (times: number) => {
    for (let n = 0; n < times; n++) {
      expect(await hut.people.checkPin(person, '0001')).toMatchObject({ refusal: { why: 'not-recorded' } });
    }
  };
  await wrong(4);
  expect((await hut.people.checkPin(person, '2580')).ok).toBe(true);
  await wrong(5);
  const until = hut.clock.wall() + pinLockMs;
  expect(await hut.people.checkPin(person, '2580')).toEqual({
    ok: false,
    refusal: { why: 'pin-locked', until },
  });
  hut.clock.advance(pinLockMs);
  expect((await hut.people.checkPin(person, '2580')).ok).toBe(true);
}, 20_000);

test('a lock lasts its time, however the clock is set meanwhile', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  const now = hut.clock.wall();
  hut.clock.setWall(now + 5 * 365 * 86_400_000);
  for (let i = 0; i < 5; i++) await hut.people.checkPin(person, '0001');
  expect(await hut.people.checkPin(person, '2580')).toMatchObject({ refusal: { why: 'pin-locked' } });
  // Put right: not skipped, and not prolonged by five years.
  hut.clock.setWall(now);
  expect(await hut.people.checkPin(person, '2580')).toMatchObject({
    refusal: { why: 'pin-locked', until: now + pinLockMs },
  });
  // An hour ahead: not skipped.
  hut.clock.setWall(now + 3_600_000);
  expect(await hut.people.checkPin(person, '2580')).toMatchObject({ refusal: { why: 'pin-locked' } });
  hut.clock.advance(pinLockMs);
  expect((await hut.people.checkPin(person, '2580')).ok).toBe(true);
}, 20_000);

test('a lock from before a restart with the clock set back meanwhile is waited for once, no longer', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  for (let i = 0; i < 5; i++) await hut.people.checkPin(person, '0001');
  hut.clock.setWall(hut.clock.wall() - 8 * 3_600_000);
  hut.restart();
  expect(await hut.people.checkPin(person, '2580')).toMatchObject({ refusal: { why: 'pin-locked' } });
  hut.clock.advance(pinLockMs);
  expect((await hut.people.checkPin(person, '2580')).ok).toBe(true);
}, 20_000);

test('on a full disk nobody is registered by half, and no wrong PIN goes uncounted', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  const { db } = hut.ledger;
  // Every free byte of the file is taken, so that no row fits any more.
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
  const fill = event('keeper-called', { visit: 'v', screen: 'x'.repeat(90) });
  while (hut.ledger.commit('hut', () => done([fill])).ok);
  expect(await hut.people.checkPin(person, '0001')).toEqual({
    ok: false,
    refusal: { why: 'not-recorded', because: 'disk-full' },
  });
  const other = { ...register, phone: '13900001111' };
  expect(await hut.people.register(other)).toEqual({
    ok: false,
    refusal: { why: 'not-recorded', because: 'disk-full' },
  });
  expect(hut.people.findByPhone(other.phone)).toBeNull();
});

test('cards: known, unknown, blocked', () => {
  using hut = stockedHut();
  expect(hut.people.byCard('card-li')).toEqual({ ok: true, value: { person: hut.li, trust: 'verified' } });
  expect(hut.people.byCard('card-x')).toEqual({ ok: false, refusal: { why: 'card-unknown' } });
  value(hut.residents.blockCards({ person: hut.li, actor: 'command' }));
  expect(hut.people.byCard('card-li')).toEqual({ ok: false, refusal: { why: 'card-blocked' } });
});

test('the key file: 32 bytes for its owner alone, made once, and never silently made anew', async () => {
  using hut = stockedHut();
  const file = join(hut.dir, 'person.key');
  const secret = readFileSync(file);
  expect(secret).toHaveLength(32);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  hut.restart();
  expect(readFileSync(file).equals(secret)).toBe(true);
  const { person } = value(await hut.people.register(register));
  value(hut.residents.giveCard({ person, code: 'card-new', actor: 'command' }));
  hut.close();
  const logged: LogEntry[] = [];
  const open = () =>
    value(
      openHutStore({ dir: hut.dir, clock: hut.clock, boot: 'b', hours, log: (entry) => logged.push(entry) }),
    );
  /** The hut opens, says what is the matter, and knows cards but no phone numbers. */
  const opensWithout = (code: string) => {
    const store = open();
    expect(store.people.keyFault()).toMatchObject({ why: 'person-key', code });
    expect(logged.at(-1)).toMatchObject({ what: 'person-key', code });
    expect(store.people.byCard('card-new')).toMatchObject({ ok: true, value: { person, trust: 'verified' } });
    expect(store.residents.sheet(person)).toMatchObject({ phone: null, dwelling: null, out: 0 });
    expect(() => store.people.findByPhone(phone)).toThrow('person.key');
    store.close();
  };
  rmSync(file);
  opensWithout('missing');
  expect(readdirSync(hut.dir)).not.toContain('person.key');
  writeFileSync(file, secret.subarray(0, 31), { mode: 0o600 });
  opensWithout('damaged');
  writeFileSync(file, Buffer.alloc(32, 9));
  opensWithout('foreign');
  rmSync(file);
  mkdirSync(file);
  opensWithout('unreadable');
  rmSync(file, { recursive: true });
  writeFileSync(file, secret);
  const again = open();
  expect(again.people.keyFault()).toBeNull();
  expect(again.people.findByPhone(phone)).toEqual({ person });
  again.close();
});

test('a key that others may read is closed to them at the next start', () => {
  if (process.platform === 'win32') return;
  using directory = new TemporaryDirectory();
  expect(openPersonKey(directory.path, null).ok).toBe(true);
  const file = join(directory.path, 'person.key');
  chmodSync(file, 0o644);
  expect(openPersonKey(directory.path, null).ok).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('sealed text opens only with its key, at its place, unchanged', () => {
  const key = personKeyOf(Buffer.alloc(32, 7));
  const sealed = key.seal(phone, 'p1 phone');
  expect(key.unseal(sealed, 'p1 phone')).toBe(phone);
  expect(key.seal(phone, 'p1 phone').equals(sealed)).toBe(false);
  expect(() => key.unseal(sealed, 'p2 phone')).toThrow();
  expect(() => personKeyOf(Buffer.alloc(32, 8)).unseal(sealed, 'p1 phone')).toThrow();
  for (const at of [0, 14, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => key.unseal(changed, 'p1 phone')).toThrow();
  }
  expect(key.lookup(phone).equals(key.lookup(phone))).toBe(true);
  expect(key.lookup(phone).equals(key.pepper(phone))).toBe(false);
});
