import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Log } from '../log.ts';
import { faultOf, type LedgerFault, ledgerFault } from './fault.ts';
import { applicationId, migrations } from './schema.ts';
import { verifyTail } from './verify.ts';

/** How long a starting process waits for the one before it to let go, milliseconds. */
const handOverMs = 1_000;
/** Events at the end of the chain that are checked at every start; the whole chain is checked by `verify`. */
const tailLength = 200;
/** Pages in the write-ahead log before SQLite tidies by itself, in case nobody calls `tidy`: 32 MiB. */
const walPages = 8_192;

const version = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }));

/**
 * A connection that writes nothing. One exception: when the power went in the very first write of a file, before it
 * had a write-ahead log, SQLite reads nothing until that write is rolled back, and only a writer may do so.
 */
function openToLook(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: handOverMs });
  try {
    version(db);
    return db;
  } catch (error) {
    db.close();
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_READONLY_ROLLBACK') throw error;
    return new Database(file, { fileMustExist: true, timeout: handOverMs });
  }
}

/** Reads, without writing a byte, whether this file is ours to open. */
function mayOpen(file: string): LedgerFault | null {
  const db = openToLook(file);
  try {
    const found = version(db);
    const id = Number(db.pragma('application_id', { simple: true }));
    if (found > 0 && id !== applicationId) {
      return ledgerFault('not-a-ledger', 'this SQLite file is not the ledger of a hut');
    }
    if (found === 0 && db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined) {
      return ledgerFault('not-a-ledger', 'this SQLite file is not the ledger of a hut');
    }
    return found > migrations.length
      ? ledgerFault(
          'newer',
          `the ledger was written by a newer release (version ${found}, this release knows ${migrations.length})`,
        )
      : null;
  } finally {
    db.close();
  }
}

/** Settings that SQLite does not keep in the file, set and read back at every open. */
function settle(db: Database.Database): LedgerFault | null {
  // Held from the first access on, and let go by the system when the process dies: no stale lock file.
  db.pragma('locking_mode = EXCLUSIVE');
  const journal = db.pragma('journal_mode = WAL', { simple: true });
  // better-sqlite3 compiles WAL to default to NORMAL, which loses acknowledged commits in a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('mmap_size = 0');
  db.pragma('trusted_schema = OFF');
  db.pragma(`wal_autocheckpoint = ${walPages}`);
  const wrong = [
    ['journal_mode', journal, 'wal'],
    ['synchronous', db.pragma('synchronous', { simple: true }), 2],
    ['foreign_keys', db.pragma('foreign_keys', { simple: true }), 1],
  ].find(([, is, wanted]) => is !== wanted);
  return wrong === undefined
    ? null
    : ledgerFault('disk-error', `SQLite did not take ${wrong[0]}: it is ${wrong[1]}`);
}

/** Brings the schema forward, each step in its own transaction. */
function migrate(db: Database.Database, log: Log): void {
  if (version(db) === 0) db.pragma(`application_id = ${applicationId}`);
  for (let from = version(db); from < migrations.length; from++) {
    db.exec('BEGIN EXCLUSIVE');
    try {
      db.exec(migrations[from] ?? '');
      db.pragma(`user_version = ${from + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
    log({ what: 'ledger-migrated', version: from + 1 });
  }
}

function damage(db: Database.Database): LedgerFault | null {
  const quick = db.pragma('quick_check(1)', { simple: true });
  if (quick !== 'ok') return ledgerFault('corrupt', `quick_check: ${quick}`);
  const tail = verifyTail(db, tailLength);
  return tail.ok ? null : ledgerFault('corrupt', tail.refusal.message);
}

/** Makes the name of a new file durable. Windows has no such call and needs none. */
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The SQLite file of a ledger: ours, alone, checked and up to date. */
export function openDatabase(file: string, log: Log): Result<Database.Database, LedgerFault> {
  let db: Database.Database | null = null;
  try {
    const exists = existsSync(file) && statSync(file).size > 0;
    const reason = exists ? mayOpen(file) : null;
    if (reason !== null) return refused(reason);
    db = new Database(file, { timeout: handOverMs });
    const fault = settle(db);
    if (fault === null) {
      migrate(db, log);
      if (!exists) syncDirectory(dirname(file));
    }
    const wrong = fault ?? damage(db);
    if (wrong === null) return done(db);
    db.close();
    return refused(wrong);
  } catch (error) {
    db?.close();
    const fault = faultOf(error);
    if (fault === null) throw error;
    return refused(
      fault.code === 'in-use' ? ledgerFault('in-use', 'another process of this hut holds the ledger') : fault,
    );
  }
}
