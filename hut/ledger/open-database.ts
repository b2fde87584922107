import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Log } from '../log.ts';
import { hasSchemaOf } from './expected-schema.ts';
import { faultOf, type LedgerFault, ledgerFault } from './fault.ts';
import { headFileOf, readHeadFile } from './head-file.ts';
import { applicationId, migrations } from './schema.ts';
import { syncDirectory } from './sync-directory.ts';
import { verifyTail } from './verify.ts';
import { checkWhole } from './whole-check.ts';

/** How long a starting process waits for the one before it to let go, milliseconds. */
const handOverMs = 1_000;
/** Events at the end of the chain that are checked at every start; the whole chain is checked by `verify`. */
const tailLength = 200;
/** Pages in the write-ahead log before SQLite tidies by itself, in case nobody calls `tidy`: 32 MiB. */
export const walPages = 8_192;
/** Pages of the ledger kept in memory, KiB: what the screens ask for fits in, and a busy day takes no more than a quiet one. */
const cacheKiB = 8 * 1024;
/**
 * A ledger up to this size, bytes, is checked whole at every start: a second and a half at most. A larger one would keep the
 * first visit waiting; the checking process reads it as soon as nobody is at the screen (`hut/backup`).
 */
export const wholeAtStart = 8 * 1024 * 1024;

/** Bytes of a ledger with its write-ahead log. */
const sizeOf = (file: string): number =>
  [file, `${file}-wal`].reduce(
    (sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );

/** Whether a ledger of this size is read whole when it is opened. */
export const isReadWhole = (file: string): boolean => sizeOf(file) <= wholeAtStart;

const version = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }));

/** The version of a schema that a damaged header could not have: the witness knows it, and the tables are its. */
function isDamagedVersion(db: Database.Database, file: string): boolean {
  const known = readHeadFile(headFileOf(file));
  return known !== null && hasSchemaOf(db, known.version);
}

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
    if (found > migrations.length) {
      return isDamagedVersion(db, file)
        ? ledgerFault('corrupt', `the header says version ${found}, and the tables are of an earlier one`)
        : ledgerFault(
            'newer',
            `the ledger was written by a newer release (version ${found}, this release knows ${migrations.length})`,
          );
    }
    const begun = db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined;
    if (found > 0 ? id !== applicationId : begun) {
      return ledgerFault('not-a-ledger', 'this SQLite file is not the ledger of a hut');
    }
    // Before a migration runs on it: what is not a step of ours is not a start for the next one.
    return found > 0 && !hasSchemaOf(db, found)
      ? ledgerFault('corrupt', `the schema is not that of version ${found}`)
      : null;
  } finally {
    db.close();
  }
}

/** Settings that SQLite does not keep in the file, set and read back at every open. */
function settle(db: Database.Database): LedgerFault | null {
  const journal = db.pragma('journal_mode = WAL', { simple: true });
  // better-sqlite3 compiles WAL to default to NORMAL, which loses acknowledged commits in a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('mmap_size = 0');
  db.pragma('trusted_schema = OFF');
  db.pragma(`cache_size = -${cacheKiB}`);
  // A page that a flipped bit made senseless is refused when it is read, not followed.
  db.pragma('cell_size_check = ON');
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

/** What is done here is done whole or not at all; it holds the file alone. */
function inOneTransaction(db: Database.Database, act: () => void): void {
  db.exec('BEGIN EXCLUSIVE');
  try {
    act();
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Brings the schema one step forward. */
function step(db: Database.Database, from: number): void {
  db.exec(migrations[from] ?? '');
  db.pragma(`user_version = ${from + 1}`);
}

/** Makes an empty file a ledger, in one transaction: a first start that was broken off begins anew. */
function make(db: Database.Database, log: Log): void {
  inOneTransaction(db, () => {
    db.pragma(`application_id = ${applicationId}`);
    for (let from = 0; from < migrations.length; from++) step(db, from);
  });
  log({ what: 'ledger-migrated', version: migrations.length });
}

/** Brings the schema forward, each step in its own transaction. */
function migrate(db: Database.Database, log: Log): void {
  for (let from = version(db); from < migrations.length; from++) {
    inOneTransaction(db, () => step(db, from));
    log({ what: 'ledger-migrated', version: from + 1 });
  }
}

/** Bytes of ledger whose projections are computed anew in memory; those of a larger one in a file beside it. */
const inMemory = 64 * 1024 * 1024;

function damage(db: Database.Database, whole: boolean, size: number): LedgerFault | null {
  const scratch = size <= inMemory ? ':memory:' : `${db.name}-scratch`;
  const checked = whole ? checkWhole(db, { scratch }) : verifyTail(db, tailLength);
  return checked.ok ? null : ledgerFault('corrupt', checked.refusal.message);
}

/** The SQLite file of a ledger: ours, alone, checked and up to date. `whole`: the size up to which all is read. */
export function openDatabase(
  file: string,
  told: Log,
  whole = wholeAtStart,
): Result<Database.Database, LedgerFault> {
  let db: Database.Database | null = null;
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile() === false) return refused(ledgerFault('not-a-ledger', `${file} is no file`));
    const exists = found !== undefined && found.size > 0;
    const size = sizeOf(file);
    const reason = exists ? mayOpen(file) : null;
    if (reason !== null) return refused(reason);
    db = new Database(file, { timeout: handOverMs });
    // Held from the first read on, which must not come before it; let go by the system when the process dies.
    db.pragma('locking_mode = EXCLUSIVE');
    // What is damaged is left as it is, not migrated.
    const isNew = version(db) === 0;
    const older = !isNew && version(db) < migrations.length && size <= whole;
    const before = older ? checkWhole(db, { scratch: null }) : done(null);
    if (!before.ok) {
      db.close();
      return refused(ledgerFault('corrupt', before.refusal.message));
    }
    const fault = settle(db);
    if (fault === null) {
      (isNew ? make : migrate)(db, told);
      if (!exists) syncDirectory(dirname(file));
    }
    // What was made this moment says nothing that could be wrong.
    const wrong = fault ?? (isNew ? null : damage(db, size <= whole, size));
    if (wrong === null) return done(db);
    db.close();
    return refused(wrong);
  } catch (error) {
    db?.close();
    const fault = faultOf(error);
    if (fault === null && error instanceof Database.SqliteError) {
      // A step that fits the schema and not what is in it.
      return refused(ledgerFault('corrupt', `${error.code}: ${error.message}`));
    }
    if (fault === null) throw error;
    return refused(
      fault.code === 'in-use' ? ledgerFault('in-use', 'another process of this hut holds the ledger') : fault,
    );
  }
}
