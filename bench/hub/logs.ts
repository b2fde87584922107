import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { HutLog } from '../../tests/hub/hut-log.ts';

/** A UUID of version 7 as a hut makes them: 10 random bytes behind the time, so that it packs as badly as a real one. */
function uuid(at: number, random: () => number): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.trunc(random() * 16).toString(16)).join('');
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The log of a hut of 60 things and 150 residents, `events` long, as its kiosk writes it: of each borrow and return
 * at a door the intent, the open door, the closed one and what came of it. Ends at `until`, milliseconds.
 */
export function busyLog(hut: string, seed: number, events: number, until = 1_795_000_000_000): HutLog {
  const random = numbers(seed);
  const log = new HutLog(hut, until - events * 60_000);
  const id = () => uuid(log.at, random);
  const add: HutLog['add'] = (type, body) => log.add(type, body, log.at, id());
  const items: string[] = [];
  const persons: string[] = [];
  const place = id();
  add('hut-started', { boot: id(), settled: 0 });
  for (const kind of kindCatalogue) add('kind-defined', kind);
  add('place-defined', { place, at: 'door', door: 1, name: { zh: '1号门', en: 'Door 1' } });
  for (let i = 0; i < 60; i++) {
    const item = id();
    items.push(item);
    const name = { zh: '活动扳手', en: 'Adjustable wrench' };
    add('item-added', { item, kind: 'wrench', name, barcode: `HT-${i}`, place, parts: [] });
  }
  for (let i = 0; i < 150; i++) {
    const person = id();
    persons.push(person);
    add('person-registered', { person, trust: 'self-registered', consent: '2026-01' });
    add('card-issued', { card: id(), person });
  }
  const out = new Map<string, { loan: string; person: string }>();
  const some = <T>(list: readonly T[]): T => list[Math.trunc(random() * list.length)] as T;
  while (log.lastSeq < events) {
    const item = some(items);
    const opening = id();
    const lent = out.get(item);
    const code = String(Math.trunc(random() * 10_000)).padStart(4, '0');
    const door = Math.trunc(random() * 24) + 1;
    const common = { opening, door, item, problem: null, visit: id() } as const;
    if (lent === undefined) {
      const person = some(persons);
      const due = log.at + 259_200_000;
      add('opening-requested', { ...common, purpose: 'borrow', person, due });
      add('opening-opened', { opening });
      add('opening-finished', { opening, evidence: 'door' });
      const loan = id();
      add('loan-begun', { loan, item, person, due, opening, evidence: 'door', code });
      out.set(item, { loan, person });
    } else {
      add('opening-requested', { ...common, purpose: 'return', person: null, due: null });
      add('opening-opened', { opening });
      add('opening-finished', { opening, evidence: 'door' });
      add('item-returned', {
        returned: id(),
        item,
        loan: lent.loan,
        place,
        opening,
        problem: null,
        evidence: 'door',
        code,
      });
      out.delete(item);
    }
  }
  return log.rollBack(events);
}

/** Things of each hut in such a log. */
const streetThings = 60;

/**
 * The log of one of several huts of a street: half of what happens is a loan, a third its return, and a tenth that a
 * thing of another hut is brought here, of which nobody has told yet.
 */
export function crossingLog(hutIds: readonly string[], nth: number, events: number): HutLog {
  const hut = hutIds[nth] ?? '';
  const others = hutIds.filter((other) => other !== hut);
  const random = numbers(1_000 + nth);
  const some = <T>(list: readonly T[]): T => list[Math.trunc(random() * list.length)] as T;
  const log = new HutLog(hut, 1_795_000_000_000);
  const id = () => uuid(log.at, random);
  const add: HutLog['add'] = (type, body) => log.add(type, body, log.at + 50_000, id());
  const items = Array.from({ length: streetThings }, (_, i) => ({
    item: `${hut}-item-${i}`,
    barcode: `${hut}-b${i}`,
  }));
  const kind = kindCatalogue.find((known) => known.kind === 'wrench');
  if (kind !== undefined) add('kind-defined', kind);
  for (const { item, barcode } of items) {
    const name = { zh: '扳手', en: 'Wrench' };
    add('item-added', { item, kind: 'wrench', name, barcode, place: 'shelf', parts: [] });
  }
  const out = new Map<string, string>();
  while (log.lastSeq < events) {
    const drawn = random();
    const { item } = some(items);
    const loan = out.get(item);
    const how = { opening: null, evidence: 'shelf', code: '0001' } as const;
    if (drawn < 0.1) {
      const barcode = `${some(others)}-b${Math.trunc(random() * streetThings)}`;
      add('item-found', { found: id(), barcode, place: 'shelf', problem: null, code: '0002' });
    } else if (loan === undefined) {
      const begun = id();
      const person = `${hut}-person-${Math.trunc(random() * 200)}`;
      add('loan-begun', { loan: begun, item, person, due: log.at + 259_200_000, ...how });
      out.set(item, begun);
    } else {
      add('item-returned', { returned: id(), item, loan, place: 'shelf', problem: null, ...how });
      out.delete(item);
    }
  }
  return log;
}
