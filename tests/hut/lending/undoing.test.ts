import { expect, test } from 'vitest';
import { stockedHut, things, value } from '../ledger/stocked-hut.ts';

test('a renewal that is taken back leaves the loan as it was, and only its own person may', () => {
  using hut = stockedHut();
  const { lending, li, wang, clock } = hut;
  const item = things.find(([ref]) => lending.itemById(ref)?.place.at === 'shelf')?.[0] ?? '';
  const loan = value(lending.borrowFromHand({ item, person: li, visit: 'v' }));
  clock.advance(26 * 3_600_000);
  const renewed = value(lending.renew({ loan: loan.loan, person: li }));
  expect(renewed.due).toBeGreaterThan(loan.due);
  expect(lending.undo({ what: 'renewal', loan: loan.loan, person: wang }, 'v').ok).toBe(false);
  expect(lending.loansOf(li)).toEqual([renewed]);
  expect(lending.undoLeft({ what: 'renewal', loan: loan.loan, person: li })).toBe(10_000);
  expect(lending.undo({ what: 'renewal', loan: loan.loan, person: li }, 'v').ok).toBe(true);
  expect(lending.loansOf(li)).toEqual([loan]);
  expect(lending.undo({ what: 'renewal', loan: loan.loan, person: li }, 'v').ok).toBe(false);
});

