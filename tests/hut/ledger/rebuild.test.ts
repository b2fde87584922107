import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectionsDigest, rebuild } from '../../../hut/ledger/rebuild.ts';
import { verify } from '../../../hut/ledger/verify.ts';
import { act, history } from './random-acts.ts';
import { stockedHut, value } from './stocked-hut.ts';

test('after any history the projections are what the log says, and the rules held', () => {
  fc.assert(
    fc.property(history(50), (acts) => {
      using hut = stockedHut();
      for (const one of acts) {
        act(hut, one);
        for (const who of [hut.li, hut.wang]) {
          const loans = hut.lending.loansOf(who);
          const things = loans.filter((loan) => hut.lending.kindOf(loan.item)?.group === 'thing');
          expect(things.length).toBeLessThanOrEqual(3);
        }
      }
      const rebuilt = rebuild(hut.ledger);
      expect(rebuilt.same).toBe(true);
      expect(rebuilt.events).toBe(hut.ledger.head().seq);
      expect(verify(hut.ledger).ok).toBe(true);
      // Still usable: the rebuilt tables take the next event.
      value(hut.lending.noteStarted(0));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('a projection that somebody wrote to by hand is found and put right', () => {
  using hut = stockedHut();
  value(hut.lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: 'v' }));
  const right = projectionsDigest(hut.ledger);
  hut.ledger.db.exec('UPDATE loan SET due = due + 1');
  const rebuilt = rebuild(hut.ledger);
  expect(rebuilt).toMatchObject({ same: false, after: right });
  expect(projectionsDigest(hut.ledger)).toBe(right);
});

test('the database itself holds one open loan per item and one unsettled opening per door', () => {
  using hut = stockedHut();
  const { lending, ledger } = hut;
  const loan = value(lending.borrowFromHand({ item: 'wrench-1', person: hut.li, visit: 'v' }));
  const asked = value(
    lending.requestBorrow({ item: 'wrench-2', person: hut.li, visit: 'v', doorFaultOf: () => null }),
  );
  const { db } = ledger;
  expect(() =>
    db.exec(`INSERT INTO loan (loan, item, person, begun_at, due, renewals, code)
             SELECT 'second', item, person, 0, 0, 0, '0000' FROM loan WHERE loan = '${loan.loan}'`),
  ).toThrow('UNIQUE');
  expect(() =>
    db.exec(`INSERT INTO opening SELECT 'second', door, purpose, item, person, due, problem, visit, 0, NULL,
             NULL, NULL FROM opening WHERE opening = '${asked.opening}'`),
  ).toThrow('UNIQUE');
});
