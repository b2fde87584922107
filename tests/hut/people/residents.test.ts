import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { writeExport } from '../../../hut/people/export-file.ts';
import { keptForMs } from '../../../hut/people/people.ts';
import { stockedHut, TemporaryDirectory, value } from '../ledger/stocked-hut.ts';

const register = { phone: '13812345678', dwelling: { building: '12', unit: '3', room: '4567' }, pin: '2580' };

test('two years after registering somebody is forgotten, unless something is still out', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  expect(hut.residents.sheet(person)?.consent).toMatchObject({
    at: hut.clock.wall(),
    keptUntil: hut.clock.wall() + keptForMs,
  });
  expect(value(hut.residents.eraseExpired())).toBe(false);
  hut.clock.advance(keptForMs);
  expect(value(hut.residents.eraseExpired())).toBe(false);
  value(hut.lending.borrowFromHand({ item: 'book-1', person, visit: 'v' }));
  hut.clock.advance(1);
  expect(value(hut.residents.eraseExpired())).toBe(false);
  value(hut.lending.returnByHand({ item: 'book-1', problem: null, visit: 'v' }));
  expect(value(hut.residents.eraseExpired())).toBe(true);
  expect(hut.people.findByPhone(register.phone)).toBeNull();
  const actor = hut.ledger.db.prepare("SELECT actor FROM event WHERE type = 'person-erased'").pluck().get();
  expect(actor).toBe('hut');
  expect(value(hut.residents.eraseExpired())).toBe(false);
});

test('a door that is not over keeps who asked for it, and nobody else, from being forgotten', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  const other = value(await hut.people.register({ ...register, phone: '13812345679' })).person;
  const ask = { item: 'wrench-1', person, visit: 'v', doorFaultOf: () => null };
  const { opening } = value(hut.lending.requestBorrow(ask));
  const ordered = hut.ledger.db.prepare("INSERT INTO mirror VALUES ('erasures', ?, '{}')");
  for (const each of [person, other].sort()) ordered.run(each);
  expect(hut.sync.eraseOrdered()).toBe(true);
  expect(hut.people.findByPhone('13812345679')).toBeNull();
  value(await hut.people.register({ ...register, phone: '13812345679' }));
  hut.clock.advance(keptForMs + 1);
  expect(value(hut.residents.eraseExpired())).toBe(true);
  expect(hut.people.findByPhone('13812345679')).toBeNull();
  expect(value(hut.residents.eraseExpired())).toBe(false);
  value(hut.lending.voidOpening(opening, 'stuck'));
  expect(value(hut.residents.eraseExpired())).toBe(true);
});

test('somebody whose data a flipped bit spoilt is shown, forgotten like others, and keeps nobody behind', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  const other = value(await hut.people.register({ ...register, phone: '13812345679' })).person;
  hut.ledger.db.prepare('UPDATE person SET phone_enc = zeroblob(40) WHERE person = ?').run(person);
  expect(hut.residents.sheet(person)).toMatchObject({
    phone: null,
    dwelling: null,
    trust: 'self-registered',
  });
  const ordered = hut.ledger.db.prepare("INSERT INTO mirror VALUES ('erasures', ?, '{}')");
  for (const each of [person, other]) ordered.run(each);
  expect([hut.sync.eraseOrdered(), hut.sync.eraseOrdered(), hut.sync.eraseOrdered()]).toEqual([
    true,
    true,
    false,
  ]);
  expect(hut.people.findByPhone('13812345679')).toBeNull();
  expect(hut.ledger.db.prepare('SELECT count(*) FROM person').pluck().get()).toBe(0);
});

test('who is erased is erased, also when the disk does not let go of what is left of them: that is tried again', async () => {
  using hut = stockedHut();
  const { person } = value(await hut.people.register(register));
  const { db } = hut.ledger;
  const exec = db.exec.bind(db);
  let vacuums = 0;
  db.exec = (sql) => {
    if (sql !== 'VACUUM') return exec(sql);
    vacuums++;
    throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  };
  expect(value(hut.residents.erase({ person, actor: 'command' })).left?.code).toBe('disk-full');
  expect(hut.people.findByPhone(register.phone)).toBeNull();
  expect(hut.residents.finishErasing()).toMatchObject({ ok: false });
  db.exec = exec;
  expect(vacuums).toBe(2);
  expect(hut.residents.finishErasing()).toMatchObject({ ok: true });
  expect(db.prepare('SELECT count(*) FROM erasure_waits').pluck().get()).toBe(0);
});

