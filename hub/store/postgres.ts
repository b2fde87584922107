import { Pool, type PoolClient, types } from 'pg';
import type { Into, Sql, Store } from './store.ts';

/** Numbers of 64 bits are read as numbers: times and sequence numbers stay far below 2^53. */
const int8 = 20;
const readTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : types.getTypeParser(oid, format as 'text')) as typeof types.getTypeParser,
};

const connections = 8;

/** Names of prepared statements, one for each text, the same on every connection. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `hub_${names.size}`;
    names.set(text, name);
  }
  return name;
}

const putTexts = new Map<Into, string>();
function putText(into: Into): string {
  let text = putTexts.get(into);
  if (text === undefined) {
    const columns = Object.keys(into.columns);
    const arrays = Object.values(into.columns).map((type, i) => `$${i + 1}::${type}[]`);
    const conflict = into.conflict === undefined ? '' : ` ON CONFLICT ${into.conflict}`;
    text = `INSERT INTO ${into.table} (${columns.join()}) SELECT * FROM unnest(${arrays.join()})${conflict}`;
    putTexts.set(into, text);
  }
  return text;
}

function sqlOn(connection: Pick<PoolClient, 'query'> | Pool): Sql {
  const query = (text: string, values: readonly unknown[]) =>
    connection.query({ name: nameOf(text), text, values: [...values] });
  return {
    dialect: 'postgres',
    all: async (text, params = []) => (await query(text, params)).rows,
    run: async (text, params = []) => (await query(text, params)).rowCount ?? 0,
    async put(into, rows) {
      if (rows.length === 0) return 0;
      const columns = Object.keys(into.columns).map((_, i) => rows.map((row) => row[i] ?? null));
      return (await query(putText(into), columns)).rowCount ?? 0;
    },
    anyOf: (parameter) => `= ANY (SELECT jsonb_array_elements_text(${parameter}::jsonb))`,
    pairs: (parameter) =>
      `(SELECT value ->> 0 AS a, value ->> 1 AS b FROM jsonb_array_elements(${parameter}::jsonb))`,
    by: () => '',
    forUpdate: ' FOR UPDATE',
  };
}

/** Transactions of other processes may cross ours; PostgreSQL then asks for the same again. */
const again = new Set(['40001', '40P01']);
const isAgain = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && again.has(String(error.code));

/** Classes and codes of a server that went, starts, stops or is full; and of a way to it that broke. */
const away = /^(08|53|57P|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN)/;
const isAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if ('code' in error && away.test(String(error.code))) return true;
  // The driver has no code for these.
  return /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded|Query read timeout)/.test(
    error.message,
  );
};

/**
 * PostgreSQL at `url` (`postgres://…`). Read committed: whatever must not change under a transaction is locked by
 * its rows. What was answered is as safe as the server's own `synchronous_commit` makes it. `patience`: how long one
 * waits for a connection before the server counts as away, `answers`: how long for the answer to one question; 0 waits
 * for ever. Milliseconds.
 */
export function openPostgres(url: string, { patience = 15_000, answers = 30_000 } = {}): Store {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    pipeline: true,
    types: readTypes,
    connectionTimeoutMillis: patience,
    // A server that went without a word is noticed by the machine, and where that asks too seldom, by the clock.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    query_timeout: answers,
  });
  // A connection that breaks while idle is replaced by the pool; who uses one is told by the query.
  pool.on('error', () => {});
  // One that breaks between two queries of a transaction tells nobody else; unheard it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const once = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken = false;
    try {
      // Goes out together with what follows it.
      const begun = client.query('BEGIN');
      begun.catch(() => {});
      const value = await work(sqlOn(client));
      await begun;
      await client.query('COMMIT');
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };
  return {
    read: sqlOn(pool),
    async transaction(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await once(work);
        } catch (error) {
          if (tries === 5 || !isAgain(error)) throw error;
        }
      }
    },
    isAway,
    close: () => pool.end(),
  };
}
