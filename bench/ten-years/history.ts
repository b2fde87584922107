import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { event } from '../../domain/ledger/events.ts';
import type { Dwelling } from '../../domain/people/identity.ts';
import { done, type Result } from '../../domain/result.ts';
import { seedPracticeKeeper } from '../../hut/keeper/practice-keeper.ts';
import { type HutStore, ledgerFile, openHutStore } from '../../hut/ledger/hut-store.ts';
import { personKeyFile, personKeyOf } from '../../hut/people/person-key.ts';
import { type Agenda, agenda, type Seeded, seeded } from './seeded.ts';
import { cardOf, hutConfig, itemRef, lockerDoors, phoneOf, type Size, stockEvents } from './stock.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What a history left behind, for those who ask it. */
export interface Made {
  dir: string;
  size: Size;
  /** The last instant of it, milliseconds since 1970. */
  end: number;
  events: number;
  /** People, by reference, in the order of their cards. */
  people: string[];
  /** Some of them, who have exactly three books at home. */
  readers: string[];
}

type Planned =
  | { is: 'return'; item: number }
  | { is: 'renewal'; item: number }
  | { is: 'looked-at'; item: number };

interface Life {
  store: HutStore;
  chance: Seeded;
  clock: { now: number };
  plan: Agenda<Planned>;
  people: string[];
  visits: number;
  /** Item → whoever has it. */
  out: Map<number, { loan: string; person: string }>;
}

