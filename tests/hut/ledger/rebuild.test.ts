import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectionsDigest, rebuild } from '../../../hut/ledger/rebuild.ts';
import { verify } from '../../../hut/ledger/verify.ts';
import { type StockedHut, stockedHut, things, value } from './stocked-hut.ts';

const item = fc.constantFrom(...things.map(([ref]) => ref));
const person = fc.constantFrom('li', 'wang');
const problem = fc.constantFrom(null, null, 'broken', 'dirty');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask'), item, person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take'), item, person }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask-return'), item, problem }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('put'), item, problem, basket: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('settle'), how: fc.constantFrom('open', 'finish', 'void') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renew'), person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.integer({ min: 0, max: 72 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('door'), suspect: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** One act through the use cases; refusals are answers like any other. */
function act(hut: StockedHut, s: Step): void {
  const { lending } = hut;
  const who = 'person' in s && s.person === 'wang' ? hut.wang : hut.li;
  switch (s.do) {
    case 'ask': {
      const { item: ref } = s as { item: string };
      if (lending.itemById(ref)?.place.at !== 'door') return;
      lending.requestBorrow({ item: ref, person: who, visit: 'v', doorFault: null });
      return;
    }
    case 'take':
      lending.borrowFromHand({ item: (s as { item: string }).item, person: who, visit: 'v' });
      return;
    case 'ask-return': {
      const asked = s as { item: string; problem: 'broken' | null };
      if (lending.itemById(asked.item)?.home.at !== 'door') return;
      lending.requestReturn({ item: asked.item, problem: asked.problem, visit: 'v' });
      return;
    }
    case 'put': {
      const put = s as { item: string; problem: 'broken' | null; basket: boolean };
      const place = put.basket ? { place: lending.shelfFor(put.item) } : {};
      value(lending.returnByHand({ item: put.item, problem: put.problem, visit: 'v', ...place }));
      return;
    }
    case 'settle': {
      const [first] = lending.unsettledOpenings();
      if (first === undefined) return;
      const { how } = s as { how: string };
      if (how === 'open') lending.openingOpened(first.opening);
      else if (how === 'finish') value(lending.finishOpening(first.opening, 'door'));
      else value(lending.voidOpening(first.opening, 'stuck'));
      return;
    }
    case 'renew': {
      const [loan] = lending.loansOf(who);
      if (loan !== undefined) lending.renew({ loan: loan.loan, person: who });
      return;
    }
    case 'wait':
      hut.clock.advance((s as { hours: number }).hours * 3_600_000);
      return;
    case 'door': {
      const { suspect } = s as { suspect: boolean };
      value(lending.noteDoor({ door: 1, what: suspect ? 'suspect' : 'trusted', opening: null }));
      return;
    }
    case 'restart':
      hut.restart();
      return;
  }
}

test('after any history the projections are what the log says, and the rules held', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), (history) => {
      using hut = stockedHut();
      for (const s of history) {
        act(hut, s);
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
    lending.requestBorrow({ item: 'wrench-2', person: hut.li, visit: 'v', doorFault: null }),
  );
  const { db } = ledger;
  expect(() =>
    db.exec(`INSERT INTO loan SELECT 'second', item, person, 0, 0, 0, '0000', NULL, NULL FROM loan
             WHERE loan = '${loan.loan}'`),
  ).toThrow('UNIQUE');
  expect(() =>
    db.exec(`INSERT INTO opening SELECT 'second', door, purpose, item, person, due, problem, visit, 0, NULL,
             NULL, NULL FROM opening WHERE opening = '${asked.opening}'`),
  ).toThrow('UNIQUE');
});
