import fc from 'fast-check';
import { expect, test } from 'vitest';
import { event } from '../../../domain/ledger/events.ts';
import { done } from '../../../domain/result.ts';
import { Condition } from '../../../domain/stock/kinds.ts';
import { stockedHut, value } from '../ledger/stocked-hut.ts';

const shown: readonly Condition[] = ['needs-inspection', 'in-repair', 'missing'];

test('pages of any size show each thing that is not lent once, what is to be looked at first', () => {
  using hut = stockedHut();
  const { ledger, keeping } = hut;
  const items = ledger.db
    .prepare<[], { item: string; name: string }>('SELECT item, name_zh AS name FROM item ORDER BY name_zh')
    .all();
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Condition.options), { minLength: items.length, maxLength: items.length }),
      fc.integer({ min: 1, max: 5 }),
      (each, size) => {
        value(
          ledger.commit<never>('command', () =>
            done(
              items.map(({ item }, i) =>
                event('item-condition-set', {
                  item,
                  condition: each[i] ?? 'in-service',
                  why: 'keeper',
                  problem: null,
                }),
              ),
            ),
          ),
        );
        const wanted = shown.flatMap((condition) =>
          items.filter((_, i) => each[i] === condition).map(({ item }) => item),
        );
        const pages: string[] = [];
        for (let from = 0; from <= wanted.length; from += size) {
          pages.push(...keeping.thingsToLookAt(from, size));
        }
        expect(pages).toEqual(wanted);
        expect(keeping.countToLookAt()).toBe(wanted.length);
      },
    ),
    { numRuns: 40 },
  );
});
