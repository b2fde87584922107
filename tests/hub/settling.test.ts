import { expect, onTestFinished, test } from 'vitest';
import { crossingOf, settle } from '../../hub/across/settle.ts';
import { createSettling } from '../../hub/across/settling.ts';
import type { Sql, Store, Value } from '../../hub/store/store.ts';
import { openTestHub } from './test-hub.ts';

const turn = () => new Promise((go) => setImmediate(go));

test('one transaction at a time; what is asked meanwhile, and what failed, is settled together', async () => {
  const hub = await openTestHub();
  onTestFinished(() => hub.close());
  await hub.store.transaction(async (sql) => {
    await sql.run(`INSERT INTO hut VALUES ('here', '小屋', 0)`);
    for (const found of ['a', 'b', 'c', 'd']) {
      await sql.run(`INSERT INTO found VALUES ('here', $1, $2, 's', NULL, 0)`, [found, `code-${found}`]);
    }
  });
  /** Transactions that wait for the word of this test. */
  const gates: ((away: boolean) => void)[] = [];
  const store: Store = {
    ...hub.store,
    isAway: () => true,
    transaction: async (work) => {
      const away = await new Promise<boolean>((go) => gates.push(go));
      if (away) throw new Error('the store is away');
      return hub.store.transaction(work);
    },
  };
  const settle = createSettling({ store, clock: hub.clock, random: hub.random, log: () => {} });
  const ask = (found: string) => settle({ persons: [], barcodes: [`code-${found}`], tokens: [] });
  const cases = async () =>
    (await hub.store.read.all<{ id: string }>('SELECT case_id AS id FROM exception_case ORDER BY id')).map(
      ({ id }) => id.slice('found-unknown:'.length),
    );

  const first = ask('a');
  await turn();
  const meanwhile = [ask('b'), ask('c')];
  await turn();
  expect(gates).toHaveLength(1);
  gates[0]?.(false);
  await first;
  expect(await cases()).toEqual(['a']);
  await turn();
  expect(gates).toHaveLength(2);
  gates[1]?.(true);
  for (const ended of await Promise.allSettled(meanwhile)) expect(ended.status).toBe('rejected');
  const last = ask('d');
  await turn();
  gates[2]?.(false);
  await last;
  expect(await cases()).toEqual(['a', 'b', 'c', 'd']);
  expect(gates).toHaveLength(3);
});

test('what the store is still asked about while others are settled is settled after them', async () => {
  const hub = await openTestHub();
  onTestFinished(() => hub.close());
  await hub.store.transaction(async (sql) => {
    await sql.run(`INSERT INTO hut VALUES ('here', '小屋', 0)`);
    for (const found of ['a', 'b']) {
      await sql.run(`INSERT INTO found VALUES ('here', $1, $2, 's', NULL, 0)`, [found, `code-${found}`]);
    }
  });
  let answer = (): void => {};
  const asked = new Promise<void>((go) => {
    answer = go;
  });
  const read: Sql = {
    ...hub.store.read,
    all: async (text, params) => {
      await asked;
      return hub.store.read.all(text, params);
    },
  };
  const store: Store = { ...hub.store, read };
  const settle = createSettling({ store, clock: hub.clock, random: hub.random, log: () => {} });
  const none = new Set<string>();
  const [items, others] = [new Set(['x']), { loans: none, endedElsewhere: none, persons: none, cards: none }];
  const touched = { ...others, items, barcodes: new Set(['code-a']) };
  const first = settle({ persons: [], barcodes: [], tokens: [], by: { hutId: 'here', touched } });
  await settle({ persons: [], barcodes: ['code-b'], tokens: [] });
  const cases = async () =>
    (await hub.store.read.all<{ id: string }>('SELECT case_id AS id FROM exception_case ORDER BY id')).map(
      ({ id }) => id,
    );
  expect(await cases()).toEqual(['found-unknown:b']);
  answer();
  await first;
  expect(await cases()).toEqual(['found-unknown:a', 'found-unknown:b']);
});

test('SQLite looks up by an index whatever settling asks, and asks the same few questions however much there is', async () => {
  const hub = await openTestHub();
  onTestFinished(() => hub.close());
  const count = 40;
  await hub.store.transaction(async (sql) => {
    for (const hut of ['hut-a', 'hut-b']) await sql.run('INSERT INTO hut VALUES ($1, $1, 0)', [hut]);
    for (let i = 0; i < count; i++) {
      await sql.run(`INSERT INTO found VALUES ('hut-a', $1, $2, 's', '', 5)`, [`f${i}`, `code-${i}`]);
      await sql.run(`INSERT INTO item (hut_id, item, barcode) VALUES ('hut-b', $1, $2)`, [
        `i${i}`,
        `code-${i}`,
      ]);
      await sql.run(`INSERT INTO come_back VALUES ('hut-a', $1, 'hut-b', $2, $3)`, [
        `f${i}`,
        `i${i}`,
        `old${i}`,
      ]);
      for (const loan of ['l', 'old']) {
        await sql.run(
          `INSERT INTO loan (hut_id, loan, item, person, begun_at, due) VALUES ('hut-b', $1, $2, $3, $4, 9)`,
          [`${loan}${i}`, `i${i}`, `${loan}-p${i}`, loan === 'l' ? 2 : 1],
        );
      }
      await sql.run(`INSERT INTO member_card VALUES ('hut-a', $1, 'p', $2)`, [`c${i}`, `token-${i}`]);
    }
  });
  const asked = async (n: number): Promise<{ text: string; params: readonly Value[] }[]> => {
    const questions: { text: string; params: readonly Value[] }[] = [];
    const keys = (name: string) => Array.from({ length: n }, (_, i) => `${name}${i}`);
    await hub.store.transaction(async (sql) => {
      const watched: Sql = {
        ...sql,
        all: (text, params = []) => {
          questions.push({ text, params });
          return sql.all(text, params);
        },
      };
      const deps = { clock: hub.clock, random: hub.random, log: () => {} };
      await settle(watched, deps, { persons: ['p'], barcodes: keys('code-'), tokens: keys('token-') });
      const set = new Set(['x']);
      const touched = {
        loans: set,
        endedElsewhere: set,
        items: set,
        barcodes: set,
        persons: set,
        cards: set,
      };
      await crossingOf(watched, 'hut-a', touched);
    });
    return questions;
  };
  const few = await asked(2);
  const many = await asked(count);
  expect(many.map(({ text }) => text)).toEqual(few.map(({ text }) => text));

  const steps: string[] = [];
  for (const { text, params } of many) {
    const plan = await hub.store.read.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, params);
    steps.push(...plan.map(({ detail }) => detail));
  }
  const scans = steps.filter((step) => step.startsWith('SCAN'));
  // Of what is asked itself, of what it comes to on the way, and of the table with one row.
  expect(scans.filter((step) => !/^SCAN (json_each|alike|settling)\b/.test(step))).toEqual([]);
  expect(steps).toContain('SEARCH l USING INDEX loan_item (hut_id=? AND item=?)');
  const ofWholeHut = /USING (INDEX \w+|PRIMARY KEY) \(hut_id=\?\)$/;
  expect(steps.filter((step) => ofWholeHut.test(step) && !/^SEARCH (h|settling) /.test(step))).toEqual([]);
});
