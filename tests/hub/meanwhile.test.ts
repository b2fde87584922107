import { expect, test } from 'vitest';
import { confirmKey } from '../../hub/enrolment/enrol.ts';
import { eraseMember, putMember } from '../../hub/members/members.ts';
import { createSealing } from '../../hub/members/sealing.ts';
import type { Sql } from '../../hub/store/store.ts';
import { createEntrance, type Signed } from '../../hub/wire/signed.ts';
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
    const waits = `SELECT 1 AS one FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    let confirming: Promise<unknown> | null = null;
    /** The office confirms just then; it is done, or waits for whoever was first. */
    const confirms = async (): Promise<void> => {
      let isOver = false;
      confirming = store
        .transaction((sql) => confirmKey(sql, 'keys-two', 3, clock.wall()))
        .finally(() => {
          isOver = true;
        });
      while (!isOver && (await store.read.all(waits)).length === 0);
    };
    await store.transaction((sql) => {
      const meanwhile: Sql = {
        ...sql,
        run: async (text, params) => {
          const changed = await sql.run(text, params);
          if (text.includes('INTO hut_nonce')) await confirms();
          return changed;
        },
      };
      return createEntrance()(meanwhile, signed('only'), clock.wall());
    });
    await confirming;
    expect((await keys()).filter((state) => state === 'active')).toHaveLength(1);
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

  test('who is erased while a hut puts them for the first time stays erased', async () => {
    const { store, random, clock } = hub();
    if (store.read.dialect === 'sqlite') return;
    await hub().hut('erase-first');
    const sealing = createSealing(Buffer.alloc(32, 7), random);
    const given = { version: 1, now: clock.wall() };
    let isErased = false;
    const put = await store.transaction((sql) => {
      const meanwhile: Sql = {
        ...sql,
        all: async (text, params) => {
          if (!isErased && text.includes('FROM member_card')) {
            isErased = true;
            await store.transaction((other) =>
              eraseMember(other, { random }, 'erase-first', 'at-once', given),
            );
          }
          return sql.all(text, params);
        },
      };
      return putMember(meanwhile, sealing, 'erase-first', 'at-once', member(5));
    });
    expect(isErased).toBe(true);
    expect(put).toMatchObject({ ok: false, refusal: { error: 'stale', version: 1 } });
    expect(await kept('at-once')).toEqual([]);
  });

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
