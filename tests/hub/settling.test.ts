import { expect, onTestFinished, test } from 'vitest';
import { createSettling } from '../../hub/across/settling.ts';
import type { Store } from '../../hub/store/store.ts';
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
