import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HutLog } from './hut-log.ts';
import { openTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await openTestHub();
});
afterEach(() => hub.close());

const started = (log: HutLog, n: number): HutLog => {
  for (let i = 0; i < n; i++) log.add('hut-started', { boot: `boot-${i}`, settled: 0 });
  return log;
};

describe('a batch', () => {
  test('is taken, known when it comes again, and goes on where the hub stands', async () => {
    const hut = await hub.hut('hut-a');
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
    const [{ n } = { n: 0 }] = await hub.store.read.all<{ n: number }>('SELECT count(*) AS n FROM hut_event');
    expect(n).toBe(5);
  });

  test('with a gap before it is refused with the number that is missing', async () => {
    const hut = await hub.hut('hut-a');
    const log = started(new HutLog('hut-a'), 5);
    expect(await hut.push(log.batch(3, 5))).toMatchObject({
      status: 409,
      body: { error: 'gap', expectedSeq: 1 },
    });
  });

  test('of another history is a fork at the first event that differs', async () => {
    const hut = await hub.hut('hut-a');
    const log = started(new HutLog('hut-a'), 5);
    await hut.push(log.batch(1, 5));
    log.rollBack(2).add('hut-started', { boot: 'another', settled: 0 });
    expect(await hut.push(log.batch(1, 3))).toMatchObject({ status: 409, body: { error: 'fork', seq: 3 } });
    started(log, 4);
    expect(await hut.push(log.batch(6, 7))).toMatchObject({ status: 409, body: { error: 'fork', seq: 5 } });
  });

  test('of an epoch that was not opened is refused with where the hub stands', async () => {
    const hut = await hub.hut('hut-a');
    const log = started(new HutLog('hut-a'), 2);
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

  test('that begins an epoch with anything but its restoration is no batch', async () => {
    const hut = await hub.hut('hut-a');
    const log = started(new HutLog('hut-a'), 1);
    await hut.push(log.batch(1, 1));
    await hut.post('/v1/huts/me/epochs', { epoch: 2, after: { seq: 1, hash: log.hashes[1] } });
    log.epochs.push({ epoch: 2, firstSeq: 2 });
    started(log, 1);
    expect(await hut.push(log.batch(2, 2))).toMatchObject({ status: 422, body: { error: 'envelope' } });
  });

  test('whose chain does not come to its last hash is refused whole', async () => {
    const hut = await hub.hut('hut-a');
    const log = started(new HutLog('hut-a'), 3);
    const batch = log.batch(1, 3);
    const [one, ...others] = batch.events;
    if (one === undefined) throw new Error('empty');
    const changed = { ...batch, events: [{ ...one, body: '{"boot":"else","settled":0}' }, ...others] };
    expect(await hut.push(changed)).toMatchObject({ status: 422, body: { error: 'envelope' } });
    expect((await hut.get('/v1/huts/me/cursor')).body).toMatchObject({ lastSeq: 0 });
  });

  test('that uses the id of another event is refused whole', async () => {
    const hut = await hub.hut('hut-a');
    const log = started(new HutLog('hut-a'), 1);
    await hut.push(log.batch(1, 1));
    log.addRaw('hut-started', '{"boot":"x","settled":0}', { id: log.events[0]?.id ?? '' });
    expect(await hut.push(log.batch(2, 2))).toMatchObject({ status: 422, body: { error: 'envelope' } });
    expect((await hut.get('/v1/huts/me/cursor')).body).toMatchObject({ lastSeq: 1 });
  });

  test('that came before the one it follows waits for it', async () => {
    const patient = await openTestHub({ patience: 2_000 });
    const hut = await patient.hut('hut-a');
    const log = started(new HutLog('hut-a'), 6);
    const later = hut.push(log.batch(5, 6));
    const middle = hut.push(log.batch(3, 4));
    // Both have asked the store and wait.
    await expect.poll(() => patient.clock.waiting).toBe(2);
    expect(await hut.push(log.batch(1, 2))).toMatchObject({ body: { ackSeq: 2 } });
    expect((await middle).body).toMatchObject({ ackSeq: 4 });
    expect((await later).body).toMatchObject({ ackSeq: 6 });
    await patient.close();
  });
});
