import { describe, expect, it } from 'vitest';
import type { DeskCallName, DeskInput } from '../../../domain/desk/contract.ts';
import { pageRows } from '../../../domain/desk/paging.ts';
import { publishAll } from '../../../hub/feeds/feeds.ts';
import type { Value } from '../../../hub/store/store.ts';
import { noon, random, TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';

const many = 2 * pageRows + 30;
/** A list that gives a page again and again is found out. */
const mostPages = 10;
const publishing = { now: noon, random };

async function street() {
  const desk = await TestDesk.open();
  await fillStreet(desk);
  const office = (await desk.account('王芳', 'office')).token;
  const keeper = (await desk.account('赵主理', 'keeper', ['hut-jia'])).token;
  /** Every row of a list, and of how many pages it was. */
  const all = async <N extends 'cases' | 'replies' | 'erasures' | 'overdue' | 'loans' | 'stock' | 'audit'>(
    name: N,
    args: Omit<DeskInput<N>, 'after'>,
    token: string,
  ) => {
    const rows: unknown[] = [];
    let pages = 0;
    for (let after: string | null = null; ; ) {
      const { value } = await desk.call(name as DeskCallName, { ...args, after } as never, token);
      const page = value as { rows: unknown[]; next: string | null };
      rows.push(...page.rows);
      pages++;
      if (page.next === null) return { rows, pages };
      if (pages === mostPages) throw new Error(`${name} has no end`);
      after = page.next;
    }
  };
  return { desk, office, keeper, all };
}

it('cases are read page by page in the order of an index, open and closed', async () => {
  const { desk, all, office } = await street();
  const asked: [string, readonly Value[]][] = [];
  const read = { ...desk.store.read };
  Object.assign(desk.store.read, {
    all: (text: string, params: readonly Value[] = []) => {
      if (text.includes('FROM exception_case')) asked.push([text, params]);
      return read.all(text, params);
    },
  });
  await desk.store.transaction(async (sql) => {
    for (let i = 0; i < many; i++) {
      for (const closed of [null, i]) {
        const id = `c${i}:${closed}`;
        await sql.run(
          `INSERT INTO exception_case VALUES ('hut-jia', $1, 'found-unknown', '{}', $2, $3, 'facts', NULL)`,
          [id, i, closed],
        );
      }
    }
  });
  for (const open of [true, false]) expect((await all('cases', { open }, office)).pages).toBe(3);
  expect(asked.length).toBeGreaterThan(5);
  for (const [text, params] of asked) {
    const plan = await read.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, params);
    const index = text.includes('IS NULL') ? 'case_open' : 'case_closed';
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining(`USING INDEX ${index}`)]);
  }
});

it('a case shows the huts that its facts name as hubs write them, and only to their keepers', async () => {
  const { desk, office, keeper } = await street();
  const token = 'x'.repeat(43);
  const facts = { token, holders: ['hut-jia/person-anna/card-a', 'hut-yi/person-carl/card-c'] };
  await desk.store.transaction((sql) =>
    sql.run(`INSERT INTO exception_case VALUES ('*', $1, 'card-issued-twice', $2, 1, NULL, NULL, NULL)`, [
      `card-issued-twice:${token}`,
      JSON.stringify(facts),
    ]),
  );
  const [first] = (await desk.call('cases', { open: true }, keeper)).value.rows;
  expect(first).toMatchObject({
    huts: [{ hut: 'hut-jia' }, { hut: 'hut-yi' }],
    facts: { token: 'x'.repeat(12), holders: '海棠里小屋 person-anna · 石榴园小屋 person-carl' },
  });
  const other = (await desk.account('another', 'keeper', ['hut-none'])).token;
  expect((await desk.call('cases', { open: true }, other)).value.rows).toEqual([]);
  const close = { case: first?.case ?? '', version: first?.version ?? '', note: '问过了' };
  expect((await desk.call('case-close', close, keeper)).status).toBe(403);
  // A third holder turned up after the page was drawn: that has to be seen first.
  const third = JSON.stringify({ ...facts, holders: [...facts.holders, 'hut-jia/person-bert/card-b'] });
  await desk.store.transaction((sql) =>
    sql.run('UPDATE exception_case SET facts = $1 WHERE case_id = $2', [third, `card-issued-twice:${token}`]),
  );
  expect((await desk.call('case-close', close, office)).status).toBe(409);
  const [seen] = (await desk.call('cases', { open: true }, office)).value.rows.filter(
    (row) => row.case === close.case,
  );
  const again = { ...close, version: seen?.version ?? '' };
  expect((await desk.call('case-close', again, office)).status).toBe(200);
});

