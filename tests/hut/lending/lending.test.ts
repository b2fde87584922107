import { expect, test } from 'vitest';
import { dueDate } from '../../../domain/lending/due-date.ts';
import { hours, stockedHut, value } from '../ledger/stocked-hut.ts';

const noFault = () => null;
const visit = 'visit-1';

test('a borrow from a door: intent, door, loan; the intent alone lends nothing', () => {
  using hut = stockedHut();
  const { lending, li, clock } = hut;
  const asked = value(
    lending.requestBorrow({ item: 'wrench-1', person: li, visit, doorFaultOf: () => null }),
  );
  const due = dueDate(clock.wall(), 3, hours);
  expect(asked).toMatchObject({
    door: 1,
    purpose: 'borrow',
    item: 'wrench-1',
    person: li,
    due,
    openedAt: null,
  });
  expect(lending.unsettledOpenings()).toEqual([asked]);
  expect(lending.loansOf(li)).toEqual([]);
  expect(lending.isOut('wrench-1')).toBe(true);
  clock.advance(2_000);
  const opened = value(lending.openingOpened(asked.opening));
  expect(opened.openedAt).toBe(clock.wall());
  expect(lending.unsettledOpenings()).toEqual([opened]);
  const outcome = value(lending.finishOpening(asked.opening, 'door'));
  expect(outcome).toMatchObject({
    to: 'loan',
    loan: { item: 'wrench-1', person: li, due, renewals: 0, opening: asked.opening },
  });
  expect(lending.unsettledOpenings()).toEqual([]);
  const loans = lending.loansOf(li);
  expect([{ to: 'loan', loan: loans[0] }]).toEqual([outcome]);
  // Told twice, it happened once.
  expect(value(lending.finishOpening(asked.opening, 'boot'))).toEqual(outcome);
  expect(lending.loansOf(li)).toEqual(loans);
  hut.restart();
  expect(hut.lending.loansOf(li)).toEqual(loans);
});

test('an opening that came to nothing changes nothing', () => {
  using hut = stockedHut();
  const { lending, li, wang } = hut;
  const asked = value(
    lending.requestBorrow({ item: 'wrench-1', person: li, visit, doorFaultOf: () => null }),
  );
  value(lending.voidOpening(asked.opening, 'stuck'));
  value(lending.voidOpening(asked.opening, 'not-sent'));
  expect(lending.loansOf(li)).toEqual([]);
  expect(lending.isOut('wrench-1')).toBe(false);
  value(lending.requestBorrow({ item: 'wrench-1', person: wang, visit, doorFaultOf: () => null }));
});

test('an opening that nobody saw is looked at by a keeper; what a keeper said meanwhile stands', () => {
  for (const said of [null, 'missing', 'in-repair', 'retired'] as const) {
    using hut = stockedHut();
    const { lending, keeping, li } = hut;
    const asked = value(
      lending.requestBorrow({ item: 'wrench-1', person: li, visit, doorFaultOf: () => null }),
    );
    const keeper = 'keeper-1';
    if (said !== null) keeping.setCondition({ keeper, item: 'wrench-1', condition: said, problem: 'broken' });
    value(lending.voidOpening(asked.opening, 'never-seen-open'));
    expect(lending.itemById('wrench-1')?.condition).toBe(said ?? 'needs-inspection');
    expect(keeping.noteOf('wrench-1')?.problem ?? null).toBe(said === null ? null : 'broken');
  }
});

test('a look that is due after each return takes nothing away of what was said to be wrong', () => {
  using hut = stockedHut();
  const { lending, keeping, clock } = hut;
  value(lending.returnByHand({ item: 'chair-1', problem: 'broken', visit }));
  clock.advance(60_000);
  value(lending.returnByHand({ item: 'chair-1', problem: null, visit }));
  expect(lending.itemById('chair-1')?.condition).toBe('needs-inspection');
  expect(keeping.noteOf('chair-1')?.problem).toBe('broken');
});

