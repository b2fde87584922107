import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskPart } from '../../hub/desk-api/desk.ts';
import { openStore } from '../../hub/store/open.ts';
import { openPostgres } from '../../hub/store/postgres.ts';
import { hubOrigin } from './hut-client.ts';
import { noPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';
import { openTestHub } from './test-hub.ts';

test('a request that breaks off in the middle is no fault of the hub', async () => {
  const office = await openTestHub();
  try {
    for (const headers of [{}, { 'content-length': '1000' }]) {
      const body = new ReadableStream<Uint8Array>({
        start: (to) => to.enqueue(Buffer.from('{"epoch":1,')),
        pull: (to) => to.error(new Error('aborted')),
      });
      // Known to Node, and not to the types of the DOM.
      const init = { method: 'POST', headers, body, duplex: 'half' };
      const request = new Request(`${hubOrigin}/v1/huts/me/events`, init);
      expect((await office.hub.fetch(request)).status).toBe(400);
    }
    expect(office.lines.filter(({ what }) => what === 'broken')).toEqual([]);
  } finally {
    await office.close();
  }
});

const missing = noPostgres();
if (missing !== null) console.warn(`left out on PostgreSQL: away: ${missing}`);
describe.skipIf(missing !== null)('PostgreSQL that goes away', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  test('between two queries of a transaction it undoes that one, and ends no process', async () => {
    const store = openPostgres(await server.newDatabase());
    try {
      await store.read.run('CREATE TABLE kept (n BIGINT)');
      const cut = store.transaction(async (sql) => {
        await sql.run('INSERT INTO kept VALUES (1)');
        const [own] = await sql.all<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        // Answers when the other end is gone.
        await store.read.all('SELECT pg_terminate_backend($1::int, 10000)', [own?.pid ?? 0]);
        await sql.run('INSERT INTO kept VALUES (2)');
      });
      const error = await cut.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(store.isAway(error)).toBe(true);
      expect(await store.read.all('SELECT n FROM kept')).toEqual([]);
    } finally {
      await store.close();
    }
  });

  test('that takes a question and never answers is away, and holds no connection', async () => {
    const store = openPostgres(await server.newDatabase(), { answers: 300 });
    try {
      const never = 'SELECT pg_sleep(3600)';
      const asked = [store.read.all(never), store.transaction((sql) => sql.all(never))];
      for (const { status, ...ended } of await Promise.allSettled(asked)) {
        expect(status).toBe('rejected');
        expect(store.isAway('reason' in ended ? ended.reason : null)).toBe(true);
      }
      // More than there are connections.
      const many = Array.from({ length: 20 }, () => store.transaction((sql) => sql.all(never)));
      expect((await Promise.allSettled(many)).filter(({ status }) => status === 'fulfilled')).toEqual([]);
      expect(await store.read.all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      await store.close();
    }
  });

  test('that nobody has used yet is made by one of several hubs that start at once, and found by the others', async () => {
    for (const partitions of [0, 3]) {
      const url = await server.newDatabase();
      const opened = await Promise.all(
        Array.from({ length: 6 }, () => openStore({ url, partitions }, [deskPart])),
      );
      for (const one of opened) if (one.ok) await one.value.close();
      expect(opened.map(({ ok }) => ok)).toEqual(Array(6).fill(true));
    }
  });
});

test('a database that takes a connection and says nothing is away, and holds nobody for ever', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((go) => silent.listen(0, '127.0.0.1', go));
  const { port } = silent.address() as AddressInfo;
  const store = openPostgres(`postgres://hub@127.0.0.1:${port}/hub`, { patience: 50 });
  try {
    const error = await store.transaction(async () => null).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(store.isAway(error)).toBe(true);
  } finally {
    await store.close();
    silent.close();
  }
});
