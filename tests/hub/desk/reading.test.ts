import { expect, test } from 'vitest';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { hubBooks } from '../../../hub/desk-api/books/hub-books.ts';
import type { DeskBooks } from '../../../hub/desk-api/books.ts';
import { createSealing } from '../../../hub/members/sealing.ts';
import { HutLog } from '../hut-log.ts';
import { onAllStores } from '../on-all-stores.ts';
import type { TestHub } from '../test-hub.ts';

const dayMs = 86_400_000;
const start = 1_795_000_000_000;
/** The moment at which the desk is read: five days later. */
const now = start + 5 * dayMs;

/** A hut's log with a wrench, a ladder and a power bank of its own, told by letter. */
function furnished(hut: string): HutLog {
  const log = new HutLog(hut, start);
  for (const kind of kindCatalogue.filter((each) => ['wrench', 'ladder', 'power-bank'].includes(each.kind))) {
    log.add('kind-defined', kind);
  }
  log.add('place-defined', { place: 'shelf', at: 'shelf', name: { zh: '架子', en: 'Shelf' } });
  for (const { kind, name } of kindCatalogue) {
    if (!['wrench', 'ladder', 'power-bank'].includes(kind)) continue;
    const barcode = `${hut}-${kind}`;
    log.add('item-added', { item: `${hut}-${kind}`, kind, name, barcode, place: 'shelf', parts: [] });
  }
  return log;
}

const lend = (log: HutLog, hut: string, kind: string, days: number, at: number) =>
  log.add(
    'loan-begun',
    {
      loan: `${hut}-${kind}-loan`,
      item: `${hut}-${kind}`,
      person: `${hut}-person`,
      due: at + days * dayMs,
      opening: null,
      evidence: 'shelf',
      code: '1234',
    },
    at,
  );

async function send(hub: TestHub, hut: string, log: HutLog): Promise<void> {
  const client = await hub.hut(hut);
  for (const batch of log.batches()) {
    const answer = await client.push(batch);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  }
}

const booksOf = (hub: TestHub): DeskBooks =>
  hubBooks(hub.store, hub.random, createSealing(Buffer.alloc(32, 7), hub.random));
const page = { hut: null, after: null };
const all = { ...page, kind: null, lending: null };

