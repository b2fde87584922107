import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BorrowFacts,
  decideBorrow,
  decideRenewal,
  loanLimits,
} from '../../../domain/lending/borrowing.ts';

const name = { zh: '扳手', en: 'Wrench' };
const group = fc.constantFrom('thing' as const, 'book' as const);
const trust = fc.constantFrom('self-registered' as const, 'verified' as const);
const now = 1_000_000;
const due = fc.integer({ min: 0, max: 2 * now });
const facts: fc.Arbitrary<BorrowFacts> = fc.record({
  now: fc.constant(now),
  item: fc.record({
    item: fc.constant('i'),
    name: fc.constant(name),
    condition: fc.constantFrom('in-service', 'needs-inspection', 'in-repair', 'missing', 'retired'),
    group,
    trust,
  }),
  recalled: fc.option(fc.constant(name)),
  openLoan: fc.option(fc.record({ person: fc.constantFrom('me', 'you'), due })),
  borrower: fc.record({
    person: fc.constant('me'),
    trust,
    blocked: fc.option(fc.constant(name)),
    limits: fc.option(
      fc.record({ thing: fc.integer({ min: 0, max: 4 }), book: fc.integer({ min: 0, max: 6 }) }),
    ),
    loans: fc.array(fc.record({ group, due, name: fc.constant(name) }), { maxLength: 7 }),
  }),
  door: fc.option(
    fc.record({
      door: fc.constant(4),
      fault: fc.option(fc.constantFrom('unreachable' as const, 'standing-open' as const, 'stuck' as const)),
    }),
  ),
});

/** Every rule by itself, in the order in which a person is told. */
const broken = (f: BorrowFacts): string[] => {
  const { item, openLoan, borrower, door } = f;
  const rules: [boolean, string][] = [
    [openLoan?.person === 'me', 'out-to-you'],
    [openLoan?.person === 'you', 'out-to-someone'],
    [f.recalled !== null, 'recalled'],
    [item.condition !== 'in-service', 'not-in-service'],
    [borrower.blocked !== null, 'person-blocked'],
    [item.trust === 'verified' && borrower.trust === 'self-registered', 'trust-too-low'],
    [borrower.loans.some((loan) => loan.due < now), 'overdue-loan'],
    [
      borrower.loans.filter((loan) => loan.group === item.group).length >=
        Math.min(loanLimits[item.group], borrower.limits?.[item.group] ?? 99),
      'limit-reached',
    ],
    [door?.fault != null, 'door-unusable'],
  ];
  return rules.flatMap(([is, why]) => (is ? [why] : []));
};

test('lent exactly when no rule is broken; otherwise the first broken rule is the one told', () => {
  fc.assert(
    fc.property(facts, (f) => {
      const decided = decideBorrow(f);
      expect(decided.ok ? undefined : decided.refusal.why).toBe(broken(f)[0]);
    }),
    { numRuns: 2_000 },
  );
});

test('an overdue refusal names the loan that has been due longest', () => {
  fc.assert(
    fc.property(facts, (f) => {
      const decided = decideBorrow(f);
      if (decided.ok || decided.refusal.why !== 'overdue-loan') return;
      expect(decided.refusal.due).toBe(Math.min(...f.borrower.loans.map((loan) => loan.due)));
    }),
    { numRuns: 1_000 },
  );
});

test('the last free place can be taken, and the one after it not', () => {
  const at = (have: number, itemGroup: 'thing' | 'book') =>
    decideBorrow({
      now,
      item: { item: 'i', name, condition: 'in-service', group: itemGroup, trust: 'self-registered' },
      recalled: null,
      openLoan: null,
      borrower: {
        person: 'me',
        trust: 'self-registered',
        blocked: null,
        limits: null,
        loans: Array.from({ length: have }, () => ({ group: itemGroup, due: now, name })),
      },
      door: null,
    });
  expect(at(2, 'thing').ok).toBe(true);
  expect(at(3, 'thing')).toEqual({
    ok: false,
    refusal: { why: 'limit-reached', group: 'thing', limit: 3, have: 3 },
  });
  expect(at(4, 'book').ok).toBe(true);
  expect(at(5, 'book').ok).toBe(false);
});

test('a loan is renewed as often as its kind allows', () => {
  for (const allowed of [0, 1, 3]) {
    for (let renewals = 0; renewals < 5; renewals++) {
      expect(decideRenewal({ name, due: 5, renewals }, { renewals: allowed }).ok).toBe(renewals < allowed);
    }
  }
});
