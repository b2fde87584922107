import { afterAll, beforeAll, describe } from 'vitest';
import { noPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';
import { openTestHub, type TestHub, type TestHubOptions } from './test-hub.ts';

/**
 * Runs the same tests on SQLite, on PostgreSQL, and on PostgreSQL with every table spread over parts by hut; each has
 * one hub for all of its tests, so a test has huts of its own. Where there is no PostgreSQL its tests are left out
 * and the reason is printed.
 */
export function onAllStores(
  what: string,
  tests: (hub: () => TestHub) => void,
  options: Omit<TestHubOptions, 'place'> = {},
): void {
  const on = (name: string, open: () => Promise<TestHub>): void => {
    describe(`${what}, on ${name}`, () => {
      let hub: TestHub;
      beforeAll(async () => {
        hub = await open();
      });
      afterAll(() => hub.close());
      tests(() => hub);
    });
  };
  on('SQLite', () => openTestHub(options));
  const missing = noPostgres();
  if (missing !== null) {
    console.warn(`left out on PostgreSQL: ${what}: ${missing}`);
    return;
  }
  describe('with a server', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    on('PostgreSQL', async () =>
      openTestHub({ ...options, place: { url: await server.newDatabase(), partitions: 0 } }),
    );
    on('PostgreSQL spread by hut', async () =>
      openTestHub({ ...options, place: { url: await server.newDatabase(), partitions: 4 } }),
    );
  });
}
