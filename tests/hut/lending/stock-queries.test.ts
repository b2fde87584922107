import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KindCard } from '../../../domain/contract/screen.ts';
import { event } from '../../../domain/ledger/events.ts';
import { done } from '../../../domain/result.ts';
import type { DoorFaultOf, Item } from '../../../hut/lending/lending-types.ts';
import { monthOf } from '../../../hut/lending/tally.ts';
import { act, history } from '../ledger/random-acts.ts';
import { type StockedHut, stockedHut, things, value } from '../ledger/stocked-hut.ts';

type Standing = 'available' | 'out' | 'not-in-service' | 'door';

/** The plain way: all things are read and looked at one by one. What the counts say must be the same. */
function oneByOne(hut: StockedHut, doorFaultOf: DoorFaultOf) {
  const unsettled = hut.ledger.read.unsettled();
  return hut.ledger.read
    .items()
    .filter(({ item }) => item.condition !== 'retired')
    .map(({ item, openLoan }): { item: Item; standing: Standing; due: number | null } => {
      const leaving = unsettled.find((opening) => opening.item === item.item && opening.purpose === 'borrow');
      if (openLoan !== null) return { item, standing: 'out', due: openLoan.due };
      if (leaving !== undefined) return { item, standing: 'out', due: leaving.due };
      if (item.condition !== 'in-service') return { item, standing: 'not-in-service', due: null };
      const { place } = item;
      const shut =
        place.at === 'door' &&
        (doorFaultOf(place.door) !== null || unsettled.some((opening) => opening.door === place.door));
      return { item, standing: shut ? 'door' : 'available', due: null };
    });
}

type Stand = ReturnType<typeof oneByOne>[number];

function firstBack(now: number, of: readonly Stand[]): number | null {
  const dues = of.flatMap(({ due }) => (due !== null && due >= now ? [due] : []));
  return dues.length === 0 ? null : Math.min(...dues);
}

function cardsOneByOne(hut: StockedHut, doorFaultOf: DoorFaultOf): Map<string, Partial<KindCard>> {
  const byKind = Map.groupBy(oneByOne(hut, doorFaultOf), ({ item }) => item.kind);
  return new Map(
    [...byKind].map(([kind, its]) => {
      const available = its.filter(({ standing }) => standing === 'available').length;
      const has = (standing: Standing): boolean => its.some((one) => one.standing === standing);
      const because = has('out') ? 'out' : has('door') ? 'door' : 'not-in-service';
      const back = firstBack(hut.clock.wall(), its);
      return [kind, available > 0 ? { kind, available } : { kind, available, away: { because, back } }];
    }),
  );
}

function pickOneByOne(hut: StockedHut, kind: string, doorFaultOf: DoorFaultOf, except?: string) {
  const its = oneByOne(hut, doorFaultOf).filter(({ item }) => item.kind === kind);
  const door = ({ place }: Item): number => (place.at === 'door' ? place.door : Number.MAX_SAFE_INTEGER);
  const best = its
    .filter(({ standing, item }) => standing === 'available' && item.item !== except)
    .map(({ item }) => item)
    .sort((a, b) => door(a) - door(b))[0];
  return best === undefined
    ? { ok: false, refusal: { why: 'none-left', back: firstBack(hut.clock.wall(), its) } }
    : { ok: true, value: { item: best.item } };
}

/** Loans that the log says were begun this month, without those from a shelf that were back by hand in ten seconds. */
function lentOneByOne(hut: StockedHut): number {
  const begun = new Map<string, { at: number; opening: string | null }>();
  type Row = { type: string; wall_at: number; body: string };
  const log = hut.ledger.db.prepare<[], Row>(
    "SELECT type, wall_at, body FROM event WHERE type IN ('loan-begun', 'item-returned') ORDER BY epoch, seq",
  );
  for (const row of log.iterate()) {
    const body = JSON.parse(row.body) as { loan: string | null; opening: string | null };
    const loan = body.loan === null ? undefined : begun.get(body.loan);
    if (row.type === 'loan-begun') begun.set(body.loan ?? '', { at: row.wall_at, opening: body.opening });
    else if (body.loan !== null && loan !== undefined && loan.opening === null && body.opening === null) {
      if (row.wall_at - loan.at <= 10_000) begun.delete(body.loan);
    }
  }
  const month = monthOf(hut.clock.wall());
  return [...begun.values()].filter(({ at }) => monthOf(at) === month).length;
}