function must<T>(result: Result<T, { why: string }>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** A clock that stands where it is put. */
const clockOf = (at: { now: number }): Clock => ({
  wall: () => at.now,
  mono: () => at.now,
  after: () => () => {},
});

/** Behind a door for the first things, by hand for the others; as the doors and the visit would ask. */
function borrow(life: Life, item: number, person: string): Result<{ loan: string }, { why: string }> {
  const { lending } = life.store;
  const ask = { item: itemRef(item), person, visit: `visit-${++life.visits}` };
  if (item >= lockerDoors || lending.itemById(ask.item)?.place.at !== 'door') {
    return lending.borrowFromHand(ask);
  }
  const asked = lending.requestBorrow({ ...ask, doorFaultOf: () => null });
  if (!asked.ok) return asked;
  const { opening } = asked.value;
  life.clock.now += 600;
  must(lending.openingOpened(opening));
  life.clock.now += 9_000;
  const finished = must(lending.finishOpening(opening, 'door'));
  if (finished?.to !== 'loan') throw new Error('a borrow that ended as no loan');
  return done(finished.loan);
}

function bringBack(life: Life, item: number): void {
  const { lending } = life.store;
  const { chance, plan, clock } = life;
  const problem = chance.next() < 0.01 ? 'broken' : null;
  const ask = { item: itemRef(item), problem, visit: `visit-${++life.visits}` } as const;
  let check: string;
  if (item < lockerDoors && chance.next() < 0.95) {
    const { opening } = must(lending.requestReturn(ask));
    clock.now += 600;
    must(lending.openingOpened(opening));
    clock.now += 7_000;
    const finished = must(lending.finishOpening(opening, 'door'));
    if (finished?.to !== 'returned') throw new Error('a return that ended as none');
    check = finished.returned.check;
  } else {
    const basket = item < lockerDoors ? { place: lending.shelfFor(ask.item) } : {};
    check = must(lending.returnByHand({ ...ask, ...basket })).check;
  }
  life.out.delete(item);
  if (check !== 'none') plan.add(clock.now + dayMs, { is: 'looked-at', item });
}

function happens(life: Life, what: Planned): void {
  const { store, out, plan, clock } = life;
  switch (what.is) {
    case 'return':
      bringBack(life, what.item);
      return;
    case 'renewal': {
      const has = out.get(what.item);
      if (has !== undefined) store.lending.renew(has);
      return;
    }
    case 'looked-at': {
      if (out.has(what.item)) {
        plan.add(clock.now + dayMs, what);
        return;
      }
      const set = { condition: 'in-service', why: 'keeper', problem: null } as const;
      const body = { item: itemRef(what.item), ...set };
      must(store.ledger.commit('command', () => done([event('item-condition-set', body)])));
    }
  }
}

/** Lends something to somebody who may have it. Refusals are part of life: somebody else wants something else. */
function lend(life: Life, items: number): void {
  const { chance, clock, plan, out } = life;
  for (let tries = 0; tries < 1_000; tries++) {
    const item = chance.below(items);
    if (out.has(item)) continue;
    const person = chance.pick(life.people);
    const lent = borrow(life, item, person);
    if (!lent.ok) continue;
    const { loan } = lent.value;
    out.set(item, { loan, person });
    const kind = life.store.lending.kindOf(itemRef(item));
    const term = (kind?.termDays ?? 1) * dayMs;
    const late = chance.next() < 0.05;
    const kept = term * (late ? 1 + 2 * chance.next() : 0.05 + 0.9 * chance.next());
    if (chance.next() < 0.1) plan.add(clock.now + kept / 2, { is: 'renewal', item });
    plan.add(clock.now + kept, { is: 'return', item });
    return;
  }
  throw new Error('nobody could borrow anything');
}

/** The end of every history: some people have exactly three books at home. */
function readersAt(life: Life, size: Size): string[] {
  const { store, people, out } = life;
  const readers: string[] = [];
  const wanted = Math.max(1, Math.round(size.people / 200));
  let book = 0;
  for (const person of people) {
    if (readers.length === wanted) break;
    if (store.lending.loansOf(person).length > 0) continue;
    for (let has = 0; has < 3; book++) {
      if (book >= size.items) throw new Error('not enough books for the readers');
      if (out.has(book) || store.lending.itemById(itemRef(book))?.kind !== 'book') continue;
      life.clock.now += 20_000;
      const ask = { item: itemRef(book), person, visit: `visit-${++life.visits}` };
      if (store.lending.borrowFromHand(ask).ok) has++;
    }
    readers.push(person);
  }
  return readers;
}

const dwelling: Dwelling = { building: '3', unit: '1', room: '402' };
/** Everybody's. */
export const thePin = '7294';

/**
 * Everybody has a card, by the use case. One registers a phone by the use case too; the others' rows are that row,
 * sealed anew for each, with the same PIN: hashing 50,000 PINs would take more than an hour. They are kept for the two
 * years after `end`, one today and one tomorrow, as if they had registered so: none is erased at once.
 */
async function register({ store, clock }: Life, dir: string, people: number, end: number): Promise<string[]> {
  const { db } = store.ledger;
  const all = Array.from({ length: people }, (_, n) => {
    clock.now += 1_000;
    return must(store.people.issueCard(cardOf(n), 'verified')).person;
  });
  const first = must(await store.people.register({ phone: phoneOf(0), dwelling, pin: thePin })).person;
  const key = personKeyOf(readFileSync(join(dir, personKeyFile)));
  const row = db.prepare<[string], object>('SELECT * FROM person WHERE person = ?').get(first);
  if (row === undefined) throw new Error('nobody was registered');
  const columns = Object.keys(row);
  const insert = db.prepare(
    `INSERT INTO person VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
  );
  const keptUntil = (n: number): number => end + (1 + (n % 730)) * dayMs;
  const keep = db.prepare('UPDATE person SET delete_after = ? WHERE person = ?');
  db.transaction(() => {
    keep.run(keptUntil(0), first);
    for (const [n, person] of all.entries()) {
      if (n === 0) continue;
      const delete_after = keptUntil(n);
      const phone_hmac = key.lookup(phoneOf(n));
      const phone_enc = key.seal(phoneOf(n), `${person} phone`);
      const dwelling_enc = key.seal(JSON.stringify(dwelling), `${person} dwelling`);
      insert.run({ ...row, person, phone_hmac, phone_enc, dwelling_enc, delete_after });
    }
  })();
  return all;
}

/** References as the hut makes them, but from the seed. */
function idsOf(chance: Seeded, clock: { now: number }): () => string {
  let count = 0;
  const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0').slice(-digits);
  return () => {
    count = (count + 1) % 0x1000;
    const time = hex(clock.now, 12);
    const tail = hex(chance.below(2 ** 32), 8) + hex(chance.below(2 ** 16), 4);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(count, 3)}-8${hex(chance.below(0x1000), 3)}-${tail}`;
  };
}

/**
 * The life of a hut of this size in an empty directory, all through the use cases, up to `end`. Only the sync is
 * left out while it is made, so that a million loans take minutes. One seed and one end make one history.
 */
export async function makeHistory(dir: string, size: Size, seed: number, end: number): Promise<Made> {
  const chance = seeded(seed);
  const clock = { now: end - size.days * dayMs };
  const opened = openHutStore({
    dir,
    clock: clockOf(clock),
    boot: 'bench',
    hours: hutConfig.hut.hours,
    chance: () => chance.next(),
    newId: idsOf(seeded(seed + 1), clock),
  });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const store = opened.value;
  store.ledger.db.pragma('synchronous = OFF');
  const life: Life = {
    store,
    chance,
    clock,
    plan: agenda(),
    people: [],
    visits: 0,
    out: new Map(),
  };
  must(store.ledger.commit('command', () => done(stockEvents(size.items))));
  must(seedPracticeKeeper(store));
  life.people = await register(life, dir, size.people, end);
  const begin = clock.now;
  let day = 0;
  let loans = 0;
  const lendAll = (until: number, count: number): void => {
    const from = clock.now;
    for (let n = 1; n <= count; n++) {
      const at = from + ((until - from) * n) / count;
      for (let next = life.plan.next(at); next !== null; next = life.plan.next(at)) {
        clock.now = Math.max(clock.now, Math.trunc(next.at));
        happens(life, next.what);
      }
      clock.now = Math.max(clock.now, Math.trunc(at));
      if (clock.now - begin >= day * dayMs) {
        day = Math.floor((clock.now - begin) / dayMs) + 1;
        must(store.lending.noteStarted(0));
        store.ledger.tidy();
      }
      lend(life, size.items);
      loans++;
    }
  };
  // The readers' books are among the loans.
  const atTheEnd = 3 * Math.max(1, Math.round(size.people / 200));
  lendAll(end - dayMs, size.loans - atTheEnd);
  const readers = readersAt(life, size);
  loans += 3 * readers.length;
  if (loans !== size.loans) throw new Error(`${loans} loans instead of ${size.loans}`);
  const events = store.ledger.head().seq;
  store.ledger.tidy();
  store.close();
  return { dir, size, end, events, people: life.people, readers };
}

/** Where the ledger of a made hut lies. */
export const ledgerOf = ({ dir }: Made): string => join(dir, ledgerFile);
