import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrolCodeLimits } from '../../domain/sync/enrolment.ts';
import { revokeKeys } from '../../hub/enrolment/enrol.ts';
import { createHub } from '../../hub/hub.ts';
import { enrolBy, HutClient, hubOrigin, makeKeys, rotationProof } from './hut-client.ts';
import { refusedWith, someHut } from './some-hut.ts';
import { openTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub.close());

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
    await refusedWith(hub, () => enrolBy(hub.hub.fetch, code, makeKeys()), 410, 'code-over');
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
    await refusedWith(hub, () => enrolBy(hub.hub.fetch, code, makeKeys()), 410, 'code-over');
  });

  test('is over after ten minutes', async () => {
    later();
    const code = await hub.codeFor('enrol-d');
    hub.clock.advance(enrolCodeLimits.lasts);
    await refusedWith(hub, () => enrolBy(hub.hub.fetch, code, makeKeys()), 410, 'code-over');
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
    await refusedWith(hub, () => enrolBy(hub.hub.fetch, code, stolen), 400, 'bad-request');
    const relayed = async (request: Request) =>
      hub.hub.fetch(
        new Request(new URL('/v1/enrol', hubOrigin), { method: 'POST', body: await request.text() }),
      );
    await refusedWith(hub, () => enrolBy(relayed, code, mine, 'http://another.hub'), 400, 'bad-request');
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
    const { hut: old, name, log } = await someHut(hub);
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
  const { hut, name, log } = await someHut(hub);
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
    const { hut, name } = await someHut(hub);
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
    await refusedWith(hub, () => hut.get('/v1/huts/me/cursor'), 403, 'revoked');
  });

  test('of somebody who does not have it is refused, and one that was used before', async () => {
    const { hut, name } = await someHut(hub);
    const [mine, theirs] = [makeKeys(), makeKeys()];
    const stolen = { publicKey: theirs.publicKey, proof: rotationProof(name, mine) };
    await refusedWith(hub, () => hut.post('/v1/keys', stolen), 400, 'bad-request');
    const used = { publicKey: hut.keys.publicKey, proof: rotationProof(name, hut.keys) };
    await refusedWith(hub, () => hut.post('/v1/keys', used), 400, 'bad-request');
  });
});
