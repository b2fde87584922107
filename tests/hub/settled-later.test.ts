import { expect, onTestFinished, test } from 'vitest';
import { createSettling } from '../../hub/across/settling.ts';
import { createHub } from '../../hub/hub.ts';
import { createSealing } from '../../hub/members/sealing.ts';
import type { Store } from '../../hub/store/store.ts';
import { HutClient } from './hut-client.ts';
import { HutLog, sha256 } from './hut-log.ts';
import { openTestHub } from './test-hub.ts';

// Log and projections are committed first, then what lies between huts is settled: whatever fails in between.

const away = 'the store is away';

/** A hub whose store can be made to fail at the questions that say so. */
async function fragileHub() {
  const office = await openTestHub();
  onTestFinished(() => office.close());
  let failing: string | null = null;
  const store: Store = {
    ...office.store,
    isAway: (error) => error instanceof Error && error.message === away,
    read: {
      ...office.store.read,
      all: async (text, params) => {
        if (failing !== null && text.includes(failing)) throw new Error(away);
        return office.store.read.all(text, params);
      },
    },
    transaction: (work) =>
      office.store.transaction((sql) =>
        work({
          ...sql,
          all: async (text, params) => {
            if (failing !== null && text.includes(failing)) throw new Error(away);
            return sql.all(text, params);
          },
        }),
      ),
  };
  const start = () => createHub({ ...office.deps, store });
  const hub = start();
  const hut = async (name: string): Promise<HutClient> => {
    const { keyId, keys, wall } = await office.hut(name);
    return new HutClient(hub.fetch, keyId, keys, wall);
  };
  const openCases = async () =>
    (
      await office.store.read.all<{ id: string }>(
        'SELECT case_id AS id FROM exception_case WHERE closed_at IS NULL ORDER BY case_id',
      )
    ).map(({ id }) => id);
  const cardsFor = async (client: HutClient) =>
    (await client.get('/v1/feeds/cards/snapshot')).body.rows as { key: string }[];
  return {
    office,
    start,
    hut,
    openCases,
    cardsFor,
    fail: (at: string | null) => {
      failing = at;
    },
  };
}

const lend = (log: HutLog, name: string, person: string): HutLog => {
  for (const i of [0, 1]) {
    const loan = { loan: `${name}.l${i}`, item: `${name}.i${i}`, person, due: log.at, opening: null };
    log.add('loan-begun', { ...loan, evidence: 'shelf', code: '0001' });
  }
  return log;
};
const member = (version: number, at: number, phone: string | null, card?: string) => ({
  version,
  trust: 'verified',
  phone,
  dwelling: null,
  consent: '1',
  consentAt: at,
  keptUntil: at,
  cards: card === undefined ? [] : [{ card, token: sha256(card) }],
});
const settlingLock = 'FROM settling';
const crossing = 'SELECT DISTINCT a.person';

/** The hut asks where the hub stands, as it does after every error: the hub has all, and nothing is sent again. */
async function comesAgain(hut: HutClient, lastSeq: number): Promise<void> {
  expect(await hut.get('/v1/huts/me/cursor')).toMatchObject({ status: 200, body: { lastSeq } });
}
const anything = (hut: string) => new HutLog(hut).add('hut-started', { boot: 'b', settled: 0 }).batch(1, 1);

test('a database that goes away before what lies between huts was looked at: it is with the next batch of whichever hut', async () => {
  for (const at of [crossing, settlingLock]) {
    const { hut, openCases, fail } = await fragileHub();
    const [a, b] = [await hut('hut-a'), await hut('hut-b')];
    const [c, d] = [await hut('hut-c'), await hut('hut-d')];
    await a.push(lend(new HutLog('hut-a'), 'hut-a', 'p').batch(1, 2));
    const log = lend(new HutLog('hut-b'), 'hut-b', 'p');
    fail(at);
    expect(await b.push(log.batch(1, 2))).toMatchObject({ status: 503 });
    // Away for longer: it is kept for the one after.
    expect(await c.push(anything('hut-c'))).toMatchObject({ status: 503 });
    fail(null);
    await comesAgain(b, 2);
    expect(await openCases()).toEqual([]);
    expect(await d.push(anything('hut-d'))).toMatchObject({ status: 200 });
    expect(await openCases()).toEqual(['over-limit:p:thing']);
  }
});