describe('a list that is longer than a page', () => {
  it('of closed cases: each once, the newest first, and a keeper’s own are found behind those of others', async () => {
    const { desk, office, keeper, all } = await street();
    await desk.store.transaction(async (sql) => {
      await sql.run('DELETE FROM exception_case');
      for (let i = 0; i < many; i++) {
        // The oldest ones are of 甲; several are of one moment.
        const hut = i < 7 ? 'hut-jia' : 'hut-yi';
        await sql.run(
          `INSERT INTO exception_case VALUES ($1, $2, 'fact-set-aside', '{}', $3, $4, 'facts', NULL)`,
          [hut, `fact-set-aside:e ${i}`, noon - 1, noon + Math.floor(i / 5)],
        );
      }
    });
    const { rows, pages } = await all('cases', { open: false }, office);
    expect(pages).toBe(3);
    const seen = rows as { case: string; closedAt: number }[];
    expect(new Set(seen.map((row) => row.case)).size).toBe(many);
    expect(seen.map(({ closedAt }) => closedAt)).toEqual(
      seen.map(({ closedAt }) => closedAt).sort((a, b) => b - a),
    );
    expect((await all('cases', { open: false }, keeper)).rows).toHaveLength(7);
    const file = await desk.request(
      '/desk/api/export/cases.csv',
      { method: 'GET' },
      { cookie: `xiaowu-desk=${office}` },
    );
    expect((await file.text()).split('fact-set-aside:e ').length - 1).toBe(many);
  });

  it('of overdue loans, of loans and of things: each once, whatever their references are, the longest late first', async () => {
    const { desk, office, keeper, all } = await street();
    await desk.store.transaction(async (sql) => {
      for (const table of ['loan', 'item']) await sql.run(`DELETE FROM ${table}`);
      for (let i = 0; i < many; i++) {
        const hut = i % 2 === 0 ? 'hut-jia' : 'hut-yi';
        // A reference is any text in the log; several are of one moment.
        await sql.run(`INSERT INTO item (hut_id, item, kind, barcode) VALUES ($1, $2, 'wrench', $3)`, [
          hut,
          `${'\u0007'.repeat(50)} "thing" ${i}`,
          `code ${i}`,
        ]);
        await sql.run(
          `INSERT INTO loan (hut_id, loan, item, person, begun_at, due) VALUES ($1, $2, $3, 'p', $4, $5)`,
          [hut, `loan ${i}`, `${'\u0007'.repeat(50)} "thing" ${i}`, noon - 9, noon - 8 - Math.floor(i / 5)],
        );
      }
    });
    const overdue = await all('overdue', {}, office);
    expect(overdue.pages).toBe(3);
    const late = overdue.rows as { loan: string; due: number }[];
    expect(new Set(late.map(({ loan }) => loan)).size).toBe(many);
    expect(late.map(({ due }) => due)).toEqual(late.map(({ due }) => due).sort((a, b) => a - b));
    expect((await all('overdue', {}, keeper)).rows).toHaveLength(many / 2);
    for (const [name, args, key] of [
      ['loans', { hut: null, open: true }, 'loan'],
      ['stock', { hut: null, kind: null, lending: null }, 'item'],
    ] as const) {
      const { rows, pages } = await all(name, args as never, office);
      expect(pages).toBe(3);
      expect(new Set(rows.map((row) => (row as Record<string, string>)[key])).size).toBe(many);
    }
    const file = await desk.request(
      '/desk/api/export/overdue.csv',
      { method: 'GET' },
      { cookie: `xiaowu-desk=${office}` },
    );
    expect((await file.text()).trim().split('\r\n')).toHaveLength(many + 1);
  });

  it('of erasures and of answers: each once, the newest first, answers of all huts by one question', async () => {
    const { desk, office, keeper, all } = await street();
    const words = { zh: '看到了', en: 'Seen' };
    await desk.store.transaction(async (sql) => {
      const persons = Array.from({ length: many }, (_, i) => ({
        hut: '*',
        key: `person-${i}`,
        value: { at: noon + Math.floor(i / 5) },
      }));
      await publishAll(sql, publishing, 'erasures', persons);
      const answers = Array.from({ length: many }, (_, i) => ({
        hut: i % 2 === 0 ? 'hut-jia' : 'hut-yi',
        key: String(100_000 + i),
        value: { of: 'case' as const, state: 'seen' as const, words, at: noon + Math.floor(i / 5) },
      }));
      await publishAll(sql, publishing, 'replies', answers);
    });
    const erased = await all('erasures', {}, office);
    expect(erased.pages).toBe(3);
    expect(new Set(erased.rows.map((row) => (row as { person: string }).person)).size).toBe(many);
    expect(erased.rows[0]).toMatchObject({ at: noon + Math.floor((many - 1) / 5) });
    const told = await all('replies', {}, office);
    expect(told.pages).toBe(3);
    expect(new Set(told.rows.map((row) => (row as { number: string }).number)).size).toBe(many);
    expect((await all('replies', {}, keeper)).rows).toHaveLength(many / 2);
  });
});
