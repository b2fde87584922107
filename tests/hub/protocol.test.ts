import { expect, test } from 'vitest';
import { cardHashText } from '../../domain/sync/members.ts';
import { publish, tidyFeed } from '../../hub/feeds/feeds.ts';
import { createSealing } from '../../hub/members/sealing.ts';
import { wellAt } from '../hut/health/well.ts';
import { HutLog, sha256 } from './hut-log.ts';
import { onAllStores } from './on-all-stores.ts';
import type { TestHub } from './test-hub.ts';

const started = (log: HutLog, n: number): HutLog => {
  for (let i = 0; i < n; i++) log.add('hut-started', { boot: `boot-${i}`, settled: 0 });
  return log;
};

/** A hub of the same tests, on each store. */
const tests = (hub: () => TestHub): void => {
  test('a batch is taken, known when it comes again, and goes on where the hub stands', async () => {
    const hut = await hub().hut('hut-a');
    const log = started(new HutLog('hut-a'), 5);
    const first = await hut.push(log.batch(1, 3));
    expect(first).toMatchObject({ status: 200, body: { ackSeq: 3, ackHash: log.hashes[3], parked: [] } });
    expect(await hut.push(log.batch(1, 3))).toEqual(first);
    expect((await hut.push(log.batch(2, 5))).body).toMatchObject({ ackSeq: 5, ackHash: log.hashes[5] });
    expect((await hut.get('/v1/huts/me/cursor')).body).toMatchObject({
      epoch: 1,
      lastSeq: 5,
      lastHash: log.hashes[5],
    });
    const [{ n } = { n: 0 }] = await hub().store.read.all<{ n: number }>(
      `SELECT count(*) AS n FROM hut_event WHERE hut_id = 'hut-a'`,
    );
    expect(n).toBe(5);
  });

  test('how a hut is: the newest is kept, and what is no health is refused and changes nothing', async () => {
    const hut = await hub().hut('hut-well');
    const path = '/v1/huts/me/health';
    const kept = async () => {
      const rows = await hub().store.read.all<{ health: string; received_at: number }>(
        `SELECT health, received_at FROM hut_report WHERE hut_id = 'hut-well'`,
      );
      return rows.map(({ health, received_at }) => [JSON.parse(health).at, Number(received_at)]);
    };
    const now = hub().clock.wall();
    expect(await hut.put(path, wellAt(1_000))).toMatchObject({ status: 200, body: { time: now } });
    expect((await hut.put(path, wellAt(2_000))).status).toBe(200);
    expect(await kept()).toEqual([[2_000, now]]);
    for (const bad of [{}, { ...wellAt(3_000), level: 'fine' }, { ...wellAt(3_000), name: 'x' }]) {
      expect(await hut.put(path, bad)).toMatchObject({ status: 400, body: { error: 'bad-request' } });
    }
    expect(await kept()).toEqual([[2_000, now]]);
  });

  test('a batch with a gap before it is refused with the number that is missing', async () => {
    const hut = await hub().hut('hut-b');
    const log = started(new HutLog('hut-b'), 5);
    const refused = hut.push(log.batch(3, 5));
    await expect.poll(() => hub().clock.waiting).toBe(1);
    hub().clock.advance(2_000);
    expect(await refused).toMatchObject({ status: 409, body: { error: 'gap', expectedSeq: 1 } });
  });

  test('a batch of another history is a fork at the first event that differs', async () => {
    const hut = await hub().hut('hut-c');
    const log = started(new HutLog('hut-c'), 5);
    await hut.push(log.batch(1, 5));
    log.rollBack(2).add('hut-started', { boot: 'another', settled: 0 });
    expect(await hut.push(log.batch(1, 3))).toMatchObject({ status: 409, body: { error: 'fork', seq: 3 } });
    started(log, 4);
    expect(await hut.push(log.batch(6, 7))).toMatchObject({ status: 409, body: { error: 'fork', seq: 5 } });
  });

  test('a batch of an epoch that was not opened is refused with where the hub stands', async () => {
    const hut = await hub().hut('hut-d');
    const log = started(new HutLog('hut-d'), 2);
    await hut.push(log.batch(1, 2));
    log.beginEpoch();
    expect(await hut.push(log.batch(3, 3))).toMatchObject({
      status: 409,
      body: { error: 'epoch', epoch: 1, lastSeq: 2, lastHash: log.hashes[2] },
    });
    const opening = { epoch: 2, after: { seq: 2, hash: log.hashes[2] } };
    const opened = await hut.post('/v1/huts/me/epochs', opening);
    expect(opened).toMatchObject({ status: 200, body: { epoch: 2, lastSeq: 2 } });
    expect(await hut.post('/v1/huts/me/epochs', opening)).toEqual(opened);
    expect(await hut.push(log.batch(3, 3))).toMatchObject({ status: 200, body: { ackSeq: 3 } });
    expect(await hut.push(log.batch(1, 2)), 'of the epoch before').toMatchObject({ body: { ackSeq: 3 } });
    expect(await hut.post('/v1/huts/me/epochs', opening)).toMatchObject({
      status: 409,
      body: { error: 'epoch' },
    });
  });

  test('a batch that begins an epoch with anything but its restoration is no batch', async () => {
    const hut = await hub().hut('hut-e');
    const log = started(new HutLog('hut-e'), 1);
    await hut.push(log.batch(1, 1));
    await hut.post('/v1/huts/me/epochs', { epoch: 2, after: { seq: 1, hash: log.hashes[1] } });
    log.epochs.push({ epoch: 2, firstSeq: 2 });
    started(log, 1);
    expect(await hut.push(log.batch(2, 2))).toMatchObject({ status: 422, body: { error: 'envelope' } });
  });

  test('a batch whose chain does not come to its last hash is refused whole', async () => {
    const hut = await hub().hut('hut-f');
    const log = started(new HutLog('hut-f'), 3);
    const batch = log.batch(1, 3);
    const [one, ...others] = batch.events;
    if (one === undefined) throw new Error('empty');
    const changed = { ...batch, events: [{ ...one, body: '{"boot":"else","settled":0}' }, ...others] };
    expect(await hut.push(changed)).toMatchObject({ status: 422, body: { error: 'envelope' } });
    expect((await hut.get('/v1/huts/me/cursor')).body).toMatchObject({ lastSeq: 0 });
  });

  test('a batch that uses the id of another event is refused whole', async () => {
    const hut = await hub().hut('hut-g');
    const log = started(new HutLog('hut-g'), 1);
    await hut.push(log.batch(1, 1));
    log.addRaw('hut-started', '{"boot":"x","settled":0}', { id: log.events[0]?.id ?? '' });
    expect(await hut.push(log.batch(2, 2))).toMatchObject({ status: 422, body: { error: 'envelope' } });
    expect((await hut.get('/v1/huts/me/cursor')).body).toMatchObject({ lastSeq: 1 });
  });

  test('a batch that came before the one it follows waits for it', async () => {
    const hut = await hub().hut('hut-w');
    const log = started(new HutLog('hut-w'), 6);
    const later = hut.push(log.batch(5, 6));
    const middle = hut.push(log.batch(3, 4));
    // Both have asked the store and wait.
    await expect.poll(() => hub().clock.waiting).toBe(2);
    expect(await hut.push(log.batch(1, 2))).toMatchObject({ body: { ackSeq: 2 } });
    expect((await middle).body).toMatchObject({ ackSeq: 4 });
    expect((await later).body).toMatchObject({ ackSeq: 6 });
  });

  test('the own log comes back as it was sent, over epochs, from any number', async () => {
    const hut = await hub().hut('hut-o');
    const log = started(new HutLog('hut-o'), 4);
    await hut.push(log.batch(1, 4));
    await hut.post('/v1/huts/me/epochs', { epoch: 3, after: { seq: 4, hash: log.hashes[4] } });
    started(log.beginEpoch(3), 2);
    await hut.push(log.batch(5, 7));
    const all = await hut.get('/v1/huts/me/events?after=0&limit=100');
    expect(all.body).toEqual({ batches: [log.batch(1, 4), log.batch(5, 7)], head: log.head });
    expect((await hut.get('/v1/huts/me/events?after=3&limit=2')).body).toEqual({
      batches: [log.batch(4, 4), log.batch(5, 5)],
      head: log.head,
    });
    expect((await hut.get('/v1/huts/me/events?after=7&limit=2')).body).toEqual({
      batches: [],
      head: log.head,
    });
  });

  test('more events of the own log than a batch may have come as several', async () => {
    const hut = await hub().hut('hut-m');
    const log = started(new HutLog('hut-m'), 1_200);
    for (const batch of log.batches()) await hut.push(batch);
    const { body } = await hut.get('/v1/huts/me/events?after=0&limit=2000');
    expect(body.batches).toEqual(log.batches());
  });

  test('events that nobody here can read are kept, parked, and read by a release that can', async () => {
    const hut = await hub().hut('hut-p');
    const log = started(new HutLog('hut-p'), 1)
      .addRaw('robot-arrived', '{"robot":"r1"}')
      .addRaw('person-registered', '{"person":"p1","trust":"not-yet-known","consent":"1"}');
    started(log, 1);
    expect((await hut.push(log.batch(1, 4))).body).toMatchObject({ ackSeq: 4, parked: [2, 3] });
    expect((await hut.get('/v1/huts/me/events?after=0&limit=9')).body.batches).toEqual([log.batch(1, 4)]);
    const parked = 'SELECT seq FROM parked WHERE hut_id = $1 ORDER BY seq';
    expect(await hub().store.read.all(parked, ['hut-p'])).toEqual([{ seq: 2 }, { seq: 3 }]);
    // As if the older release had not known this one either.
    await hub().store.transaction((sql) =>
      sql.run(`INSERT INTO parked VALUES ('hut-p', 1, 4, 'hut-started')`),
    );
    await hub().store.transaction((sql) => sql.run(`UPDATE hut_health SET boots = 1 WHERE hut_id = 'hut-p'`));
    await hub().hub.begin();
    expect(await hub().store.read.all(parked, ['hut-p'])).toEqual([{ seq: 2 }, { seq: 3 }]);
    const health = await hub().store.read.all(`SELECT boots FROM hut_health WHERE hut_id = 'hut-p'`);
    expect(health).toEqual([{ boots: 2 }]);
  });

  test('a feed gives each change once, and its snapshot where it cannot go on', async () => {
    const hut = await hub().hut('hut-feed');
    const put = (key: string, value: { at: number } | null) =>
      hub().store.transaction((sql) =>
        publish(sql, { now: hub().clock.wall(), random: hub().random }, 'erasures', '*', key, value),
      );
    await put('p1', { at: 1 });
    await put('p2', { at: 2 });
    await put('p2', { at: 2 });
    const first = await hut.get('/v1/feeds/erasures?after=0&mark=');
    expect(first.body).toMatchObject({
      rows: [
        { rev: 1, key: 'p1', value: { at: 1 } },
        { rev: 2, key: 'p2', value: { at: 2 } },
      ],
      nextRev: 2,
      head: 2,
    });
    await put('p1', null);
    const mark = String(first.body.mark);
    const next = await hut.get(`/v1/feeds/erasures?after=2&mark=${mark}`);
    expect(next.body).toMatchObject({ rows: [{ rev: 3, key: 'p1', value: null }], nextRev: 3 });
    expect(await hut.get(`/v1/feeds/erasures?after=3&mark=${mark}`), 'a mark of elsewhere').toMatchObject({
      status: 410,
      body: { error: 'feed-gone' },
    });
    expect(await hut.get('/v1/feeds/erasures?after=9&mark=x'), 'ahead of the feed').toMatchObject({
      status: 410,
    });
    expect((await hut.get('/v1/feeds/erasures/snapshot')).body).toEqual({
      rows: [{ rev: 2, key: 'p2', value: { at: 2 } }],
      rev: 3,
      mark: next.body.mark,
    });
    hub().clock.advance(1_000);
    await hub().store.transaction((sql) => tidyFeed(sql, '*', 'erasures', hub().clock.wall()));
    expect(await hut.get(`/v1/feeds/erasures?after=2&mark=${mark}`), 'thrown away').toMatchObject({
      status: 410,
    });
    expect((await hut.get(`/v1/feeds/erasures?after=3&mark=${next.body.mark}`)).body).toMatchObject({
      rows: [],
    });
    expect((await hut.get('/v1/feeds/erasures/snapshot')).body).toMatchObject({
      rows: [{ key: 'p2' }],
      rev: 3,
    });
    expect(await hut.get('/v1/feeds/nothing?after=0&mark=')).toMatchObject({ status: 404 });
  });

  test('personal data is put by version, kept sealed, and erased for good', async () => {
    const hut = await hub().hut('hut-data');
    const at = hub().clock.wall();
    const member = {
      version: 3,
      trust: 'verified',
      phone: '13812345678',
      dwelling: '31-2-4711',
      consent: '1',
      consentAt: at,
      keptUntil: at + 1_000,
      cards: [{ card: 'card-d', token: sha256(cardHashText('XWC00000001')) }],
    };
    expect(await hut.put('/v1/members/person-d', member)).toMatchObject({
      status: 200,
      body: { version: 3 },
    });
    expect(await hut.put('/v1/members/person-d', member)).toMatchObject({
      status: 412,
      body: { version: 3 },
    });
    expect((await hut.get('/v1/huts/me/members')).body).toEqual({ members: [{ ref: 'person-d', member }] });
    const stored = JSON.stringify(
      await hub().store.read.all(`SELECT * FROM member WHERE hut_id = 'hut-data'`),
    );
    expect(stored).not.toContain('13812345678');
    expect(stored).not.toContain(Buffer.from('13812345678').toString('hex'));
    const card = `SELECT value FROM feed WHERE stream = 'cards' AND key = $1 ORDER BY rev DESC LIMIT 1`;
    const token = createSealing(Buffer.alloc(32, 7), hub().random).tokenOfCode('xwc00000001');
    expect(await hut.get('/v1/street-key')).toMatchObject({
      status: 200,
      body: { key: expect.stringMatching(/^[\w-]{43}$/) },
    });
    // The plain hash, of which a code can be guessed, stands in no list.
    const lists = await hub().store.read.all('SELECT token FROM member_card UNION ALL SELECT key FROM feed');
    expect(JSON.stringify(lists)).not.toContain(member.cards[0]?.token);
    const [row] = await hub().store.read.all<{ value: string }>(card, [token]);
    expect(JSON.parse(row?.value ?? '')).toMatchObject({
      person: 'person-d',
      trust: 'verified',
      status: 'active',
    });
    const gone = await hut.send({ method: 'DELETE', path: '/v1/members/person-d?version=4' });
    expect(gone).toMatchObject({ status: 200, body: { version: 4 } });
    expect(await hut.put('/v1/members/person-d', { ...member, version: 9 })).toMatchObject({ status: 412 });
    expect((await hut.get('/v1/huts/me/members')).body).toEqual({ members: [] });
    expect(await hub().store.read.all<{ value: string | null }>(card, [token])).toEqual([{ value: null }]);
    const erasures = (await hut.get('/v1/feeds/erasures/snapshot')).body.rows as { key: string }[];
    expect(erasures.map(({ key }) => key)).toContain('person-d');
  });
};

onAllStores('the protocol', tests, { patience: 2_000 });
