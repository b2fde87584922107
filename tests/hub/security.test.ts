import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrolCodeLimits } from '../../domain/sync/enrolment.ts';
import { syncLimits } from '../../domain/sync/limits.ts';
import { revokeKeys } from '../../hub/enrolment/enrol.ts';
import { createHub } from '../../hub/hub.ts';
import {
  answerOf,
  enrolBy,
  HutClient,
  hubOrigin,
  makeKeys,
  rotationProof,
  type Sending,
} from './hut-client.ts';
import { HutLog } from './hut-log.ts';
import { openTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub.close());

/** Everything that a hut could have changed, but for nonces of requests that were taken. */
async function allOf(): Promise<string> {
  const tables = await hub.store.read.all<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('hut_nonce') ORDER BY name`,
  );
  const rows = await Promise.all(tables.map(({ name }) => hub.store.read.all(`SELECT * FROM ${name}`)));
  return JSON.stringify(rows);
}

let huts = 0;
/** A hut with a log of its own, of which some is at the hub. */
async function someHut(): Promise<{ hut: HutClient; log: HutLog; name: string; push: Sending }> {
  const name = `hut-${++huts}`;
  const hut = await hub.hut(name);
  const log = new HutLog(name);
  for (let i = 0; i < 4; i++) log.add('hut-started', { boot: `boot-${i}`, settled: 0 });
  expect((await hut.push(log.batch(1, 2))).status).toBe(200);
  const push = {
    method: 'POST',
    path: '/v1/huts/me/events',
    body: gzipSync(JSON.stringify(log.batch(3, 4))),
    encoding: 'gzip',
  };
  return { hut, log, name, push };
}

/** Sends something and sees that it is refused as documented and changes nothing. */
async function refusedWith(
  send: () => Promise<{ status: number; body: object }>,
  status: number,
  error: string,
): Promise<void> {
  const before = await allOf();
  expect(await send()).toMatchObject({ status, body: { error } });
  expect(await allOf()).toBe(before);
}

describe('a signed request', () => {
  test('is taken once: whoever overheard it cannot send it again', async () => {
    const { hut, push } = await someHut();
    const request = hut.request(push);
    const again = request.clone();
    expect((await answerOf(await hub.hub.fetch(request))).status).toBe(200);
    await refusedWith(async () => answerOf(await hub.hub.fetch(again)), 401, 'replayed');
    const asked = hut.request({ method: 'GET', path: '/v1/huts/me/cursor' });
    const askedAgain = asked.clone();
    expect((await answerOf(await hub.hub.fetch(asked))).status).toBe(200);
    expect(await answerOf(await hub.hub.fetch(askedAgain))).toMatchObject({ body: { error: 'replayed' } });
  });

  test('that was refused may be sent again as it was', async () => {
    const { hut, log, push } = await someHut();
    log.add('hut-started', { boot: 'late', settled: 0 });
    const early = hut.request({ ...push, body: gzipSync(JSON.stringify(log.batch(5, 5))) });
    const again = early.clone();
    expect(await answerOf(await hub.hub.fetch(early))).toMatchObject({ body: { error: 'gap' } });
    await hut.send(push);
    expect((await answerOf(await hub.hub.fetch(again))).status).toBe(200);
  });

  test('whose body was changed on the way is refused', async () => {
    const { hut, push } = await someHut();
    const headers = new Headers(hut.request(push).headers);
    const other = new Uint8Array(gzipSync('{}'));
    const changed = new Request(new URL(push.path, hubOrigin), { method: 'POST', headers, body: other });
    await refusedWith(async () => answerOf(await hub.hub.fetch(changed)), 401, 'digest');
  });

  test('whose digest was changed with its body is refused too', async () => {
    const { hut, push, log } = await someHut();
    const other = hut.request({ ...push, body: gzipSync(JSON.stringify(log.batch(3, 3))) });
    const headers = new Headers(hut.request(push).headers);
    headers.set('content-digest', other.headers.get('content-digest') ?? '');
    const body = new Uint8Array(await other.arrayBuffer());
    const changed = new Request(new URL(push.path, hubOrigin), { method: 'POST', headers, body });
    await refusedWith(async () => answerOf(await hub.hub.fetch(changed)), 401, 'signature');
  });

  test.each<[string, NonNullable<Sending['signs']>]>([
    ['method', { method: 'PUT' }],
    ['path', { path: '/v1/huts/me/epochs' }],
    ['query', { query: '?after=1' }],
    ['hub', { authority: 'another.hub' }],
    ['hub on another port', { authority: 'hub.test' }],
  ])('that was signed for another %s is refused', async (_, signs) => {
    const { hut, push } = await someHut();
    await refusedWith(() => hut.send({ ...push, signs }), 401, 'signature');
  });

  test('whose query was changed is refused', async () => {
    const { hut } = await someHut();
    const asked = hut.request({ method: 'GET', path: '/v1/huts/me/events?after=2&limit=1' });
    const changed = new Request(new URL('/v1/huts/me/events?after=0&limit=1', hubOrigin), {
      headers: asked.headers,
    });
    await refusedWith(async () => answerOf(await hub.hub.fetch(changed)), 401, 'signature');
  });

  test.each([
    ['old', -1],
    ['of the future', 1],
  ])('that is too %s is refused with the time', async (_, sign) => {
    const { hut, push } = await someHut();
    const now = Math.trunc(hub.clock.wall() / 1_000);
    await refusedWith(
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
    const { hut, push, name } = await someHut();
    await hub.store.transaction((sql) => revokeKeys(sql, name, hub.clock.wall()));
    await refusedWith(() => hut.send(push), 403, 'revoked');
    hut.keys = makeKeys();
    await refusedWith(() => hut.send(push), 401, 'signature');
  });

  test("with another hut's key is refused", async () => {
    const { push, name } = await someHut();
    const { hut: other } = await someHut();
    await refusedWith(() => other.send({ ...push, keyId: `${name}/1` }), 401, 'signature');
    await refusedWith(() => other.send({ ...push, keyId: 'hut-nobody/1' }), 401, 'signature');
  });

  test("reaches its own hut's log alone, whatever its batch holds", async () => {
    const { name, log } = await someHut();
    const { hut: other } = await someHut();
    await refusedWith(() => other.push(log.batch(1, 4)), 409, 'fork');
    const rows = await hub.store.read.all(`SELECT seq FROM hut_event WHERE hut_id = $1`, [name]);
    expect(rows).toHaveLength(2);
  });

  test.each(['signature', 'signature-input', 'content-digest'])(
    'without its header %s is refused',
    async (header) => {
      const { hut, push } = await someHut();
      const request = hut.request(push);
      request.headers.delete(header);
      await refusedWith(async () => answerOf(await hub.hub.fetch(request)), 401, 'signature');
    },
  );
});

describe('a body', () => {
  test('that is too long is refused before it is read', async () => {
    const { hut, push } = await someHut();
    const body = randomBytes(syncLimits.body + 1);
    await refusedWith(() => hut.send({ ...push, body }), 413, 'too-large');
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
    await refusedWith(async () => answerOf(await hub.hub.fetch(request)), 413, 'too-large');
    expect(given).toBeLessThan(syncLimits.body + 4 * 65_536);
  });

  test('that unpacks to much more is a bomb, and is not unpacked', async () => {
    const { hut, push } = await someHut();
    // Parts of a gzip follow each other: 512 MiB of zeros.
    const part = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const body = Buffer.concat(Array.from({ length: 32 }, () => part));
    expect(body.length).toBeLessThan(syncLimits.body);
    const before = process.memoryUsage().rss;
    await refusedWith(() => hut.send({ ...push, body }), 413, 'too-large');
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
    const { hut, push } = await someHut();
    await refusedWith(
      () => hut.send({ ...push, body: change(push.body ?? Buffer.alloc(0)), encoding }),
      status,
      error,
    );
  });

  test('with more events than a batch may have is refused', async () => {
    const { hut, log } = await someHut();
    for (let i = 0; i < 500; i++) log.add('hut-started', { boot: 'b', settled: 0 });
    await refusedWith(() => hut.push(log.batch(3, 503)), 422, 'envelope');
  });

  test.each([
    ['a body that is no object', '[1]'],
    ['a body with half a character', '{"a":"\ud800"}'],
    ['a body that is too long', `{"a":"${'x'.repeat(syncLimits.eventBody)}"}`],
    ['a body that is no JSON', '{"a":}'],
  ])('of which an event has %s is refused', async (_, body) => {
    const { hut, log } = await someHut();
    log.rollBack(2).addRaw('robot-arrived', body);
    await refusedWith(() => hut.push(log.batch(3, 3)), 422, 'envelope');
  });

  test('of which an unknown event is nested deeply is kept as it is and harms nobody', async () => {
    const { hut, log } = await someHut();
    log.rollBack(2).addRaw('robot-arrived', `{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`);
    expect((await hut.push(log.batch(3, 3))).body).toMatchObject({ parked: [3] });
  });
});

describe('words of an attacker', () => {
  const sql = `'); DROP TABLE hut; --`;

  test('that are SQL are words, where they may stand, and refused where not', async () => {
    const { hut, log, name } = await someHut();
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
    await refusedWith(() => hut.get(`/v1/feeds/${encodeURIComponent(sql)}/snapshot`), 404, 'not-found');
    await refusedWith(
      () => hut.get(`/v1/huts/me/events?after=${encodeURIComponent(sql)}&limit=1`),
      400,
      'bad-request',
    );
    await refusedWith(() => hut.put(`/v1/members/${encodeURIComponent(sql)}`, {}), 400, 'bad-request');
    await refusedWith(() => hut.get('/v1/huts/me/events?after=0&limit=1&limit=9&more=1'), 400, 'bad-request');
  });

  test.each([
    '/v1/members/..%2f..%2fetc%2fpasswd',
    '/v1/members/%2e%2e%2fhub.key',
    '/v1/members/a%00b',
    '/v1/feeds/..%2fcards/snapshot',
    '/v1/feeds/__proto__/snapshot',
    '/v1/feeds/constructor/snapshot',
  ])('that lead out of a path, %s, are refused', async (path) => {
    const { hut } = await someHut();
    const isFeed = path.includes('feeds');
    await refusedWith(
      () => (isFeed ? hut.get(path) : hut.put(path, {})),
      isFeed ? 404 : 400,
      isFeed ? 'not-found' : 'bad-request',
    );
  });

  test('that are lines of a log end no line and begin none', async () => {
    const { hut, log } = await someHut();
    const line = 'hut\n{"level":"info","what":"key-confirmed"}';
    log.rollBack(2).addRaw('hut-started', '{"boot":"x","settled":0}', { actor: line });
    await refusedWith(() => hut.push(log.batch(3, 3)), 422, 'envelope');
    await hub.hub.fetch(new Request(new URL('/v1/huts/me/%0A%1b[2J/cursor', hubOrigin)));
    for (const entry of hub.lines) {
      for (const value of Object.values(entry)) expect(String(value)).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});

describe('a code of the office', () => {
  /** Later than whatever was tried before: the rate of tries is full again. */
  const later = () => hub.clock.advance(60 * 60_000);

  test('enrols one hut once; its key is good when the fingerprint was compared', async () => {
    later();
    const code = await hub.codeFor('enrol-a');
    const keys = makeKeys();
    const enrolled = await enrolBy(hub.hub.fetch, code, keys);
    expect(enrolled).toMatchObject({
      status: 200,
      body: { hutId: 'enrol-a', keyId: 'enrol-a/1', lastSeq: 0 },
    });
    const hut = await hub.hut('enrol-b');
    hut.keys = keys;
    hut.keyId = 'enrol-a/1';
    expect(await hut.get('/v1/huts/me/cursor')).toMatchObject({
      status: 403,
      body: { error: 'unconfirmed' },
    });
    await refusedWith(() => enrolBy(hub.hub.fetch, code, makeKeys()), 410, 'code-over');
    await hub.confirm('enrol-a', 1);
    expect(await hut.get('/v1/huts/me/cursor')).toMatchObject({ status: 200 });
  });

  test('is over after some wrong tries, also for who knows it', async () => {
    later();
    const code = await hub.codeFor('enrol-c');
    const wrong = `${code.slice(0, 2)}${code.slice(2) === '000000' ? '111111' : '000000'}`;
    for (let i = 0; i < enrolCodeLimits.attempts; i++) {
      expect(await enrolBy(hub.hub.fetch, wrong, makeKeys())).toMatchObject({
        status: 404,
        body: { error: 'code-unknown' },
      });
    }
    await refusedWith(() => enrolBy(hub.hub.fetch, code, makeKeys()), 410, 'code-over');
  });

  test('is over after ten minutes', async () => {
    later();
    const code = await hub.codeFor('enrol-d');
    hub.clock.advance(enrolCodeLimits.lasts);
    await refusedWith(() => enrolBy(hub.hub.fetch, code, makeKeys()), 410, 'code-over');
  });

  test('is kept as no more than a hash', async () => {
    later();
    const code = await hub.codeFor('enrol-e');
    const rows = JSON.stringify(await hub.store.read.all('SELECT * FROM enrol_code'));
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.slice(2));
  });

  test('is not given to a key that its sender does not have, nor by way of another hub', async () => {
    later();
    const code = await hub.codeFor('enrol-f');
    const [mine, theirs] = [makeKeys(), makeKeys()];
    const stolen = { privateKey: mine.privateKey, publicKey: theirs.publicKey };
    await refusedWith(() => enrolBy(hub.hub.fetch, code, stolen), 400, 'bad-request');
    const relayed = async (request: Request) =>
      hub.hub.fetch(
        new Request(new URL('/v1/enrol', hubOrigin), { method: 'POST', body: await request.text() }),
      );
    await refusedWith(() => enrolBy(relayed, code, mine, 'http://another.hub'), 400, 'bad-request');
  });

  test('cannot be guessed by trying: after some tries of an address nothing is looked at', async () => {
    later();
    let answer = await enrolBy(hub.hub.fetch, '00000000', makeKeys());
    let tries = 1;
    while (answer.status === 404) {
      answer = await enrolBy(hub.hub.fetch, '00000000', makeKeys());
      tries++;
    }
    expect(answer).toMatchObject({ status: 429, body: { error: 'slow-down' } });
    expect(tries).toBeLessThanOrEqual(11);
    hub.clock.advance(Number(answer.body.retryAfter) * 1_000);
    expect(await enrolBy(hub.hub.fetch, '00000000', makeKeys())).toMatchObject({ status: 404 });
  });

  test('is asked for by who stands behind a proxy on this machine, each by an address of their own', async () => {
    later();
    const server = await new Promise<ReturnType<typeof serve>>((go) => {
      const made = serve({ fetch: hub.hub.app.fetch, port: 0, hostname: '127.0.0.1' }, () => go(made));
    });
    try {
      const { port } = server.address() as AddressInfo;
      const from = (address: string) => async (request: Request) =>
        fetch(`http://127.0.0.1:${port}/v1/enrol`, {
          method: 'POST',
          body: await request.text(),
          headers: { 'x-forwarded-for': `203.0.113.9, ${address}` },
        });
      const tryFrom = async (address: string) =>
        (await enrolBy(from(address), '00000000', makeKeys(), `http://127.0.0.1:${port}`)).status;
      while ((await tryFrom('198.51.100.1')) === 404);
      expect(await tryFrom('198.51.100.1')).toBe(429);
      expect(await tryFrom('198.51.100.2')).toBe(404);
    } finally {
      await new Promise((gone) => server.close(gone));
    }
  });

  test('for a hut that lost its machine leaves the old key until the office compared the new one', async () => {
    later();
    const { hut: old, name, log } = await someHut();
    const keys = makeKeys();
    const enrolled = await enrolBy(hub.hub.fetch, await hub.codeFor(name), keys);
    expect(enrolled.body).toMatchObject({ hutId: name, keyId: `${name}/2`, lastSeq: 2 });
    expect((await old.get('/v1/huts/me/cursor')).status).toBe(200);
    await hub.confirm(name, 2);
    expect(await old.get('/v1/huts/me/cursor')).toMatchObject({ body: { error: 'revoked' } });
    old.keys = keys;
    old.keyId = `${name}/2`;
    expect((await old.get('/v1/huts/me/events?after=0&limit=9')).body.batches).toEqual([log.batch(1, 2)]);
  });
});

test('a key that is revoked while its request is on its way is refused, and one that was announced stays so', async () => {
  const { hut, name, log } = await someHut();
  const next = makeKeys();
  await hut.post('/v1/keys', { publicKey: next.publicKey, proof: rotationProof(name, next) });
  /** The office revokes between the look at the signature and what the request does. */
  const revokedMeanwhile = createHub({
    ...hub.deps,
    store: {
      ...hub.store,
      transaction: async (work) => {
        await hub.store.transaction((sql) => revokeKeys(sql, name, hub.clock.wall()));
        return hub.store.transaction(work);
      },
    },
  });
  const states = async () =>
    (
      await hub.store.read.all<{ state: string }>(
        'SELECT state FROM hut_key WHERE hut_id = $1 ORDER BY nth',
        [name],
      )
    ).map(({ state }) => state);
  const late = new HutClient(revokedMeanwhile.fetch, `${name}/2`, next, hut.wall);
  expect(await states()).toEqual(['active', 'next']);
  expect(await late.push(log.batch(3, 4))).toMatchObject({ status: 403, body: { error: 'revoked' } });
  expect(await states()).toEqual(['revoked', 'revoked']);
  const used = await hub.store.read.all<{ last_seq: number }>(
    'SELECT last_seq FROM hut_cursor WHERE hut_id = $1',
    [name],
  );
  expect(used).toEqual([{ last_seq: 2 }]);
});

describe('the next key', () => {
  test('takes over when it is first used, and not before', async () => {
    const { hut, name } = await someHut();
    const [present, next] = [hut.keys, makeKeys()];
    const announce = { publicKey: next.publicKey, proof: rotationProof(name, next) };
    expect(await hut.post('/v1/keys', announce)).toMatchObject({ status: 200, body: { keyId: `${name}/2` } });
    expect(await hut.post('/v1/keys', announce), 'the answer was lost').toMatchObject({
      body: { keyId: `${name}/2` },
    });
    expect((await hut.get('/v1/huts/me/cursor')).status).toBe(200);
    hut.keys = next;
    hut.keyId = `${name}/2`;
    expect((await hut.get('/v1/huts/me/cursor')).status).toBe(200);
    hut.keys = present;
    hut.keyId = `${name}/1`;
    await refusedWith(() => hut.get('/v1/huts/me/cursor'), 403, 'revoked');
  });

  test('of somebody who does not have it is refused, and one that was used before', async () => {
    const { hut, name } = await someHut();
    const [mine, theirs] = [makeKeys(), makeKeys()];
    const stolen = { publicKey: theirs.publicKey, proof: rotationProof(name, mine) };
    await refusedWith(() => hut.post('/v1/keys', stolen), 400, 'bad-request');
    const used = { publicKey: hut.keys.publicKey, proof: rotationProof(name, hut.keys) };
    await refusedWith(() => hut.post('/v1/keys', used), 400, 'bad-request');
  });
});

test('a hut that asks without end is asked to slow down, and no other hut is', async () => {
  const { hut } = await someHut();
  const { hut: other } = await someHut();
  let answer = await hut.get('/v1/feeds/version/snapshot');
  for (let i = 0; i < 1_100 && answer.status === 200; i++)
    answer = await hut.get('/v1/feeds/version/snapshot');
  expect(answer).toMatchObject({ status: 429, body: { error: 'slow-down' } });
  expect((await other.get('/v1/huts/me/cursor')).status).toBe(200);
  hub.clock.advance(Number(answer.body.retryAfter) * 1_000);
  expect((await hut.get('/v1/huts/me/cursor')).status).toBe(200);
});
