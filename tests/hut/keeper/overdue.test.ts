import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebuild } from '../../../hut/ledger/rebuild.ts';
import { stockedHut, value } from '../ledger/stocked-hut.ts';

type Act =
  | { lend: number }
  | { bringBack: number }
  | { renew: number }
  | { days: number }
  | 'rebuild'
  | 'broken off';

/** Few, so that what happens to one of them adds up. */
const things = ['book-1', 'wrench-1', 'drill-1'];
const index = fc.integer({ min: 0, max: things.length - 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ lend: index }),
  fc.record({ bringBack: index }),
  fc.record({ renew: index }),
  // Back too: a clock is put right.
  fc.record({ days: fc.integer({ min: -5, max: 40 }) }),
  fc.record({ days: fc.integer({ min: 1, max: 40 }) }),
  fc.constantFrom<Act>('rebuild', 'broken off'),
);

test('whatever happens, the desk counts as many loans past due as there are', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 40, maxLength: 60 }), (acts) => {
      using hut = stockedHut();
      const { ledger, lending, keeping, clock } = hut;
      const open = ledger.db.prepare<[], { loan: string; item: string; person: string; due: number }>(
        'SELECT loan, item, person, due FROM loan WHERE returned_at IS NULL',
      );
      for (const each of acts) {
        if (each === 'rebuild') rebuild(ledger);
        else if (each === 'broken off') {
          const all = ledger.db.transaction(() => {
            ledger.db.exec('UPDATE loan SET returned_at = due');
            throw new Error('broken off');
          });
          expect(all).toThrow('broken off');
        } else if ('days' in each) clock.setWall(clock.wall() + each.days * 86_400_000);
        else if ('lend' in each) {
          const item = things[each.lend] ?? '';
          lending.borrowFromHand({ item, person: each.lend % 2 === 0 ? hut.li : hut.wang, visit: 'v' });
        } else {
          const loan = open.all().find(({ item }) => {
            const nth = 'renew' in each ? each.renew : each.bringBack;
            return item === things[nth];
          });
          if (loan === undefined) continue;
          if ('renew' in each) lending.renew({ loan: loan.loan, person: loan.person });
          else value(lending.returnByHand({ item: loan.item, problem: null, visit: 'v' }));
        }
        const now = Math.trunc(clock.wall());
        expect(keeping.todo().overdue).toBe(open.all().filter(({ due }) => due < now).length);
      }
    }),
    { numRuns: 10 },
  );
});
