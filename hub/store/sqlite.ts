import Database from 'better-sqlite3';
import type { Into, Sql, Store, Value } from './store.ts';

type Statement = Database.Statement<Value[], unknown>;

/** A statement and, where a parameter stands twice or out of order, which goes where. */
interface Prepared {
  statement: Statement;
  order: number[] | null;
}

/** Pages of the write-ahead log at which it is moved into the database: some 16 MiB. */
const walPages = 4_000;

/** SQL on one connection. `$n` becomes `?`; whatever follows is the very text that PostgreSQL gets. */
function sqlOn(db: Database.Database): Sql {
  const prepared = new Map<string, Prepared>();
  const prepare = (text: string): Prepared => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const order: number[] = [];
    const statement = db.prepare<Value[], unknown>(
      text.replace(/\$(\d+)/g, (_, n: string) => {
        order.push(Number(n) - 1);
        return '?';
      }),
    );
    const made = { statement, order: order.every((n, i) => n === i) ? null : order };
    prepared.set(text, made);
    return made;
  };
  const bind = ({ order }: Prepared, params: readonly Value[]): Value[] =>
    order === null ? [...params] : order.map((n) => params[n] ?? null);
  const inserts = new Map<Into, Statement>();
  const insertOf = (into: Into): Statement => {
    let statement = inserts.get(into);
    if (statement === undefined) {
      const columns = Object.keys(into.columns);
      const conflict = into.conflict === undefined ? '' : ` ON CONFLICT ${into.conflict}`;
      statement = db.prepare<Value[], unknown>(
        `INSERT INTO ${into.table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})${conflict}`,
      );
      inserts.set(into, statement);
    }
    return statement;
  };
  return {
    dialect: 'sqlite',
    async all<T>(text: string, params: readonly Value[] = []) {
      const found = prepare(text);
      return found.statement.all(...bind(found, params)) as T[];
    },
    async run(text, params = []) {
      const found = prepare(text);
      return found.statement.run(...bind(found, params)).changes;
    },
    async put(into, rows) {
      const statement = insertOf(into);
      let changed = 0;
      for (const row of rows) changed += statement.run(...row).changes;
      return changed;
    },
    anyOf: (parameter) => `IN (SELECT value FROM json_each(${parameter}))`,
    forUpdate: '',
  };
}

/**
 * One file, one process. WAL with synchronous=FULL: what a transaction answered is on the disk. Transactions wait
 * for each other; reading goes beside them on a second connection.
 * @throws what SQLite says when the file cannot be opened, or is another process's
 */
export function openSqlite(file: string): Store {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 2000');
    db.pragma(`wal_autocheckpoint = ${walPages}`);
    db.pragma('cache_size = -65536');
  } catch (error) {
    db.close();
    throw error;
  }
  const reading = new Database(file, { readonly: true });
  const sql = sqlOn(db);
  let last: Promise<unknown> = Promise.resolve();
  const once = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const value = await work(sql);
      db.exec('COMMIT');
      return value;
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    read: sqlOn(reading),
    transaction(work) {
      const done = last.then(() => once(work));
      last = done.catch(() => {});
      return done;
    },
    isAway: (error) =>
      error instanceof Database.SqliteError && (error.code === 'SQLITE_BUSY' || error.code === 'SQLITE_FULL'),
    async close() {
      await last;
      reading.close();
      db.close();
    },
  };
}
