import { done, type Result, refused } from '../../domain/result.ts';
import { hubMigrations, inDialect } from './schema.ts';
import { first, type Sql, type Store } from './store.ts';

/** Migrations of one part of the hub; each part counts its own versions. */
export interface Part {
  name: string;
  /** As in `hubMigrations`. */
  migrations: readonly string[];
}

/** The store is from a later release; it was left as it is. */
export interface NewerStore {
  code: 'newer';
  message: string;
}

/** By this number PostgreSQL knows that hubs are at it; it means nothing else. */
const makingLock = 8_460;

/**
 * Brings a store to this release, each migration in its own transaction. `partitions` counts at the first start on
 * PostgreSQL only: how many parts each table is spread over by hut.
 */
export async function migrate(
  store: Store,
  others: readonly Part[] = [],
  partitions = 0,
): Promise<Result<null, NewerStore>> {
  await store.transaction(async (sql) => {
    // Two at once would both find no table, and one of them that it cannot make it.
    if (sql.dialect === 'postgres') await sql.all(`SELECT pg_advisory_xact_lock($1)`, [makingLock]);
    await sql.run('CREATE TABLE IF NOT EXISTS hub_version (part TEXT PRIMARY KEY, version BIGINT NOT NULL)');
  });
  for (const { name, migrations } of [{ name: 'hub', migrations: hubMigrations }, ...others]) {
    for (;;) {
      const more = await store.transaction(async (sql) => {
        const version = await versionOf(sql, name);
        if (version > migrations.length) return null;
        const migration = migrations[version];
        if (migration === undefined) return false;
        for (const statement of statementsOf(inDialect(migration, sql.dialect, partitions))) {
          await sql.run(statement);
        }
        await sql.run(
          `INSERT INTO hub_version VALUES ($1, $2) ON CONFLICT (part) DO UPDATE SET version = excluded.version`,
          [name, version + 1],
        );
        return true;
      });
      if (more === null) {
        return refused({
          code: 'newer',
          message: `The store is of a later release (${name}). Use that one.`,
        });
      }
      if (!more) break;
    }
  }
  return done(null);
}

async function versionOf(sql: Sql, part: string): Promise<number> {
  if (sql.dialect === 'postgres') await sql.run('LOCK TABLE hub_version');
  const row = first(
    await sql.all<{ version: number }>('SELECT version FROM hub_version WHERE part = $1', [part]),
  );
  return row?.version ?? 0;
}

/** Statements one by one, parted at semicolons at the end of a line. */
const statementsOf = (text: string): string[] =>
  text
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