test('an opening under way is out to someone, counts against the limit, and keeps its door', () => {
  using hut = stockedHut();
  const { lending, li, wang } = hut;
  const ask = (item: string, person: string) =>
    lending.requestBorrow({ item, person, visit, doorFaultOf: () => null });
  value(ask('wrench-1', li));
  for (const person of [li, wang]) {
    expect(ask('wrench-1', person)).toMatchObject({ ok: false, refusal: { why: 'out-to-someone' } });
    expect(lending.borrowFromHand({ item: 'wrench-1', person, visit })).toMatchObject({
      refusal: { why: 'out-to-someone' },
    });
  }
  value(ask('wrench-2', li));
  value(lending.borrowFromHand({ item: 'wrench-3', person: li, visit }));
  expect(ask('bank-1', li)).toMatchObject({
    refusal: { why: 'limit-reached', group: 'thing', limit: 3, have: 3 },
  });
  // Books are counted apart.
  value(lending.borrowFromHand({ item: 'book-1', person: li, visit }));
  expect(lending.requestReturn({ item: 'wrench-1', problem: null, visit })).toMatchObject({
    refusal: { why: 'door-unusable', because: 'standing-open', purpose: 'return', door: 1 },
  });
});

test('refusals name what is in the way', () => {
  using hut = stockedHut();
  const { lending, people, li, wang, clock } = hut;
  const self = value(people.issueCard('card-self', 'self-registered')).person;
  const ask = (item: string, person: string, doorFault: 'stuck' | null = null) =>
    lending.requestBorrow({ item, person, visit, doorFaultOf: () => doorFault });
  expect(ask('drill-1', self)).toMatchObject({ refusal: { why: 'trust-too-low' } });
  expect(ask('drill-1', li, 'stuck')).toEqual({
    ok: false,
    refusal: { why: 'door-unusable', door: 5, because: 'stuck', purpose: 'borrow' },
  });
  const loan = value(lending.borrowFromHand({ item: 'ladder-1', person: wang, visit }));
  expect(lending.borrowFromHand({ item: 'ladder-1', person: li, visit })).toMatchObject({
    refusal: { why: 'out-to-someone', due: loan.due },
  });
  clock.advance(11_000);
  expect(lending.borrowFromHand({ item: 'ladder-1', person: wang, visit })).toMatchObject({
    refusal: { why: 'out-to-you' },
  });
  clock.advance(3 * 86_400_000);
  expect(ask('wrench-1', wang)).toMatchObject({ refusal: { why: 'overdue-loan', due: loan.due } });
  value(lending.returnByHand({ item: 'wrench-2', problem: 'broken', visit }));
  expect(ask('wrench-2', li)).toMatchObject({
    refusal: { why: 'not-in-service', condition: 'needs-inspection' },
  });
});

