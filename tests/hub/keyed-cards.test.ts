import { expect, test } from 'vitest';
import { createHub } from '../../hub/hub.ts';
import { readHere } from '../../hub/intake/reading.ts';
import { createSealing } from '../../hub/members/sealing.ts';
import { sha256 } from './hut-log.ts';
import { onAllStores } from './on-all-stores.ts';
import type { TestHub } from './test-hub.ts';

const memberKey = Buffer.alloc(32, 7);

onAllStores('cards of an earlier release', (hub) => {
  test('get keyed tokens at the next start, in every table; huts take all cards anew', async () => {
    const { store, clock, random, lines } = hub() satisfies TestHub;
    const sealing = createSealing(memberKey, random);
    const [held, twice] = [sha256('held'), sha256('twice')];
    const hut = await hub().hut('old-hut');
    await store.transaction(async (sql) => {
      for (const [card, ref, token] of [
        ['c1', 'p1', held],
        ['c2', 'p2', twice],
        ['c3', 'p3', twice],
      ]) {
        await sql.run('INSERT INTO member_card VALUES ($1, $2, $3, $4)', [
          'old-hut',
          card ?? '',
          ref ?? '',
          token ?? '',
        ]);
      }
      await sql.run(`INSERT INTO card_block VALUES ('*', $1, 5)`, [held]);
      await sql.run(
        `INSERT INTO exception_case VALUES ('*', $1, 'card-issued-twice', $2, 7, NULL, NULL, NULL)`,
        [
          `card-issued-twice:${twice}`,
          JSON.stringify({ token: twice, holders: ['old-hut/p2/c2', 'old-hut/p3/c3'] }),
        ],
      );
      await sql.run(`INSERT INTO feed VALUES ('*', 'cards', 1, $1, '{}', 'mark', 5)`, [held]);
      await sql.run(`INSERT INTO feed_head VALUES ('*', 'cards', 1, 'mark', 0)`);
    });
    const start = async () => {
      const deps = { store, clock, random, log: (entry: (typeof lines)[number]) => lines.push(entry) };
      const again = createHub({ ...deps, readBatch: readHere, memberKey, patience: 0 });
      lines.length = 0;
      await again.begin();
      return lines.map(({ what }) => what);
    };
    expect(await start()).toContain('cards-keyed');
    const all = [];
    for (const table of ['member_card', 'card_block', 'exception_case', 'feed', 'feed_head']) {
      all.push(...(await store.read.all(`SELECT * FROM ${table}`)));
    }
    const text = JSON.stringify(all);
    expect([text.includes(held), text.includes(twice)]).toEqual([false, false]);
    // Where a hut was, nothing goes on: it takes the whole feed.
    expect(await hut.get('/v1/feeds/cards?after=1&mark=mark')).toMatchObject({ status: 410 });
    const { body } = await hut.get('/v1/feeds/cards/snapshot');
    const rows = new Map(
      (body.rows as { key: string; value: object }[]).map(({ key, value }) => [key, value]),
    );
    expect(rows.get(sealing.tokenOf(held))).toMatchObject({ person: 'p1', status: 'blocked' });
    expect(rows.get(sealing.tokenOf(twice))).toMatchObject({ status: 'blocked' });
    // The case is the one of before, and not a second one.
    expect(
      await store.read.all(
        `SELECT case_id, opened_at, closed_at FROM exception_case WHERE kind = 'card-issued-twice'`,
      ),
    ).toEqual([{ case_id: `card-issued-twice:${sealing.tokenOf(twice)}`, opened_at: 7, closed_at: null }]);
    expect(await start()).not.toContain('cards-keyed');
    expect((await hut.get('/v1/feeds/cards/snapshot')).body).toEqual(body);
  });
});