test('a stick that lets no half-written export go says that it took none', () => {
  using hut = stockedHut();
  using stick = new TemporaryDirectory();
  const held = hut.residents.exportOf(hut.li);
  const name = held.made.slice(0, 4);
  // What lies in its way cannot be taken away either.
  const { name: free, discard } = value(writeExport(stick.path, held));
  discard();
  expect(readdirSync(stick.path)).toEqual([]);
  mkdirSync(join(stick.path, `${free}.txt`));
  expect(free).toContain(name);
  expect(writeExport(stick.path, held)).toMatchObject({ ok: false, refusal: { why: 'not-written' } });
});

test('an export holds everything there is about a person, and nothing of anybody else', async () => {
  using hut = stockedHut();
  using stick = new TemporaryDirectory();
  const { person } = value(await hut.people.register(register));
  value(hut.residents.giveCard({ person, code: 'CODE-A', actor: 'command' }));
  value(hut.lending.borrowFromHand({ item: 'book-1', person, visit: 'v' }));
  value(hut.lending.borrowFromHand({ item: 'ladder-1', person: hut.li, visit: 'v' }));
  const asked = value(
    hut.lending.requestBorrow({ item: 'wrench-2', person, visit: 'v', doorFaultOf: () => null }),
  );
  value(hut.lending.voidOpening(asked.opening, 'stuck'));
  const held = hut.residents.exportOf(person);
  expect(held).toMatchObject({
    reference: person,
    phone: register.phone,
    dwelling: register.dwelling,
    trust: 'verified',
    cards: [{ code: 'CODE-A', blocked: false }],
    loans: [{ barcode: 'code-book-1', returned: null }],
    openings: [{ door: 2, outcome: 'stuck' }],
  });
  const { name } = value(writeExport(stick.path, held));
  expect(readdirSync(stick.path).sort()).toEqual([`${name}.json`, `${name}.txt`]);
  for (const file of readdirSync(stick.path)) {
    expect(file).not.toContain('1381');
    expect(readFileSync(join(stick.path, file), 'utf8')).not.toContain('ladder');
  }
});

test('an export goes nowhere without a directory that is there, and leaves no half file', () => {
  using hut = stockedHut();
  using stick = new TemporaryDirectory();
  const held = hut.residents.exportOf(hut.li);
  expect(writeExport(null, held)).toMatchObject({ refusal: { why: 'no-place' } });
  expect(writeExport(join(stick.path, 'gone'), held)).toMatchObject({ refusal: { why: 'no-place' } });
  const written = value(writeExport(stick.path, held));
  written.discard();
  expect(readdirSync(stick.path)).toEqual([]);
});

test('a card has one holder, and a lost one stays blocked', () => {
  using hut = stockedHut();
  const actor = 'command';
  expect(hut.residents.giveCard({ person: hut.wang, code: 'card-li', actor })).toEqual({
    ok: false,
    refusal: { why: 'card-taken' },
  });
  value(hut.residents.blockCards({ person: hut.li, actor }));
  expect(hut.residents.blockCards({ person: hut.li, actor })).toEqual({
    ok: false,
    refusal: { why: 'no-card' },
  });
  // A blocked card is nobody's blank one.
  expect(hut.residents.giveCard({ person: hut.wang, code: 'card-li', actor })).toMatchObject({
    refusal: { why: 'card-taken' },
  });
  value(hut.residents.giveCard({ person: hut.li, code: 'card-li-2', actor }));
  expect(hut.people.byCard('card-li-2')).toMatchObject({ ok: true, value: { person: hut.li } });
  expect(hut.people.byCard('card-li')).toMatchObject({ refusal: { why: 'card-blocked' } });
});
