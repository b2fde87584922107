import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal, type Way } from '../../../domain/contract/screen.ts';
import { type Around, waysFrom } from '../../../domain/lending/ways.ts';

const name = { zh: '人字梯', en: 'Stepladder' };

const refusals: readonly Refusal[] = [
  { why: 'limit-reached', group: 'thing', limit: 3, have: 3 },
  { why: 'overdue-loan', item: name, due: 0 },
  { why: 'trust-too-low' },
  { why: 'not-in-service', item: name, condition: 'in-repair' },
  { why: 'recalled', item: name, because: name },
  { why: 'person-blocked', because: name },
  { why: 'out-to-you', item: name, due: 0 },
  { why: 'out-to-someone', item: name, due: 0 },
  { why: 'none-left', item: name, back: null },
  { why: 'door-unusable', door: 5, because: 'stuck', purpose: 'borrow' },
  { why: 'door-unusable', door: 5, because: 'stuck', purpose: 'return' },
  { why: 'door-did-not-open', door: 5, because: 'stuck', purpose: 'borrow' },
  { why: 'door-did-not-open', door: 5, because: 'stuck', purpose: 'return' },
  { why: 'unknown-code' },
  { why: 'foreign-code', looksLike: 'payment' },
  { why: 'damaged-code', because: 'part' },
  { why: 'phones-paused' },
  { why: 'card-unknown' },
  { why: 'card-blocked' },
  { why: 'pin-locked', until: 0 },
  { why: 'renewal-limit', item: name, due: 0 },
  { why: 'not-recorded', because: 'disk-full' },
  { why: 'lending-paused', because: 'clock-wrong' },
];

const around: fc.Arbitrary<Around> = fc.record({
  inHand: fc.boolean(),
  sameKindElsewhere: fc.boolean(),
  identifying: fc.boolean(),
  renewing: fc.boolean(),
  known: fc.boolean(),
  renewable: fc.boolean(),
  returning: fc.boolean(),
});

/** The way that the title of a refusal names; the first that is offered, wherever it may be. */
const named: Partial<Record<Refusal['why'], Way>> = {
  'limit-reached': 'return-one',
  'overdue-loan': 'return-one',
  'trust-too-low': 'call-keeper',
  'person-blocked': 'call-keeper',
  'out-to-you': 'return-one',
  'out-to-someone': 'return-one',
  'none-left': 'other-door',
  'unknown-code': 'scan-again',
  'foreign-code': 'scan-again',
  'damaged-code': 'scan-again',
  'phones-paused': 'use-card',
  'card-unknown': 'use-phone',
  'card-blocked': 'call-keeper',
  'renewal-limit': 'return-one',
  'not-recorded': 'call-keeper',
};

describe('the ways on from a refusal', () => {
  it('are tried for every refusal there is', () => {
    const codes = Refusal.options.map((option) => option.shape.why.value);
    expect([...new Set(refusals.map(({ why }) => why))].sort()).toEqual([...codes].sort());
  });

  it('are one to three, each once, whatever is around it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...refusals), around, (refusal, each) => {
        const ways = waysFrom(refusal, each);
        expect(ways.length).toBeGreaterThanOrEqual(1);
        expect(ways.length).toBeLessThanOrEqual(3);
        expect(new Set(ways).size).toBe(ways.length);
      }),
    );
  });

  it('begin with the one that the title names', () => {
    fc.assert(
      fc.property(fc.constantFrom(...refusals), around, (refusal, each) => {
        const way = named[refusal.why];
        if (way === undefined) return;
        const expected = way === 'other-door' && !each.sameKindElsewhere ? 'other-thing' : way;
        expect(waysFrom(refusal, each)[0]).toBe(expected);
      }),
    );
  });

  it('lead to a picture where the title says so, and never away from a return', () => {
    fc.assert(
      fc.property(around, (each) => {
        const ways = waysFrom({ why: 'unknown-code' }, each);
        expect(ways.includes('other-thing')).toBe(!each.returning);
      }),
    );
  });
});
