import type { Torture, Tortured } from '../../../scripts/torture/kind.ts';
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts';
import { type Chaos, type ChaosSize, chaos, type Victim } from './chaos.ts';

/** Sixteen huts, four to a process. */
const street = { huts: 16, crews: 4, between: [60, 240] } satisfies Partial<ChaosSize>;
const onSqlite: Victim[] = ['hub', 'crew', 'hub', 'hub', 'crew', 'hub'];
const onPostgres: Victim[] = ['hub', 'database', 'both', 'crew', 'database', 'both'];
/** Of `points`: so many of them are one run. */
const pointsOfRun = 50;

const counted = ({ expected, stored, distinct, requests, lost }: Chaos): string =>
  `${expected} = ${stored} = ${distinct}, ${requests} requests, ${lost} lost`;

const rowOf = (what: string, run: Chaos): Tortured => ({
  what: `${what}: ${counted(run)}`,
  tried: run.kills,
  wrong: run.broken.length,
  holds: run.broken.length === 0,
  note: `npm run torture -- chaos --seed ${run.seed} --points ${pointsOfRun}\n${[...run.story, ...run.broken].join('\n')}`,
});

/** Hub, PostgreSQL and huts in processes of their own, killed; a run for each fifty of `points` on each store. */
export const processChaos: Torture = async function* ({ points, seed }) {
  const runs = Math.max(1, Math.round(points / pointsOfRun));
  for (let i = 0; i < runs; i++) {
    yield rowOf('SQLite', await chaos(seed + i, { ...street, kills: onSqlite, server: null }));
  }
  const lying = await chaos(seed, { ...street, kills: onSqlite, server: null, lyingDisk: true });
  yield { ...rowOf('hub on a disk that lies', lying), holds: lying.broken.length > 0, broken: true };
  const missing = noPostgres();
  if (missing !== null) {
    console.log(`left out: ${missing}`);
    return;
  }
  const on = async (
    server: PostgresServer,
    run: (server: PostgresServer) => Promise<Chaos>,
  ): Promise<Chaos> => {
    try {
      return await run(server);
    } finally {
      await server.stop();
    }
  };
  for (let i = 0; i < runs; i++) {
    const partitions = i % 2 === 0 ? 0 : 4;
    const run = await on(await startPostgres({ safe: true }), (server) =>
      chaos(seed + i, { ...street, kills: onPostgres, server, partitions }),
    );
    yield rowOf(partitions === 0 ? 'PostgreSQL' : 'PostgreSQL by hut', run);
  }
  const hasty = await on(await startPostgres({ safe: true, hasty: true }), (server) =>
    chaos(seed, { ...street, kills: onPostgres, server }),
  );
  yield {
    ...rowOf('PostgreSQL that says it too early', hasty),
    holds: hasty.broken.length > 0,
    broken: true,
  };
};
