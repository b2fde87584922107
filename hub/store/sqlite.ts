import Database from 'better-sqlite3';
import type { Into, Sql, Store, Value } from './store.ts';

type Statement = Database.Statement<Value[], unknown>;

/** A statement and, where a parameter stands twice or out of order, which goes where. */
interface Prepared {
  statement: Statement;
  order: number[] | null;
}

/**
 * Pages of the write-ahead log at which it is moved into the database: some 64 MiB. Many huts change the same pages
 * again and again; moved later they are moved once.
 */
const walPages = 16_000;
/** Rows that one statement puts. */
const rowsAtOnce = 16;

/** Transactions that share a commit, and so one wait for the disk. */
const inOneCommit = 16;

interface Waiting {
  work: (sql: Sql) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

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
  const inserts = new Map<Into, { one: Statement; many: Statement }>();
  const insertOf = (into: Into): { one: Statement; many: Statement } => {
    let statements = inserts.get(into);
    if (statements === undefined) {
      const columns = Object.keys(into.columns);
      const conflict = into.conflict === undefined ? '' : ` ON CONFLICT ${into.conflict}`;
      const row = `(${columns.map(() => '?').join()})`;
      const insert = (rows: number): Statement =>
        db.prepare<Value[], unknown>(
          `INSERT INTO ${into.table} (${columns.join()}) VALUES ${Array(rows).fill(row).join()}${conflict}`,
        );
      statements = { one: insert(1), many: insert(rowsAtOnce) };
      inserts.set(into, statements);
    }
    return statements;
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
      const { one, many } = insertOf(into);
      let changed = 0;
      let at = 0;
      for (; at + rowsAtOnce <= rows.length; at += rowsAtOnce) {
        changed += many.run(...rows.slice(at, at + rowsAtOnce).flat()).changes;
      }
      for (const row of rows.slice(at)) changed += one.run(...row).changes;
      return changed;
    },
    anyOf: (parameter) => `IN (SELECT value FROM json_each(${parameter}))`,
    pairs: (parameter) => `(SELECT value ->> 0 AS a, value ->> 1 AS b FROM json_each(${parameter}))`,
    by: (index) => ` INDEXED BY ${index}`,
    forUpdate: '',
  };
}

/**
 * One file, one hub; a command beside it, such as an import, takes its turn with it for two seconds at most. WAL with synchronous=FULL: what a transaction answered is on the disk. Transactions go one
 * after the other; those that wait share a commit. Reading goes beside them on a second connection.
 * @throws what SQLite says when the file cannot be opened, or is held by another process for longer
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
    // What a savepoint keeps for undoing.
    db.pragma('temp_store = MEMORY');
  } catch (error) {
    db.close();
    throw error;
  }
  const reading = new Database(file, { readonly: true });
  const sql = sqlOn(db);
  const waiting: Waiting[] = [];
  let running: Promise<void> | null = null;

  /** One after the other in one commit; each undone by itself when it throws. */
  const together = async (some: readonly Waiting[]): Promise<void> => {
    const ended: (() => void)[] = [];
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const { work, resolve, reject } of some) {
        db.exec('SAVEPOINT one');
        try {
          const value = await work(sql);
          ended.push(() => resolve(value));
        } catch (error) {
          // A full or broken disk may have ended the whole transaction.
          if (!db.inTransaction) throw error;
          db.exec('ROLLBACK TO one');
          ended.push(() => reject(error));
        }
        db.exec('RELEASE one');
      }
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      for (const { reject } of some) reject(error);
      return;
    }
    for (const end of ended) end();
  };
  const run = async (): Promise<void> => {
    while (waiting.length > 0) await together(waiting.splice(0, inOneCommit));
    running = null;
  };
  return {
    read: sqlOn(reading),
    transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: (value) => resolve(value as T), reject });
        // Whoever comes in the same turn of the event loop shares the commit.
        running ??= new Promise<void>((turn) => setImmediate(turn)).then(run);
      });
    },
    isAway: (error) =>
      error instanceof Database.SqliteError && (error.code === 'SQLITE_BUSY' || error.code === 'SQLITE_FULL'),
    async close() {
      await running;
      reading.close();
      db.close();
    },
  };
}
