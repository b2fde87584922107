import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { wellAt } from '../hut/health/well.ts';
import type { HutClient } from './hut-client.ts';
import { HutLog } from './hut-log.ts';
import { openTestHub, type TestHub } from './test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub.close());

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: z.core.JSONSchema.JSONSchema }> }>;
  requestBody?: { content: Record<string, { schema: object }> };
}
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

/** An answer held against what the document says of its status, by a reading of JSON Schema that is not our own schemas. */
async function documented(
  document: Document,
  path: string,
  method: string,
  answer: { status: number; body: object },
) {
  const response = document.paths[path]?.[method]?.responses[String(answer.status)];
  const schema = response?.content?.['application/json']?.schema;
  if (schema === undefined) throw new Error(`${method} ${path} documents no ${answer.status}`);
  return z.fromJSONSchema(schema).safeParse(answer.body);
}

test('the document tells every path, and the running hub answers as it tells', async () => {
  const response = await hub.hub.fetch(new Request('http://hub.test:8460/v1/openapi.json'));
  const document = (await response.json()) as Document;
  expect(document.openapi).toBe('3.1.0');
  const hut: HutClient = await hub.hut('hut-a');
  const log = new HutLog('hut-a').add('hut-started', { boot: 'b', settled: 0 });
  const member = {
    version: 1,
    trust: 'verified',
    phone: '13800000000',
    dwelling: null,
    consent: '1',
    consentAt: 1,
    keptUntil: 2,
    cards: [],
  };
  const asked: [path: string, method: string, answer: { status: number; body: object }][] = [
    ['/v1/huts/me/cursor', 'get', await hut.get('/v1/huts/me/cursor')],
    ['/v1/huts/me/events', 'post', await hut.push(log.batch(1, 1))],
    ['/v1/huts/me/events', 'post', await hut.push({ ...log.batch(1, 1), firstSeq: 9 })],
    ['/v1/huts/me/events', 'post', await hut.push({ ...log.batch(1, 1), epoch: 2 })],
    ['/v1/huts/me/events', 'get', await hut.get('/v1/huts/me/events?after=0&limit=10')],
    ['/v1/huts/me/events', 'get', await hut.get('/v1/huts/me/events?after=x&limit=10')],
    [
      '/v1/huts/me/epochs',
      'post',
      await hut.post('/v1/huts/me/epochs', { epoch: 1, after: { seq: 0, hash: log.hashes[0] } }),
    ],
    ['/v1/feeds/{stream}', 'get', await hut.get('/v1/feeds/policy?after=0&mark=')],
    ['/v1/feeds/{stream}', 'get', await hut.get('/v1/feeds/policy?after=7&mark=x')],
    ['/v1/feeds/{stream}', 'get', await hut.get('/v1/feeds/none?after=7&mark=x')],
    ['/v1/feeds/{stream}/snapshot', 'get', await hut.get('/v1/feeds/policy/snapshot')],
    ['/v1/members/{ref}', 'put', await hut.put('/v1/members/p1', member)],
    ['/v1/members/{ref}', 'put', await hut.put('/v1/members/p1', member)],
    ['/v1/huts/me/health', 'put', await hut.put('/v1/huts/me/health', wellAt(1))],
    ['/v1/huts/me/health', 'put', await hut.put('/v1/huts/me/health', {})],
    ['/v1/huts/me/members', 'get', await hut.get('/v1/huts/me/members')],
    ['/v1/street-key', 'get', await hut.get('/v1/street-key')],
    ['/v1/members/{ref}', 'delete', await hut.send({ method: 'DELETE', path: '/v1/members/p1?version=2' })],
    ['/v1/huts/me/cursor', 'get', await hut.send({ method: 'GET', path: '/v1/huts/me/cursor', created: 1 })],
  ];
  for (const [path, method, answer] of asked) {
    const read = await documented(document, path, method, answer);
    expect(
      read.error?.issues,
      `${method} ${path} ${answer.status} ${JSON.stringify(answer.body)}`,
    ).toBeUndefined();
  }
  // It can fail: an answer of another path is none of this one.
  const [, [, , other] = ['', '', { status: 0, body: {} }]] = asked;
  expect((await documented(document, '/v1/huts/me/cursor', 'get', other)).success).toBe(false);
});

test('what it does not tell is not there', async () => {
  for (const [method, path] of [
    ['GET', '/v1/'],
    ['GET', '/v1/huts/hut-a/events'],
    ['PATCH', '/v1/huts/me/events'],
    ['DELETE', '/v1/huts/me/events'],
  ] as const) {
    const response = await hub.hub.fetch(new Request(`http://hub.test:8460${path}`, { method }));
    expect(response.status, `${method} ${path}`).toBe(404);
  }
});
