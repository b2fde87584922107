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
