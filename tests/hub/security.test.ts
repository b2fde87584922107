import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { syncLimits } from '../../domain/sync/limits.ts';
import { revokeKeys } from '../../hub/enrolment/enrol.ts';
import { answerOf, hubOrigin, makeKeys, type Sending } from './hut-client.ts';
import { refusedWith, someHut } from './some-hut.ts';
import { openTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub.close());

describe('a signed request', () => {
  test('is taken once: whoever overheard it cannot send it again', async () => {
    const { hut, push } = await someHut(hub);
    const request = hut.request(push);
    const again = request.clone();
    expect((await answerOf(await hub.hub.fetch(request))).status).toBe(200);
    await refusedWith(hub, async () => answerOf(await hub.hub.fetch(again)), 401, 'replayed');
    const asked = hut.request({ method: 'GET', path: '/v1/huts/me/cursor' });
    const askedAgain = asked.clone();
    expect((await answerOf(await hub.hub.fetch(asked))).status).toBe(200);
    expect(await answerOf(await hub.hub.fetch(askedAgain))).toMatchObject({ body: { error: 'replayed' } });
  });

  test('that was refused may be sent again as it was', async () => {
    const { hut, log, push } = await someHut(hub);
    log.add('hut-started', { boot: 'late', settled: 0 });
    const early = hut.request({ ...push, body: gzipSync(JSON.stringify(log.batch(5, 5))) });
    const again = early.clone();
    expect(await answerOf(await hub.hub.fetch(early))).toMatchObject({ body: { error: 'gap' } });
    await hut.send(push);
    expect((await answerOf(await hub.hub.fetch(again))).status).toBe(200);
  });

  test('whose body was changed on the way is refused', async () => {
    const { hut, push } = await someHut(hub);
    const headers = new Headers(hut.request(push).headers);
    const other = new Uint8Array(gzipSync('{}'));
    const changed = new Request(new URL(push.path, hubOrigin), { method: 'POST', headers, body: other });
    await refusedWith(hub, async () => answerOf(await hub.hub.fetch(changed)), 401, 'digest');
  });

  test('whose digest was changed with its body is refused too', async () => {
    const { hut, push, log } = await someHut(hub);
    const other = hut.request({ ...push, body: gzipSync(JSON.stringify(log.batch(3, 3))) });
    const headers = new Headers(hut.request(push).headers);
    headers.set('content-digest', other.headers.get('content-digest') ?? '');
    const body = new Uint8Array(await other.arrayBuffer());
    const changed = new Request(new URL(push.path, hubOrigin), { method: 'POST', headers, body });
    await refusedWith(hub, async () => answerOf(await hub.hub.fetch(changed)), 401, 'signature');
  });

  test.each<[string, NonNullable<Sending['signs']>]>([
    ['method', { method: 'PUT' }],
    ['path', { path: '/v1/huts/me/epochs' }],
    ['query', { query: '?after=1' }],
    ['hub', { authority: 'another.hub' }],
    ['hub on another port', { authority: 'hub.test' }],
  ])('that was signed for another %s is refused', async (_, signs) => {
    const { hut, push } = await someHut(hub);
    await refusedWith(hub, () => hut.send({ ...push, signs }), 401, 'signature');
  });

  test('whose query was changed is refused', async () => {
    const { hut } = await someHut(hub);
    const asked = hut.request({ method: 'GET', path: '/v1/huts/me/events?after=2&limit=1' });
    const changed = new Request(new URL('/v1/huts/me/events?after=0&limit=1', hubOrigin), {
      headers: asked.headers,
    });
    await refusedWith(hub, async () => answerOf(await hub.hub.fetch(changed)), 401, 'signature');
  });

  test.each([
    ['old', -1],
    ['of the future', 1],
  ])('that is too %s is refused with the time', async (_, sign) => {
    const { hut, push } = await someHut(hub);
    const now = Math.trunc(hub.clock.wall() / 1_000);
    await refusedWith(
      hub,
      async () => {
        const answer = await hut.send({ ...push, created: now + sign * (syncLimits.skew + 1) });
        expect(answer.body).toMatchObject({ time: hub.clock.wall() });
        return answer;
      },
      401,
      'skew',
    );
    expect((await hut.send({ ...push, created: now + sign * (syncLimits.skew - 1) })).status).toBe(200);
  });

  test('with a key that was revoked is refused, and only its own hut learns why', async () => {
    const { hut, push, name } = await someHut(hub);
    await hub.store.transaction((sql) => revokeKeys(sql, name, hub.clock.wall()));
    await refusedWith(hub, () => hut.send(push), 403, 'revoked');
    hut.keys = makeKeys();
    await refusedWith(hub, () => hut.send(push), 401, 'signature');
  });

  test("with another hut's key is refused", async () => {
    const { push, name } = await someHut(hub);
    const { hut: other } = await someHut(hub);
    await refusedWith(hub, () => other.send({ ...push, keyId: `${name}/1` }), 401, 'signature');
    await refusedWith(hub, () => other.send({ ...push, keyId: 'hut-nobody/1' }), 401, 'signature');
  });

  test("reaches its own hut's log alone, whatever its batch holds", async () => {
    const { name, log } = await someHut(hub);
    const { hut: other } = await someHut(hub);
    await refusedWith(hub, () => other.push(log.batch(1, 4)), 409, 'fork');
    const rows = await hub.store.read.all(`SELECT seq FROM hut_event WHERE hut_id = $1`, [name]);
    expect(rows).toHaveLength(2);
  });

  test.each(['signature', 'signature-input', 'content-digest'])(
    'without its header %s is refused',
    async (header) => {
      const { hut, push } = await someHut(hub);
      const request = hut.request(push);
      request.headers.delete(header);
      await refusedWith(hub, async () => answerOf(await hub.hub.fetch(request)), 401, 'signature');
    },
  );
});

