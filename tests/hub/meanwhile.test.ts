import { expect, test } from 'vitest';
import { settle } from '../../hub/across/settle.ts';
import { announceKey, confirmKey, revokeKeys } from '../../hub/enrolment/enrol.ts';
import { publishAll } from '../../hub/feeds/feeds.ts';
import { eraseMember, putMember } from '../../hub/members/members.ts';
import { createSealing } from '../../hub/members/sealing.ts';
import type { Sql } from '../../hub/store/store.ts';
import { createEntrance, type Signed } from '../../hub/wire/signed.ts';
import { makeKeys, rotationProof } from './hut-client.ts';
import { HutLog } from './hut-log.ts';
import { onAllStores } from './on-all-stores.ts';

// Two who come at once, of the same hut or of others. SQLite lets one go after the other.

onAllStores('at once', (hub) => {
  /** A hut whose keys are in these states. */
  async function hutWithKeys(hutId: string, states: readonly string[]) {
    await hub().hut(hutId);
    const { store } = hub();
    let made = 1;
    const add = (state: string) =>
      store.transaction((sql) =>
        sql.run(`INSERT INTO hut_key VALUES ($1, $2, 'k', 'f', $3, 0, NULL, NULL)`, [hutId, ++made, state]),
      );
    for (const state of states) await add(state);
    const keys = async () =>
      (
        await store.read.all<{ state: string }>('SELECT state FROM hut_key WHERE hut_id = $1 ORDER BY nth', [
          hutId,
        ])
      ).map(({ state }) => state);
    const signed = (nonce: string): Signed => ({ hutId, nth: 2, isNext: true, nonce, created: 0 });
    return { add, keys, signed };
  }

  /** Somebody else's transaction that begins in the midst of one. */
  function meanwhile<T>(work: () => Promise<T>) {
    const waits = `SELECT 1 AS one FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    let begun: Promise<T> | null = null;
    return {
      /** Until it is over, or waits for whoever was first. */
      async begin(): Promise<void> {
        if (begun !== null) return;
        let isOver = false;
        begun = work().finally(() => {
          isOver = true;
        });
        while (!isOver && (await hub().store.read.all(waits)).length === 0);
      },
      end: () => begun,
    };
  }

  test('a key takes over once: what was announced and enrolled since stays', async () => {
    const { store, clock } = hub();
    const { add, keys, signed } = await hutWithKeys('keys-once', ['next']);
    const enter = createEntrance();
    expect(await store.transaction((sql) => enter(sql, signed('first'), clock.wall()))).toBeNull();
    expect(await keys()).toEqual(['revoked', 'active']);
    await add('next');
    await add('unconfirmed');
    // Its signature was looked at before the first was taken.
    expect(await store.transaction((sql) => enter(sql, signed('second'), clock.wall()))).toBeNull();
    expect(await keys()).toEqual(['revoked', 'active', 'next', 'unconfirmed']);
  });

  test('a key that takes over while the office confirms another leaves one that is good', async () => {
    const { store, clock } = hub();
    if (store.read.dialect === 'sqlite') return;
    const { keys, signed } = await hutWithKeys('keys-two', ['next', 'unconfirmed']);
    const confirms = meanwhile(() =>
      store.transaction((sql) => confirmKey(sql, 'keys-two', 3, clock.wall())),
    );
    await store.transaction((sql) => {
      const crossed: Sql = {
        ...sql,
        run: async (text, params) => {
          const changed = await sql.run(text, params);
          if (text.includes('INTO hut_nonce')) await confirms.begin();
          return changed;
        },
      };
      return createEntrance()(crossed, signed('only'), clock.wall());
    });
    await confirms.end();
    expect((await keys()).filter((state) => state === 'active')).toHaveLength(1);
  });

  for (const [what, act] of [
    ['revokes its keys', (sql: Sql, hut: string, now: number): Promise<unknown> => revokeKeys(sql, hut, now)],
    [
      'confirms another',
      (sql: Sql, hut: string, now: number): Promise<unknown> => confirmKey(sql, hut, 3, now),
    ],
  ] as const) {
    test(`a machine that announces a key while the office ${what} is out all the same`, async () => {
      const { store, clock } = hub();
      if (store.read.dialect === 'sqlite') return;
      const hutId = `announces-${what.split(' ')[0]}`;
      const { keys } = await hutWithKeys(hutId, ['revoked', 'unconfirmed']);
      const next = makeKeys();
      const announced = { publicKey: next.publicKey, proof: rotationProof(hutId, next) };
      const office = meanwhile(() => store.transaction((sql) => act(sql, hutId, clock.wall())));
      await store.transaction((sql) => {
        const crossed: Sql = {
          ...sql,
          run: async (text, params) => {
            if (text.includes('INTO hut_key')) await office.begin();
            return sql.run(text, params);
          },
        };
        return announceKey(crossed, { hutId, nth: 1 }, announced, clock.wall());
      });
      await office.end();
      expect(await keys()).not.toContain('next');
      const again = makeKeys();
      const late = { publicKey: again.publicKey, proof: rotationProof(hutId, again) };
      expect(
        await store.transaction((sql) => announceKey(sql, { hutId, nth: 1 }, late, clock.wall())),
      ).toMatchObject({ ok: false, refusal: { error: 'revoked' } });
    });
  }

  test('a block that is taken away while a return is settled stays away', async () => {
    const { store, clock, random } = hub();
    if (store.read.dialect === 'sqlite') return;
    const [a, b] = [await hub().hut('settles-a'), await hub().hut('settles-b')];
    await a.put('/v1/members/settles-1', { ...member(1), phone: '13800000077' });
    await b.put('/v1/members/settles-2', { ...member(1), phone: '13800000077' });
    const persons = ['settles-1', 'settles-2'];
    const publishing = { now: clock.wall(), random };
    const put = (value: object | null) =>
      store.transaction((sql) =>
        publishAll(
          sql,
          publishing,
          'blocks',
          persons.map((key) => ({ hut: '*', key, value: value as never })),
        ),
      );
    await put({ why: { zh: '没还', en: 'Not back' }, until: null });
    const unblocks = meanwhile(() => put(null));
    await store.transaction((sql) => {
      const crossed: Sql = {
        ...sql,
        all: async (text, params) => {
          const rows = await sql.all<never>(text, params);
          if (text.includes('CROSS JOIN feed f') && params?.[1] === 'blocks') await unblocks.begin();
          return rows;
        },
      };
      const deps = { clock, random, log: () => {} };
      return settle(crossed, deps, { persons, barcodes: [], tokens: [] });
    });
    await unblocks.end();
    const rows = (await a.get('/v1/feeds/blocks/snapshot')).body.rows as { key: string }[];
    expect(rows.filter(({ key }) => persons.includes(key))).toEqual([]);
  });

  const member = (version: number) => ({
    version,
    trust: 'verified' as const,
    phone: '13800000001',
    dwelling: null,
    consent: '1',
    consentAt: 0,
    keptUntil: 9e12,
    cards: [],
  });
  const kept = async (ref: string): Promise<string[]> =>
    (
      await hub().store.read.all<{ hut_id: string }>(
        'SELECT hut_id FROM member WHERE ref = $1 AND sealed IS NOT NULL ORDER BY hut_id',
        [ref],
      )
    ).map(({ hut_id }) => hut_id);

  for (const eraser of ['puts', 'erases']) {
    test(`who is erased by a hut that ${eraser} them stays erased, put for the first time meanwhile`, async () => {
      const { store, random, clock } = hub();
      if (store.read.dialect === 'sqlite') return;
      const ref = `at-once-${eraser}`;
      await hub().hut(`${ref}-puts`);
      await (await hub().hut(`${ref}-erases`)).put(`/v1/members/${ref}`, member(1));
      const sealing = createSealing(Buffer.alloc(32, 7), random);
      const given = { version: 1, now: clock.wall() };
      const erases = meanwhile(() =>
        store.transaction((sql) => eraseMember(sql, { random }, `${ref}-${eraser}`, ref, given)),
      );
      await store.transaction((sql) => {
        const crossed: Sql = {
          ...sql,
          all: async (text, params) => {
            if (text.includes('FROM member_card')) await erases.begin();
            return sql.all(text, params);
          },
        };
        return putMember(crossed, sealing, `${ref}-puts`, ref, member(5));
      });
      expect(await erases.end()).toMatchObject({ persons: expect.arrayContaining([ref]) });
      expect(await kept(ref)).toEqual([]);
    });
  }

  test('who was erased at one hut is put by no other', async () => {
    const [a, b] = [await hub().hut('erase-a'), await hub().hut('erase-b')];
    await a.put('/v1/members/everywhere', member(1));
    expect((await a.send({ method: 'DELETE', path: '/v1/members/everywhere?version=2' })).status).toBe(200);
    expect(await b.put('/v1/members/everywhere', member(9))).toMatchObject({ status: 412 });
    expect(await kept('everywhere')).toEqual([]);
  });

  test('a hut erases nobody whom it never had, neither by asking nor by its log', async () => {
    const [a, b] = [await hub().hut('theirs-a'), await hub().hut('theirs-b')];
    await a.put('/v1/members/theirs', member(1));
    const gone = () => b.send({ method: 'DELETE', path: '/v1/members/theirs?version=9' });
    const erasures = async () =>
      ((await a.get('/v1/feeds/erasures/snapshot')).body.rows as { key: string }[]).map(({ key }) => key);
    const log = new HutLog('theirs-b').add('person-erased', { person: 'theirs' });
    expect(await gone()).toMatchObject({ status: 412, body: { error: 'stale', version: 0 } });
    expect((await b.push(log.batch(1, 1))).status).toBe(200);
    expect(await gone()).toMatchObject({ status: 412 });
    expect(await kept('theirs')).toEqual(['theirs-a']);
    expect(await erasures()).not.toContain('theirs');
    // Somebody who was there, of whom the hub has nothing more from that hut.
    log.add('person-registered', { person: 'theirs', trust: 'verified', consent: '1' });
    log.add('person-erased', { person: 'theirs' });
    expect((await b.push(log.batch(2, 3))).status).toBe(200);
    expect(await kept('theirs')).toEqual([]);
    expect(await erasures()).toContain('theirs');
    // Whom all were told of is gone for a hut that never had them, too.
    const other = await hub().hut('theirs-c');
    expect((await other.send({ method: 'DELETE', path: '/v1/members/theirs?version=1' })).status).toBe(200);
  });
});