const kinds = [...new Set(things.map(([, kind]) => kind))];
const condition = fc.constantFrom('in-service', 'missing', 'in-repair', 'retired', 'needs-inspection');

test('what the counts say is what looking at every thing says, after any history', () => {
  fc.assert(
    fc.property(
      history(40),
      fc.array(fc.tuple(fc.constantFrom(...things.map(([item]) => item)), condition), { maxLength: 4 }),
      fc.constantFrom(null, 1, 2, 6),
      (acts, kept, faulty) => {
        using hut = stockedHut();
        const faultOf: DoorFaultOf = (door) => (door === faulty ? 'stuck' : null);
        const inFile = (sql: string) => hut.ledger.db.prepare(sql).pluck().all();
        const same = () => {
          // Both are kept in memory.
          expect(hut.ledger.read.unsettled().map(({ opening }) => opening)).toEqual(
            inFile('SELECT opening FROM opening WHERE settled_at IS NULL ORDER BY requested_at, opening'),
          );
          expect(hut.ledger.read.keeperDoors()).toEqual(
            inFile('SELECT door FROM keeper_opening WHERE settled_at IS NULL'),
          );
          const cards = hut.lending.kindCards(faultOf);
          const plain = cardsOneByOne(hut, faultOf);
          expect(cards).toHaveLength(plain.size);
          for (const card of cards) expect(card).toMatchObject(plain.get(card.kind) ?? {});
          expect(cards.filter((card) => card.available > 0 && 'away' in card)).toEqual([]);
          for (const kind of kinds) {
            expect(hut.lending.pickItem(kind, faultOf)).toMatchObject(pickOneByOne(hut, kind, faultOf));
            expect(hut.lending.pickItem(kind, faultOf, 'wrench-2')).toMatchObject(
              pickOneByOne(hut, kind, faultOf, 'wrench-2'),
            );
          }
          const all = hut.ledger.read.items();
          const open = all.filter(({ openLoan }) => openLoan !== null).length;
          const figures = hut.lending.hutFigures();
          expect(figures.outNow).toBe(open);
          const lent = lentOneByOne(hut);
          expect([figures.lentThisMonth, figures.months.at(-1)?.lent]).toEqual([lent, lent]);
          expect(hut.lending.figures()).toMatchObject({
            outNow: all.filter(({ openLoan }) => openLoan !== null).length,
            things: all.filter(({ item }) => !['retired', 'missing'].includes(item.condition)).length,
          });
        };
        for (const one of acts) {
          act(hut, one);
          same();
        }
        for (const [item, to] of kept) {
          value(
            hut.ledger.commit('command', () => ({
              ok: true,
              value: [
                {
                  type: 'item-condition-set',
                  body: { item, condition: to, why: 'keeper', problem: null },
                },
              ],
            })),
          );
          same();
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test('a hut has a voice for its shelves and its things in service, each name once, and books last', () => {
  using hut = stockedHut();
  const added = Array.from({ length: 300 }, (_, n) =>
    event('item-added', {
      item: `novel-${n}`,
      kind: 'book',
      name: { zh: `小说${n < 50 ? 0 : n}`, en: `Novel ${n}` },
      barcode: `code-novel-${n}`,
      place: 'shelf',
      parts: [],
    }),
  );
  const condition = { condition: 'retired', why: 'keeper', problem: null } as const;
  const retired = event('item-condition-set', { item: 'wrench-2', ...condition });
  value(hut.ledger.commit<never>('command', () => done([...added, retired])));
  const names = hut.lending.spokenNames().map(({ zh }) => zh);
  expect(names).toHaveLength(200);
  expect(new Set(names).size).toBe(names.length);
  expect(names.slice(0, 2).sort()).toEqual(['3号架', '还物筐'].sort());
  expect(names.slice(2, 8).sort()).toEqual(
    ['bank-1', 'chair-1', 'drill-1', 'ladder-1', 'wrench-1', 'wrench-3'].sort(),
  );
  expect(names.slice(8, 10)).toEqual(['book-1', '小说0']);
});