test('a loan that was taken back is counted nowhere, also after a restart; one that was brought back later is', () => {
  using hut = stockedHut();
  const { li, clock } = hut;
  const lentOf = () => {
    const { lentThisMonth, months, kinds, saved } = hut.lending.hutFigures();
    return [lentThisMonth, months.at(-1)?.lent, kinds.map(({ lent }) => lent), saved];
  };
  const visit = 'v';
  for (const afterMs of [0, 9_999]) {
    value(hut.lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
    expect(lentOf()).toEqual([1, 1, [1], 0]);
    clock.advance(afterMs);
    value(hut.lending.undo({ what: 'loan', item: 'ladder-1', person: li }, visit));
    expect(lentOf()).toEqual([0, 0, [], 0]);
    hut.restart();
    expect(lentOf()).toEqual([0, 0, [], 0]);
  }
  // Scanned again at once, also over a restart in between: nobody went away with it.
  value(hut.lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
  hut.restart();
  value(hut.lending.returnByHand({ item: 'ladder-1', problem: null, visit }));
  expect(lentOf()).toEqual([0, 0, [], 0]);
  // A loan that lasted, and one by a clock that was put back: they were.
  value(hut.lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
  clock.advance(10_001);
  value(hut.lending.returnByHand({ item: 'ladder-1', problem: null, visit }));
  expect(lentOf()).toEqual([1, 1, [1], 0]);
  value(hut.lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
  clock.setWall(clock.wall() - 60_000);
  value(hut.lending.returnByHand({ item: 'ladder-1', problem: null, visit }));
  expect(lentOf()).toEqual([2, 2, [2], 0]);
  hut.restart();
  expect(lentOf()).toEqual([2, 2, [2], 0]);
});

test('what was lent in the last second of a month and taken back in the next is counted in neither', () => {
  using hut = stockedHut();
  const { lending, li, clock } = hut;
  const visit = 'v';
  const turn =
    Date.UTC(new Date(clock.wall()).getUTCFullYear(), new Date(clock.wall()).getUTCMonth() + 1) -
    8 * 3_600_000;
  clock.advance(turn - clock.wall() - 1_000);
  value(lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
  clock.advance(2_000);
  expect(
    lending
      .hutFigures()
      .months.slice(-2)
      .map(({ lent }) => lent),
  ).toEqual([1, 0]);
  value(lending.undo({ what: 'loan', item: 'ladder-1', person: li }, visit));
  const { lentThisMonth, months } = lending.hutFigures();
  expect([lentThisMonth, ...months.slice(-2).map(({ lent }) => lent)]).toEqual([0, 0, 0]);
});

test('nothing that came of an opening is taken back by coming back soon, and an opening for nothing counts nothing', () => {
  using hut = stockedHut();
  const { lending, li } = hut;
  const ask = { item: 'wrench-1', person: li, visit: 'v', doorFaultOf: () => null };
  for (const because of ['stuck', 'nothing-taken', 'declared-not-moved'] as const) {
    const asked = value(lending.requestBorrow(ask));
    value(lending.openingOpened(asked.opening));
    value(lending.voidOpening(asked.opening, because));
    expect(lending.hutFigures().lentThisMonth).toBe(0);
  }
  const asked = value(lending.requestBorrow(ask));
  value(lending.finishOpening(asked.opening, 'door'));
  value(lending.returnByHand({ item: 'wrench-1', problem: null, visit: 'v' }));
  expect(lending.hutFigures().lentThisMonth).toBe(1);
  // Brought while its door was still open: it did come out.
  value(lending.requestBorrow({ ...ask, item: 'wrench-2' }));
  value(lending.returnByHand({ item: 'wrench-2', problem: null, visit: 'v' }));
  expect(lending.hutFigures().lentThisMonth).toBe(2);
  hut.restart();
  expect(hut.lending.hutFigures().lentThisMonth).toBe(2);
});

test('what a keeper has looked at meanwhile is not put back into lending by a resident', () => {
  using hut = stockedHut();
  const { lending, li } = hut;
  const item = things.find(([ref]) => lending.itemById(ref)?.place.at === 'shelf')?.[0] ?? '';
  value(lending.borrowFromHand({ item, person: li, visit: 'v' }));
  value(lending.returnByHand({ item, problem: 'broken', visit: 'v' }));
  expect(lending.itemById(item)?.condition).toBe('needs-inspection');
  value(
    hut.ledger.commit<never>('hut', () => ({
      ok: true,
      value: [
        {
          type: 'item-condition-set',
          body: { item, condition: 'in-repair', why: 'keeper', problem: 'broken' },
        },
      ],
    })),
  );
  expect(lending.undo({ what: 'report', item }, 'v').ok).toBe(false);
  expect(lending.itemById(item)?.condition).toBe('in-repair');
});

test('a thing of a door that was lent from the basket and taken back lies in the basket, not behind its door', () => {
  using hut = stockedHut();
  const { lending, li, wang } = hut;
  const basket = lending.shelfFor('bank-1');
  value(lending.borrowFromHand({ item: 'bank-1', person: li, visit: 'v' }));
  value(lending.returnByHand({ item: 'bank-1', problem: null, visit: 'v', place: basket }));
  hut.clock.advance(60_000);
  value(lending.borrowFromHand({ item: 'bank-1', person: wang, visit: 'v' }));
  const back = value(lending.undo({ what: 'loan', item: 'bank-1', person: wang }, 'v'));
  expect(back?.place).toBe(basket);
  expect(lending.itemById('bank-1')?.place.place).toBe(basket);
});

test('what was said to be wrong and taken back can be said again at once', () => {
  using hut = stockedHut();
  const { lending, li } = hut;
  value(lending.borrowFromHand({ item: 'book-1', person: li, visit: 'v' }));
  hut.clock.advance(60_000);
  value(lending.returnByHand({ item: 'book-1', problem: 'broken', visit: 'v' }));
  value(lending.undo({ what: 'report', item: 'book-1' }, 'v'));
  // The same scan, and nothing wrong: one act with the one before.
  expect(value(lending.returnByHand({ item: 'book-1', problem: null, visit: 'v' }))).toMatchObject({
    check: 'none',
  });
  expect(value(lending.returnByHand({ item: 'book-1', problem: 'broken', visit: 'v' }))).toMatchObject({
    check: 'problem',
  });
  expect(lending.itemById('book-1')?.condition).toBe('needs-inspection');
});
