import { expect, test } from 'vitest';
import { readLabel } from '../../../domain/scanning/label.ts';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { rebuild } from '../../../hut/ledger/rebuild.ts';
import { practiceCards, practiceThings, seedPractice } from '../../../hut/stock/practice-stock.ts';
import { SimClock } from '../../sim-clock.ts';
import { openStore, stockedHut, TemporaryDirectory, value } from '../ledger/stocked-hut.ts';

test('the practice stock has every kind, and its labels are valid and all different', () => {
  const codes = [...practiceThings.map((thing) => thing.code), ...practiceCards.map((card) => card.code)];
  expect(new Set(codes).size).toBe(codes.length);
  for (const { code } of practiceThings)
    expect(readLabel(code)).toEqual({ ok: true, value: { type: 'item', code } });
  for (const { code } of practiceCards)
    expect(readLabel(code)).toEqual({ ok: true, value: { type: 'card', code } });
  expect(new Set(practiceThings.map((thing) => thing.kind))).toEqual(
    new Set(kindCatalogue.map(({ kind }) => kind)),
  );
  const doors = practiceThings.map((thing) => thing.home).filter((home) => typeof home === 'number');
  expect(doors.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('it is written once, into an empty hut only', () => {
  using directory = new TemporaryDirectory();
  const store = openStore(directory.path, new SimClock());
  expect(value(seedPractice(store))).toBe(true);
  const { seq } = store.ledger.head();
  expect(value(seedPractice(store))).toBe(false);
  expect(store.ledger.head().seq).toBe(seq);
  expect(store.lending.items()).toHaveLength(practiceThings.length);
  expect(store.lending.items().filter((item) => item.condition === 'in-repair')).toHaveLength(1);
  for (const { code, person, trust } of practiceCards) {
    expect(value(store.people.byCard(code))).toEqual({ person, trust });
  }
  expect(rebuild(store.ledger).same).toBe(true);
  store.close();
  using other = stockedHut();
  expect(value(seedPractice(other))).toBe(false);
});