onAllStores('what the desk reads of what huts sent', (hub) => {
  test('things, loans and what is overdue, each in its hut', async () => {
    const [a, b] = ['read-a', 'read-b'];
    const scope = [a, b];
    const logA = furnished(a);
    lend(logA, a, 'wrench', 3, start + dayMs);
    lend(logA, a, 'ladder', 1, start + 2 * dayMs);
    lend(logA, a, 'power-bank', 9, start + 3 * dayMs);
    await send(hub(), a, logA);
    await send(hub(), b, furnished(b));
    const books = booksOf(hub());

    const huts = await books.huts(scope, now);
    expect(huts.map(({ hut, things, out, overdue, state }) => [hut, things, out, overdue, state])).toEqual([
      [a, 3, 3, 2, 'active'],
      [b, 3, 0, 0, 'active'],
    ]);
    const stock = await books.stock(scope, all, 50, now);
    expect(stock.rows.map(({ item, lending }) => `${item} ${lending}`)).toEqual([
      `${a}-ladder overdue`,
      `${a}-power-bank out`,
      `${a}-wrench overdue`,
      `${b}-ladder in`,
      `${b}-power-bank in`,
      `${b}-wrench in`,
    ]);
    const overdue = (await books.overdue(scope, null, 50, now)).rows;
    // The longest first: the ladder was due after three days, the wrench after four.
    expect(overdue.map(({ loan, days }) => [loan, days])).toEqual([
      [`${a}-ladder-loan`, 2],
      [`${a}-wrench-loan`, 1],
    ]);
    const loans = await books.loans(scope, { ...page, open: true }, 50);
    expect(loans.rows.map(({ loan }) => loan)).toEqual([
      `${a}-power-bank-loan`,
      `${a}-ladder-loan`,
      `${a}-wrench-loan`,
    ]);
    expect((await books.stock([b], all, 50, now)).rows.length).toBe(3);
    expect((await books.loans([], { ...page, open: false }, 50)).rows).toEqual([]);
  });

  test('page by page is the whole list, each row once, whatever the size of a page', async () => {
    const hut = 'read-pages';
    const log = furnished(hut);
    for (const kind of ['wrench', 'ladder', 'power-bank']) lend(log, hut, kind, 3, start + dayMs);
    await send(hub(), hut, log);
    const books = booksOf(hub());
    for (const size of [1, 2, 3, 7]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const answer: Awaited<ReturnType<DeskBooks['loans']>> = await books.loans(
          [hut],
          { hut, open: true, after },
          size,
        );
        seen.push(...answer.rows.map(({ loan }) => loan));
        after = answer.next;
      } while (after !== null);
      expect(seen, `pages of ${size}`).toEqual([
        `${hut}-wrench-loan`,
        `${hut}-power-bank-loan`,
        `${hut}-ladder-loan`,
      ]);
    }
  });

  test('what came back at another hut is neither out nor overdue, and the loan says where it came back', async () => {
    const [a, b] = ['read-lent', 'read-found'];
    const logA = furnished(a);
    lend(logA, a, 'wrench', 1, start + dayMs);
    const logB = furnished(b).add(
      'item-found',
      {
        found: `${b}-found`,
        barcode: `${a}-wrench`,
        place: 'shelf',
        problem: null,
        code: '4321',
      },
      start + 4 * dayMs,
    );
    await send(hub(), a, logA);
    const books = booksOf(hub());
    expect((await books.overdue([a], null, 50, now)).rows.length).toBe(1);
    await send(hub(), b, logB);
    expect(await books.overdue([a], null, 50, now)).toEqual({ rows: [], next: null });
    expect((await books.huts([a], now)).map(({ out, overdue }) => [out, overdue])).toEqual([[0, 0]]);
    const { rows } = await books.loans([a], { ...page, open: false }, 50);
    expect(rows.map(({ returnedAt, returnedHut }) => [returnedAt, returnedHut])).toEqual([
      [start + 4 * dayMs, `小屋 ${b}`],
    ]);
    expect((await books.loans([a], { ...page, open: true }, 50)).rows).toEqual([]);
    expect(await books.borrower(a, `${a}-wrench-loan`)).toBeNull();
  });

  test('a thing that no hut knows is a case of the hut where it came back, and is closed with a word', async () => {
    const hut = 'read-case';
    const log = furnished(hut).add(
      'item-found',
      {
        found: `${hut}-found`,
        barcode: 'XW-NOBODY',
        place: 'shelf',
        problem: null,
        code: '4321',
      },
      start + dayMs,
    );
    await send(hub(), hut, log);
    const books = booksOf(hub());
    const [row] = (await books.cases([hut], { open: true, after: null }, 10)).rows;
    expect(row).toMatchObject({ kind: 'found-unknown', huts: [{ hut }], facts: { barcode: 'XW-NOBODY' } });
    const close = () =>
      hub().store.transaction((sql) =>
        books.closeCase(sql, row?.case ?? '', {
          by: '王芳',
          version: row?.version ?? '',
          note: '放在办公室',
          now,
        }),
      );
    expect(await books.openCase([hut], row?.case ?? '')).toEqual(row);
    expect(await books.openCase(['another'], row?.case ?? '')).toBeNull();
    expect(await close()).toBe(true);
    expect(await close()).toBe(false);
    expect(await books.openCase([hut], row?.case ?? '')).toBeNull();
    expect((await books.cases([hut], { open: false, after: null }, 10)).rows).toMatchObject([
      { closedBy: '王芳', note: '放在办公室' },
    ]);
  });
});
