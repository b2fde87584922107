import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DonatedWhat } from '../../../domain/donating/donation.ts';
import { type Entry, FundSource, FundUse } from '../../../domain/fund/entry.ts';
import { event } from '../../../domain/ledger/events.ts';
import { done } from '../../../domain/result.ts';
import { fundStands } from '../../../hut/fund/fund.ts';
import { rebuild } from '../../../hut/ledger/rebuild.ts';
import { verify } from '../../../hut/ledger/verify.ts';
import { type StockedHut, stockedHut, value } from '../ledger/stocked-hut.ts';

function keeperOf(hut: StockedHut): string {
  const keeper = 'keeper-1';
  value(hut.ledger.commit<never>('command', () => done([event('keeper-made', { keeper, number: 1 })])));
  return keeper;
}

const words = fc.constantFrom(null, '市图书馆', '换梯子的脚垫');
const amount = fc.integer({ min: 1, max: 5_000 });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ of: fc.constant('in' as const), what: fc.constantFrom(...FundSource.options), amount, words }),
  fc.record({ of: fc.constant('out' as const), what: fc.constantFrom(...FundUse.options), amount, words }),
  fc.record({
    of: fc.constant('donation' as const),
    what: fc.constantFrom(...DonatedWhat.options),
    amount,
    words,
  }),
);
const act = fc.oneof(
  { weight: 3, arbitrary: entry.map((entry) => ({ do: 'enter' as const, entry })) },
  { weight: 1, arbitrary: fc.nat().map((nth) => ({ do: 'take-back' as const, nth })) },
);

test('after any history the fund is what came in less what went out, never below nothing, and the log says the same', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      using hut = stockedHut();
      const { fund, donations } = hut;
      const keeper = keeperOf(hut);
      /** Told as plainly as possible: a list, and a sum over it. */
      const all: { ref: string; entry: Entry; stands: boolean }[] = [];
      const left = () =>
        all.reduce((sum, { entry: { of, amount }, stands }) => {
          if (!stands || of === 'donation') return sum;
          return of === 'in' ? sum + amount : sum - amount;
        }, 0);
      for (const one of acts) {
        hut.clock.advance(60_000);
        if (one.do === 'enter') {
          const { entry } = one;
          const entered =
            entry.of === 'donation' ? donations.enter({ keeper, entry }) : fund.enter({ keeper, entry });
          expect(entered.ok).toBe(entry.of !== 'out' || entry.amount <= left());
          if (entered.ok) all.push({ ref: entered.value.ref, entry, stands: true });
          else expect(entered.refusal.why).toBe('short');
        } else if (all.length > 0) {
          const row = all[one.nth % all.length];
          if (row === undefined) continue;
          const book = row.entry.of === 'donation' ? donations : fund;
          const taken = book.takeBack({ keeper, ref: row.ref });
          const spent = row.entry.of === 'in' && row.entry.amount > left();
          if (!row.stands) expect(taken).toEqual({ ok: false, refusal: { why: 'gone' } });
          else if (spent) expect(taken).toEqual({ ok: false, refusal: { why: 'short' } });
          else {
            expect(taken.ok).toBe(true);
            row.stands = false;
          }
        }
        expect(fundStands(fund.totals()).left).toBe(left());
        expect(left()).toBeGreaterThanOrEqual(0);
      }
      const given = all.filter(({ entry }) => entry.of === 'donation');
      const money = all.filter(({ entry }) => entry.of !== 'donation');
      for (const [book, rows] of [
        [donations, given],
        [fund, money],
      ] as const) {
        expect(book.count()).toBe(rows.length);
        const newest = [...rows].reverse();
        expect(
          book.newest(0, 99).map(({ ref, entry, takenBack }) => ({ ref, entry, stands: !takenBack })),
        ).toEqual(newest);
        expect(book.newest(2, 3).map(({ ref }) => ref)).toEqual(newest.slice(2, 5).map(({ ref }) => ref));
        const standing = newest.filter(({ stands }) => stands).slice(0, 4);
        expect(book.standing(4).map(({ ref }) => ref)).toEqual(standing.map(({ ref }) => ref));
      }
      expect(rebuild(hut.ledger)).toMatchObject({ same: true });
      expect(verify(hut.ledger).ok).toBe(true);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('an entry says who confirmed it, in the log and in the book', () => {
  using hut = stockedHut();
  const keeper = keeperOf(hut);
  const entry = { of: 'in', what: 'sale', amount: 4_305, words: '十一月义卖' } as const;
  const { ref } = value(hut.fund.enter({ keeper, entry }));
  expect(hut.fund.byRef(ref)).toEqual({ ref, entry, at: hut.clock.wall(), keeper: 1, takenBack: false });
  const last = hut.ledger.db
    .prepare('SELECT actor, type, body FROM event ORDER BY seq DESC LIMIT 1')
    .get() as { actor: string; type: string; body: string };
  expect(last).toMatchObject({ actor: `keeper:${keeper}`, type: 'fund-entered' });
  expect(JSON.parse(last.body)).toEqual({ entry: ref, keeper, money: entry });
});

test('the database itself takes no entry of nothing, and none without a keeper', () => {
  using hut = stockedHut();
  const { db } = hut.ledger;
  const enter = (amount: number, keeper: string) =>
    db.exec(`INSERT INTO fund_entry (entry, way, what, amount, keeper, entered_at)
             VALUES ('x', 'in', 'sale', ${amount}, '${keeper}', 0)`);
  const keeper = keeperOf(hut);
  expect(() => enter(0, keeper)).toThrow('CHECK');
  expect(() => enter(5, 'nobody')).toThrow('FOREIGN KEY');
  enter(5, keeper);
});