test('what a hub forgot that was killed before it settled is found when another one tidies, within a day', async () => {
  const { start, hut, openCases, fail } = await fragileHub();
  const [a, b] = [await hut('hut-a'), await hut('hut-b')];
  await a.push(lend(new HutLog('hut-a'), 'hut-a', 'p').batch(1, 2));
  fail(crossing);
  expect(await b.push(lend(new HutLog('hut-b'), 'hut-b', 'p').batch(1, 2))).toMatchObject({ status: 503 });
  fail(null);
  await comesAgain(b, 2);
  await start().tidy();
  expect(await openCases()).toEqual(['over-limit:p:thing']);
});

test('the cards of all who were erased are gone for all huts, also when the database went away meanwhile', async () => {
  for (const at of [settlingLock, 'SELECT token FROM member_card WHERE hut_id = $1 AND card']) {
    const { office, hut, cardsFor, fail } = await fragileHub();
    const [a, b] = [await hut('hut-a'), await hut('hut-b')];
    await a.put('/v1/members/p', member(1, office.clock.wall(), null, 'card'));
    await a.put('/v1/members/q', member(1, office.clock.wall(), null, 'another'));
    expect(await cardsFor(a)).toHaveLength(2);
    const log = new HutLog('hut-a')
      .add('card-blocked', { card: 'card', why: 'lost' })
      .add('person-erased', { person: 'p' })
      .add('person-erased', { person: 'q' });
    fail(at);
    expect((await a.push(log.batch(1, 3))).status).toBe(503);
    fail(null);
    await comesAgain(a, 3);
    expect((await b.push(anything('hut-b'))).status).toBe(200);
    expect(await cardsFor(a)).toEqual([]);
  }
});

test('a hub that was killed before it settled does so when it starts: cards that nobody holds, persons who are no longer one', async () => {
  const { office, start, hut, openCases, cardsFor, fail } = await fragileHub();
  const at = office.clock.wall();
  const [a, b] = [await hut('hut-a'), await hut('hut-b')];
  await a.put('/v1/members/p', member(1, at, '13800000001', 'card'));
  await b.put('/v1/members/q', member(1, at, '13800000001'));
  await a.push(lend(new HutLog('hut-a'), 'hut-a', 'p').batch(1, 2));
  await b.push(lend(new HutLog('hut-b'), 'hut-b', 'q').batch(1, 2));
  expect(await openCases()).toEqual(['over-limit:p:thing']);
  fail(settlingLock);
  expect((await a.put('/v1/members/p', member(2, at, '13800000002'))).status).toBe(503);
  fail(null);
  const token = createSealing(Buffer.alloc(32, 7), office.random).tokenOf(sha256('card'));
  expect((await cardsFor(a)).map(({ key }) => key)).toEqual([token]);
  await start().begin();
  expect(await openCases()).toEqual([]);
  expect(await cardsFor(a)).toEqual([]);
});

test('who takes another phone, or is erased, is no longer one with who has the old one', async () => {
  for (const change of ['phone', 'erased'] as const) {
    const { office, hut, openCases } = await fragileHub();
    const at = office.clock.wall();
    const [a, b] = [await hut('hut-a'), await hut('hut-b')];
    // The other one stands for both.
    await a.put('/v1/members/q', member(1, at, '13800000001'));
    await b.put('/v1/members/p', member(1, at, '13800000001'));
    await a.push(lend(new HutLog('hut-a'), 'hut-a', 'q').batch(1, 2));
    await b.push(lend(new HutLog('hut-b'), 'hut-b', 'p').batch(1, 2));
    expect(await openCases()).toEqual(['over-limit:p:thing']);
    const changed =
      change === 'phone'
        ? await a.put('/v1/members/q', member(2, at, '13800000002'))
        : await a.send({ method: 'DELETE', path: '/v1/members/q?version=2' });
    expect(changed.status).toBe(200);
    expect(await openCases()).toEqual([]);
  }
});

test('what cannot be settled by a bug is told to whoever asked, and stops nobody else', async () => {
  const { office } = await fragileHub();
  const broken: Store = {
    ...office.store,
    transaction: (work) =>
      office.store.transaction((sql) =>
        work({
          ...sql,
          all: async (text, params) => {
            if (JSON.stringify(params ?? []).includes('odd')) throw new Error('a bug');
            return sql.all(text, params);
          },
        }),
      ),
  };
  const settle = createSettling({ ...office.deps, store: broken });
  await expect(settle({ persons: [], barcodes: ['odd'], tokens: [] })).rejects.toThrow('a bug');
  await settle({ persons: [], barcodes: ['code'], tokens: [] });
});