test('the same thing taken or put down twice in ten seconds is one act', () => {
  using hut = stockedHut();
  const { lending, li, clock, ledger } = hut;
  const take = () => value(lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
  const put = () => value(lending.returnByHand({ item: 'ladder-1', problem: null, visit }));
  const first = take();
  const after = ledger.head().seq;
  clock.advance(9_999);
  expect(take()).toEqual(first);
  expect(ledger.head().seq).toBe(after);
  const back = put();
  expect(back).toMatchObject({ loan: first.loan, place: 'shelf', found: false, check: 'none' });
  clock.advance(9_999);
  expect(put()).toEqual(back);
  // Borrowed anew meanwhile, it is a return of its own.
  const second = take();
  expect(second.loan).not.toBe(first.loan);
  expect(put()).toMatchObject({ loan: second.loan, found: false });
  clock.advance(10_000);
  expect(put()).toMatchObject({ loan: null, found: true });
});

test('a return is always taken: with a loan, without one, by door, by hand, in the basket', () => {
  using hut = stockedHut();
  const { lending, li } = hut;
  value(lending.borrowFromHand({ item: 'wrench-1', person: li, visit }));
  const asked = value(lending.requestReturn({ item: 'wrench-1', problem: null, visit }));
  expect(asked).toMatchObject({ door: 1, purpose: 'return', person: null, due: null });
  const back = value(lending.finishOpening(asked.opening, 'door'));
  expect(back).toMatchObject({ to: 'returned', returned: { place: 'door-1', found: false, check: 'none' } });
  expect(value(lending.finishOpening(asked.opening, 'door'))).toEqual(back);
  expect(lending.loansOf(li)).toEqual([]);

  const again = value(lending.requestReturn({ item: 'wrench-1', problem: 'dirty', visit }));
  expect(value(lending.finishOpening(again.opening, 'door'))).toMatchObject({
    returned: { loan: null, found: true, check: 'problem' },
  });
  expect(lending.itemById('wrench-1')?.condition).toBe('needs-inspection');

  const loan = value(lending.borrowFromHand({ item: 'wrench-2', person: li, visit }));
  const basket = lending.shelfFor('wrench-2');
  expect(
    value(lending.returnByHand({ item: 'wrench-2', problem: null, visit, place: basket })),
  ).toMatchObject({
    loan: loan.loan,
    place: 'returns-basket',
  });
  expect(lending.itemView('wrench-2').place).toEqual({
    at: 'shelf',
    name: { zh: '还物筐', en: 'Returns basket' },
  });
  // Borrowed out of the basket, it goes home to its door.
  value(lending.borrowFromHand({ item: 'wrench-2', person: li, visit }));
  expect(lending.itemView('wrench-2').place).toEqual({ at: 'door', door: 2 });
});

test('a kind that is looked at after each return is out of lending until then', () => {
  using hut = stockedHut();
  const { lending, li } = hut;
  value(lending.borrowFromHand({ item: 'chair-1', person: li, visit }));
  expect(value(lending.returnByHand({ item: 'chair-1', problem: null, visit }))).toMatchObject({
    check: 'routine',
  });
  expect(lending.borrowFromHand({ item: 'chair-1', person: li, visit })).toMatchObject({
    refusal: { why: 'not-in-service', condition: 'needs-inspection' },
  });
});

test('a thing put down by hand settles the opening it came out of, or did not go into', () => {
  using hut = stockedHut();
  const { lending, li } = hut;
  const out = value(lending.requestBorrow({ item: 'wrench-1', person: li, visit, doorFaultOf: () => null }));
  const back = value(
    lending.returnByHand({ item: 'wrench-1', problem: null, visit, place: 'returns-basket' }),
  );
  expect(back).toMatchObject({ found: false, place: 'returns-basket' });
  expect(lending.unsettledOpenings()).toEqual([]);
  expect(lending.loansOf(li)).toEqual([]);
  // The door that closes later finds it settled.
  expect(value(lending.finishOpening(out.opening, 'door'))).toMatchObject({
    to: 'loan',
    loan: { loan: back.loan, due: out.due },
  });
  value(lending.borrowFromHand({ item: 'wrench-3', person: li, visit }));
  const into = value(lending.requestReturn({ item: 'wrench-3', problem: null, visit }));
  const put = value(
    lending.returnByHand({ item: 'wrench-3', problem: null, visit, place: 'returns-basket' }),
  );
  expect(value(lending.finishOpening(into.opening, 'door'))).toEqual({ to: 'returned', returned: put });
  value(lending.voidOpening(into.opening, 'stuck'));
});

test('renewing is a new term on the same loan, once, for the person who has it', () => {
  using hut = stockedHut();
  const { lending, li, wang, clock } = hut;
  const loan = value(lending.borrowFromHand({ item: 'wrench-1', person: li, visit }));
  expect(lending.loanView(loan)).toMatchObject({ renewable: true, overdue: false, due: loan.due });
  clock.advance(86_400_000);
  expect(lending.renew({ loan: loan.loan, person: wang })).toMatchObject({ ok: false });
  const renewed = value(lending.renew({ loan: loan.loan, person: li }));
  // Pressed on the first day or the last, it is a whole term more.
  expect(renewed).toEqual({ ...loan, due: dueDate(loan.due, 3, hours), renewals: 1 });
  expect(lending.loansOf(li)).toEqual([renewed]);
  expect(lending.loanView(renewed).renewable).toBe(false);
  expect(lending.renew({ loan: loan.loan, person: li })).toMatchObject({
    refusal: { why: 'renewal-limit', due: renewed.due },
  });
  value(lending.returnByHand({ item: 'wrench-1', problem: null, visit }));
  expect(lending.renew({ loan: loan.loan, person: li })).toMatchObject({ ok: false });
});

test('cards of kinds: what can be had, most borrowed first, and why not', () => {
  using hut = stockedHut();
  const { lending, li } = hut;
  const cards = () => lending.kindCards(noFault);
  expect(cards().map((card) => card.kind)).toEqual([
    'wrench',
    'power-bank',
    'ladder',
    'wheelchair',
    'power-drill',
    'book',
  ]);
  expect(cards()[0]).toMatchObject({ kind: 'wrench', available: 3, measure: '把' });
  expect(cards()[0]).not.toHaveProperty('away');
  const loan = value(lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
  expect(cards()[0]).toMatchObject({
    kind: 'ladder',
    available: 0,
    away: { because: 'out', back: loan.due },
  });
  const jammed = lending.kindCards((door) => (door === 6 ? 'stuck' : null));
  expect(jammed.find((card) => card.kind === 'power-bank')?.away).toEqual({ because: 'door', back: null });
  value(lending.returnByHand({ item: 'book-1', problem: 'dirty', visit }));
  expect(cards().find((card) => card.kind === 'book')?.away).toEqual({
    because: 'not-in-service',
    back: null,
  });
  hut.restart();
  expect(hut.lending.kindCards(noFault)[0]?.kind).toBe('ladder');
});

test('the thing to offer: the first door that works, another one on request, or when one comes back', () => {
  using hut = stockedHut();
  const { lending, li, wang } = hut;
  const pick = (except?: string) =>
    lending.pickItem('wrench', (door) => (door === 1 ? 'stuck' : null), except);
  expect(value(pick()).item).toBe('wrench-2');
  expect(value(pick('wrench-2')).item).toBe('wrench-3');
  value(lending.requestBorrow({ item: 'wrench-2', person: li, visit, doorFaultOf: () => null }));
  const loan = value(lending.borrowFromHand({ item: 'wrench-3', person: wang, visit }));
  expect(pick()).toMatchObject({ ok: false, refusal: { why: 'none-left', back: loan.due } });
  expect(lending.pickItem('no-such-kind', noFault)).toMatchObject({
    refusal: { why: 'none-left', back: null },
  });
});

test('figures of the attract screen, through the turn of a month', () => {
  using hut = stockedHut();
  const { lending, li, clock } = hut;
  value(lending.borrowFromHand({ item: 'wrench-1', person: li, visit }));
  value(lending.borrowFromHand({ item: 'wrench-2', person: li, visit }));
  clock.advance(60_000);
  value(lending.returnByHand({ item: 'wrench-2', problem: null, visit }));
  expect(lending.figures()).toEqual({ lentThisMonth: 2, outNow: 1, things: 8 });
  hut.restart();
  expect(hut.lending.figures()).toEqual({ lentThisMonth: 2, outNow: 1, things: 8 });
  clock.advance(40 * 86_400_000);
  expect(hut.lending.figures()).toEqual({ lentThisMonth: 0, outNow: 1, things: 8 });
});

test('the public figures are counts of the ledger, month by month across a year, and name nobody', () => {
  using hut = stockedHut();
  const { lending, li, clock } = hut;
  value(lending.borrowFromHand({ item: 'wrench-1', person: li, visit }));
  value(lending.borrowFromHand({ item: 'wrench-2', person: li, visit }));
  clock.advance(60_000);
  value(lending.returnByHand({ item: 'wrench-2', problem: null, visit }));
  const { months, kinds, ...counts } = lending.hutFigures();
  expect(counts).toMatchObject({ lentThisMonth: 2, saved: 0, outNow: 1, things: 8 });
  expect(kinds).toEqual([{ name: expect.objectContaining({ zh: expect.any(String) }), lent: 2 }]);
  expect(months.map(({ lent }) => lent)).toEqual([0, 0, 0, 0, 0, 2]);
  const [first, last] = [months[0]?.month, months[5]?.month];
  clock.advance(62 * 86_400_000);
  hut.restart();
  const later = hut.lending.hutFigures();
  expect(later).toMatchObject({ lentThisMonth: 0, saved: 0, kinds: [] });
  const at = later.months.findIndex(({ month }) => month === last);
  expect(later.months[at]?.lent).toBe(2);
  expect(at).toBeLessThan(5);
  expect(later.months.some(({ month }) => month === first)).toBe(false);
  expect(new Set(later.months.map(({ month }) => month)).size).toBe(6);
});

test('codes on slips do not come twice among the last two hundred', () => {
  using hut = stockedHut();
  const { clock } = hut;
  const codes: string[] = [];
  for (let i = 0; i < 250; i++) {
    if (i === 100) hut.restart();
    clock.advance(11_000);
    codes.push(value(hut.lending.returnByHand({ item: 'book-1', problem: null, visit })).code);
  }
  for (const [i, code] of codes.entries()) {
    expect(code).toMatch(/^\d{4}$/);
    expect(codes.slice(Math.max(0, i - 199), i)).not.toContain(code);
  }
});

test('doors that lost trust are remembered over a restart, until they are trusted again', () => {
  using hut = stockedHut();
  value(hut.lending.noteDoor({ door: 3, what: 'suspect', opening: null }));
  value(hut.lending.noteDoor({ door: 4, what: 'left-open', opening: null }));
  hut.restart();
  expect(hut.lending.suspectDoors()).toEqual(new Set([3]));
  value(hut.lending.noteDoor({ door: 3, what: 'trusted', opening: null }));
  expect(hut.lending.suspectDoors()).toEqual(new Set());
});

test('unknown codes are kept outside the log, cut, counted, and at most a thousand', () => {
  using hut = stockedHut();
  const { lending, ledger, clock } = hut;
  const before = ledger.head().seq;
  for (let i = 0; i < 1_010; i++) {
    clock.advance(1);
    lending.noteUnknownScan(`code ${i}`);
  }
  lending.noteUnknownScan('code 1009');
  lending.noteUnknownScan('😀'.repeat(300));
  const rows = ledger.db.prepare<[], { text: string; count: number }>('SELECT * FROM unknown_scan').all();
  expect(rows).toHaveLength(1_000);
  expect(rows.find((row) => row.text === 'code 1009')?.count).toBe(2);
  expect(rows.map((row) => row.text)).toContain('😀'.repeat(200));
  expect(rows.map((row) => row.text)).not.toContain('code 0');
  expect(ledger.head().seq).toBe(before);
});

test('ten seconds are ten seconds whatever the wall clock says', () => {
  using hut = stockedHut();
  const { lending, clock, li } = hut;
  const first = value(lending.borrowFromHand({ item: 'ladder-1', person: li, visit }));
  clock.setWall(clock.wall() - 86_400_000);
  clock.advance(5_000);
  expect(value(lending.borrowFromHand({ item: 'ladder-1', person: li, visit }))).toEqual(first);
});
