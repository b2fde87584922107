import { expect, test } from 'vitest';
import { makeHistory, thePin } from '../../bench/ten-years/history.ts';
import { ask, readings, subjectOf } from '../../bench/ten-years/readings.ts';
import { agenda, seeded } from '../../bench/ten-years/seeded.ts';
import { cardOf, neglectedOf, phoneOf } from '../../bench/ten-years/stock.ts';
import { rebuild } from '../../hut/ledger/rebuild.ts';
import { verify } from '../../hut/ledger/verify.ts';
import { TemporaryDirectory, value } from '../hut/ledger/stocked-hut.ts';

const size = { days: 3_652, loans: 300, items: 40, people: 30 };
const end = Date.UTC(2026, 9, 1, 10, 0, 0);

async function made(directory: TemporaryDirectory, seed: number) {
  return ask(await makeHistory(directory.path, size, seed, end));
}

test('ten years in small: as many loans as asked for, chained, and projected as the log says', async () => {
  using directory = new TemporaryDirectory();
  const { store, made: history } = await made(directory, 3);
  const { ledger, lending, people } = store;
  const count = (sql: string) => ledger.db.prepare<[], number>(sql).pluck().get();
  expect(count('SELECT count(*) FROM loan')).toBe(size.loans);
  expect(count('SELECT count(*) FROM item')).toBe(size.items + neglectedOf(size));
  expect(count('SELECT count(*) FROM person')).toBe(size.people);
  // Loans by door and by hand, renewals, faults and keepers: the kinds of things that happen.
  for (const type of ['opening-finished', 'item-returned', 'loan-renewed', 'item-condition-set']) {
    expect(count(`SELECT count(*) FROM event WHERE type = '${type}'`), type).toBeGreaterThan(5);
  }
  expect(verify(ledger).ok).toBe(true);
  expect(rebuild(ledger).same).toBe(true);
  for (const reader of history.readers) expect(lending.loansOf(reader)).toHaveLength(3);
  // A person whose row was copied is found by card and by phone, and has the PIN of the one it was copied from.
  const { person } = value(people.byCard(cardOf(7)));
  expect(people.findByPhone(phoneOf(7))).toEqual({ person });
  expect((await people.checkPin(person, thePin)).ok).toBe(true);
  store.close();
});

test('one seed makes one history, another seed another', async () => {
  const heads: string[] = [];
  for (const seed of [5, 5, 6]) {
    using directory = new TemporaryDirectory();
    const { store } = await made(directory, seed);
    heads.push(store.ledger.head().hash);
    store.close();
  }
  expect(heads[0]).toBe(heads[1]);
  expect(heads[2]).not.toBe(heads[0]);
});

test('every reading of the bench answers', async () => {
  using directory = new TemporaryDirectory();
  const hut = await made(directory, 3);
  const chance = seeded(1);
  for (const [name, read] of readings) {
    for (let n = 0; n < 5; n++) expect(read(hut, subjectOf(hut, chance)), name).toBeDefined();
  }
  hut.store.close();
});

test('an agenda gives what was planned in the order of time', () => {
  const chance = seeded(9);
  const plan = agenda<number>();
  const all = Array.from({ length: 200 }, () => chance.below(50));
  for (const at of all) plan.add(at, at);
  const early: number[] = [];
  for (let next = plan.next(20); next !== null; next = plan.next(20)) early.push(next.what);
  expect(early).toEqual(all.filter((at) => at <= 20).sort((a, b) => a - b));
  const late: number[] = [];
  for (let next = plan.next(50); next !== null; next = plan.next(50)) late.push(next.what);
  expect(late).toEqual(all.filter((at) => at > 20).sort((a, b) => a - b));
});
