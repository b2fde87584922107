import { expect, test } from 'vitest';
import { lockCursor } from '../../hub/intake/cursor.ts';
import { rebuildHut } from '../../hub/intake/parked.ts';
import { HutLog, sha256 } from './hut-log.ts';
import { onAllStores } from './on-all-stores.ts';

onAllStores('events that an earlier release could not read', (hub) => {
  test('come to all that they would have come to: projections, cases, and that nothing is left of somebody', async () => {
    const { hub: office, store, clock } = hub();
    const hut = await hub().hut('parked-hut');
    const log = new HutLog('parked-hut')
      .add('person-registered', { person: 'parked-p', trust: 'verified', consent: '1' })
      .add('fact-set-aside', { event: 'parked-e', type: 'loan-begun', body: '{}', why: 'no room' })
      .add('person-erased', { person: 'parked-p' });
    expect((await hut.push(log.batch(1, 3))).status).toBe(200);
    // As a release would have left it that reads the first of them alone.
    await store.transaction(async (sql) => {
      for (const table of ['exception_case', 'member', 'person']) {
        await sql.run(`DELETE FROM ${table} WHERE hut_id = 'parked-hut'`);
      }
      for (const [seq, type] of [
        [2, 'fact-set-aside'],
        [3, 'person-erased'],
      ] as const) {
        await sql.run(`INSERT INTO parked VALUES ('parked-hut', 1, $1, $2)`, [seq, type]);
      }
    });
    const at = clock.wall();
    const member = {
      version: 1,
      trust: 'verified',
      phone: '13800000009',
      dwelling: null,
      consent: '1',
      consentAt: at,
      keptUntil: at + 86_400_000,
      cards: [{ card: 'parked-card', token: sha256('parked-card') }],
    };
    expect((await hut.put('/v1/members/parked-p', member)).status).toBe(200);
    const cards = async () => ((await hut.get('/v1/feeds/cards/snapshot')).body.rows as unknown[]).length;
    const before = await cards();
    await office.begin();
    expect(
      await store.read.all(
        `SELECT case_id FROM exception_case WHERE hut_id = 'parked-hut' AND closed_at IS NULL`,
      ),
    ).toEqual([{ case_id: 'fact-set-aside:parked-e' }]);
    expect(
      await store.read.all(`SELECT sealed FROM member WHERE hut_id = 'parked-hut' AND ref = 'parked-p'`),
    ).toEqual([{ sealed: null }]);
    expect(await store.read.all(`SELECT person FROM person WHERE hut_id = 'parked-hut'`)).toHaveLength(1);
    expect(await store.read.all(`SELECT seq FROM parked WHERE hut_id = 'parked-hut'`)).toEqual([]);
    expect(await cards()).toBe(before - 1);
  });

  test('are read while another hub takes what the hut sends: one waits for the other', async () => {
    const { store } = hub();
    // SQLite has one process.
    if (store.read.dialect === 'sqlite') return;
    const hut = await hub().hut('parked-two');
    const log = new HutLog('parked-two').add('hut-started', { boot: 'b', settled: 0 });
    await hut.push(log.batch(1, 1));
    const rebuilding = store.transaction(async (intake) => {
      await lockCursor(intake, 'parked-two');
      return store.transaction(async (sql) => {
        await sql.run(`SET LOCAL lock_timeout = '100ms'`);
        return rebuildHut(sql, 'parked-two');
      });
    });
    // PostgreSQL's lock_not_available.
    await expect(rebuilding).rejects.toMatchObject({ code: '55P03' });
  });

  test('of a card whose reference is longer than an index holds are put aside, and what follows them is taken', async () => {
    const { store } = hub();
    const hut = await hub().hut('parked-long');
    // Not to be packed smaller by the database.
    const long = Array.from({ length: 48 }, (_, n) => sha256(`long ${n}`)).join('');
    const log = new HutLog('parked-long')
      .add('person-registered', { person: 'long-p', trust: 'verified', consent: '1' })
      .add('card-issued', { card: long, person: 'long-p' })
      .add('card-blocked', { card: long, why: 'lost' })
      .add('card-issued', { card: long.slice(0, 512), person: 'long-p' });
    expect(await hut.push(log.batch(1, 4))).toMatchObject({
      status: 200,
      body: { ackSeq: 4, parked: [2, 3] },
    });
    expect(await store.read.all(`SELECT card FROM card WHERE hut_id = 'parked-long'`)).toEqual([
      { card: long.slice(0, 512) },
    ]);
  });

  test('of text that no database holds are put aside, and what follows them is taken', async () => {
    const { store } = hub();
    const hut = await hub().hut('parked-text');
    const log = new HutLog('parked-text');
    const found = (barcode: string, n: number) =>
      log.add('item-found', { found: `text-${n}`, barcode, place: 's', problem: null, code: '0001' });
    found('abc\0def', 1);
    found('abc\ud83d', 2);
    found('abc\\u0000 \\ud83d \u{1f527}', 3);
    expect(await hut.push(log.batch(1, 3))).toMatchObject({
      status: 200,
      body: { ackSeq: 3, parked: [1, 2] },
    });
    expect(await store.read.all(`SELECT found FROM found WHERE hut_id = 'parked-text'`)).toEqual([
      { found: 'text-3' },
    ]);
    expect((await hut.get('/v1/huts/me/events?after=0&limit=10')).body).toMatchObject({
      batches: [log.batch(1, 3)],
    });
  });
});