describe('a body', () => {
  test('that is too long is refused before it is read', async () => {
    const { hut, push } = await someHut(hub);
    const body = randomBytes(syncLimits.body + 1);
    await refusedWith(hub, () => hut.send({ ...push, body }), 413, 'too-large');
  });

  test('without an end, of no declared length, is read no further than the limit', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half' };
    const request = new Request(new URL('/v1/huts/me/events', hubOrigin), init);
    await refusedWith(hub, async () => answerOf(await hub.hub.fetch(request)), 413, 'too-large');
    expect(given).toBeLessThan(syncLimits.body + 4 * 65_536);
  });

  test('that unpacks to much more is a bomb, and is not unpacked', async () => {
    const { hut, push } = await someHut(hub);
    // Parts of a gzip follow each other: 512 MiB of zeros.
    const part = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const body = Buffer.concat(Array.from({ length: 32 }, () => part));
    expect(body.length).toBeLessThan(syncLimits.body);
    const before = process.memoryUsage().rss;
    await refusedWith(hub, () => hut.send({ ...push, body }), 413, 'too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test.each([
    ['half a gzip', (body: Buffer) => body.subarray(0, 40), 'gzip', 400, 'bad-request'],
    ['no gzip', () => Buffer.from('{}'), 'gzip', 400, 'bad-request'],
    ['of an encoding that is not spoken', (body: Buffer) => body, 'br', 400, 'bad-request'],
    ['no JSON', () => gzipSync('{"epoch":'), 'gzip', 400, 'bad-request'],
    ['no UTF-8', () => gzipSync(Buffer.from([0x22, 0xff, 0x22])), 'gzip', 400, 'bad-request'],
    ['deeply nested', () => gzipSync('['.repeat(500_000) + ']'.repeat(500_000)), 'gzip', 422, 'envelope'],
    [
      'an object of nothing but nesting',
      () => gzipSync(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
      'gzip',
      422,
      'envelope',
    ],
    ['with a prototype', () => gzipSync('{"__proto__":{"epoch":1}}'), 'gzip', 422, 'envelope'],
  ])('that is %s is refused', async (_, change, encoding, status, error) => {
    const { hut, push } = await someHut(hub);
    await refusedWith(
      hub,
      () => hut.send({ ...push, body: change(push.body ?? Buffer.alloc(0)), encoding }),
      status,
      error,
    );
  });

  test('with more events than a batch may have is refused', async () => {
    const { hut, log } = await someHut(hub);
    for (let i = 0; i < 500; i++) log.add('hut-started', { boot: 'b', settled: 0 });
    await refusedWith(hub, () => hut.push(log.batch(3, 503)), 422, 'envelope');
  });

  test.each([
    ['a body that is no object', '[1]'],
    ['a body with half a character', '{"a":"\ud800"}'],
    ['a body that is too long', `{"a":"${'x'.repeat(syncLimits.eventBody)}"}`],
    ['a body that is no JSON', '{"a":}'],
  ])('of which an event has %s is refused', async (_, body) => {
    const { hut, log } = await someHut(hub);
    log.rollBack(2).addRaw('robot-arrived', body);
    await refusedWith(hub, () => hut.push(log.batch(3, 3)), 422, 'envelope');
  });

  test('of which an unknown event is nested deeply is kept as it is and harms nobody', async () => {
    const { hut, log } = await someHut(hub);
    log.rollBack(2).addRaw('robot-arrived', `{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`);
    expect((await hut.push(log.batch(3, 3))).body).toMatchObject({ parked: [3] });
  });
});

describe('words of an attacker', () => {
  const sql = `'); DROP TABLE hut; --`;

  test('that are SQL are words, where they may stand, and refused where not', async () => {
    const { hut, log, name } = await someHut(hub);
    log.rollBack(2).addRaw(
      'item-added',
      JSON.stringify({
        barcode: sql,
        item: sql,
        kind: sql,
        name: { en: sql, zh: sql },
        parts: [],
        place: sql,
      }),
    );
    expect((await hut.push(log.batch(3, 3))).status).toBe(200);
    const rows = await hub.store.read.all('SELECT barcode FROM item WHERE hut_id = $1', [name]);
    expect(rows).toEqual([{ barcode: sql }]);
    await refusedWith(hub, () => hut.get(`/v1/feeds/${encodeURIComponent(sql)}/snapshot`), 404, 'not-found');
    await refusedWith(
      hub,
      () => hut.get(`/v1/huts/me/events?after=${encodeURIComponent(sql)}&limit=1`),
      400,
      'bad-request',
    );
    await refusedWith(hub, () => hut.put(`/v1/members/${encodeURIComponent(sql)}`, {}), 400, 'bad-request');
    await refusedWith(
      hub,
      () => hut.get('/v1/huts/me/events?after=0&limit=1&limit=9&more=1'),
      400,
      'bad-request',
    );
  });

  test.each([
    '/v1/members/..%2f..%2fetc%2fpasswd',
    '/v1/members/%2e%2e%2fhub.key',
    '/v1/members/a%00b',
    '/v1/feeds/..%2fcards/snapshot',
    '/v1/feeds/__proto__/snapshot',
    '/v1/feeds/constructor/snapshot',
  ])('that lead out of a path, %s, are refused', async (path) => {
    const { hut } = await someHut(hub);
    const isFeed = path.includes('feeds');
    await refusedWith(
      hub,
      () => (isFeed ? hut.get(path) : hut.put(path, {})),
      isFeed ? 404 : 400,
      isFeed ? 'not-found' : 'bad-request',
    );
  });

  test('that are lines of a log end no line and begin none', async () => {
    const { hut, log } = await someHut(hub);
    const line = 'hut\n{"level":"info","what":"key-confirmed"}';
    log.rollBack(2).addRaw('hut-started', '{"boot":"x","settled":0}', { actor: line });
    await refusedWith(hub, () => hut.push(log.batch(3, 3)), 422, 'envelope');
    await hub.hub.fetch(new Request(new URL('/v1/huts/me/%0A%1b[2J/cursor', hubOrigin)));
    for (const entry of hub.lines) {
      for (const value of Object.values(entry)) expect(String(value)).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});

test('a hut that is refused again and again does not fill the log, and hides no other', async () => {
  const [loud, other] = [await hub.hut('asks-in-vain'), await hub.hut('asks-once')];
  const told = (hut: string) =>
    hub.lines.filter((line) => line.what === 'hut-refused' && line.hut === hut).length;
  for (let i = 0; i < 50; i++) expect((await loud.put('/v1/members/x', {})).status).toBe(400);
  expect((await other.put('/v1/members/x', {})).status).toBe(400);
  expect([told('asks-in-vain'), told('asks-once')]).toEqual([10, 1]);
  hub.clock.advance(60_000);
  await loud.put('/v1/members/x', {});
  expect(told('asks-in-vain')).toBe(11);
});

test('a hut that asks without end is asked to slow down, and no other hut is', async () => {
  const { hut } = await someHut(hub);
  const { hut: other } = await someHut(hub);
  let answer = await hut.get('/v1/feeds/version/snapshot');
  for (let i = 0; i < 1_100 && answer.status === 200; i++)
    answer = await hut.get('/v1/feeds/version/snapshot');
  expect(answer).toMatchObject({ status: 429, body: { error: 'slow-down' } });
  expect((await other.get('/v1/huts/me/cursor')).status).toBe(200);
  hub.clock.advance(Number(answer.body.retryAfter) * 1_000);
  expect((await hut.get('/v1/huts/me/cursor')).status).toBe(200);
});
