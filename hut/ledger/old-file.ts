import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { endOfLog } from './adopt.ts';
import type { StoredEvent } from './chain.ts';
import { faultOf, systemFaultOf } from './fault.ts';
import { mirrorTables, projectionTables } from './schema.ts';
import { eventsInOrder, type LogEnd } from './verify.ts';

/** Rows of one table that is not computed from the log, as far as they can be read. */
export interface OutsideRows {
  table: string;
  columns: string[];
  rows: unknown[][];
  /** The table and its indexes are sound: what is not in it was not there. */
  whole: boolean;
}

/** A ledger that is not trusted any more: a copy of it is read for what can still be proved. */
export interface OldFile {
  /** Events in order after this one; ends with an exception where the file cannot be read on. */
  events(after: { epoch: number; seq: number }): Generator<StoredEvent>;
  /** The last event; null in an empty log. Throws where it cannot be read. */
  end(): LogEnd | null;
  outside(): OutsideRows[];
  close(): void;
}

/** Tables that hold neither the log nor what is computed from it. */
function outsideTables(db: Database.Database): string[] {
  const known: readonly string[] = ['event', 'cursor', ...projectionTables, ...mirrorTables];
  return (db.pragma('table_list') as { schema: string; name: string; type: string }[])
    .filter(({ schema, type, name }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'))
    .map(({ name }) => name)
    .filter((name) => !known.includes(name))
    .sort();
}

function rowsOf(db: Database.Database, table: string): OutsideRows {
  const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const rows: unknown[][] = [];
  let whole = false;
  try {
    for (const row of db.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().iterate()) rows.push(row);
    whole = db.pragma(`integrity_check(${table})`, { simple: true }) === 'ok';
  } catch {
    // What came before the damage is kept.
  }
  return { table, columns, rows, whole };
}

/**
 * Copies `dir/name` with its write-ahead log to `work` and opens the copy, so that the original stays as it was
 * found. Null where there is nothing that SQLite can read. Throws where the disk has no room for the copy: that says
 * nothing of the file.
 */
export function openOldFile(dir: string, name: string, work: string): OldFile | null {
  const original = join(dir, name);
  if (statSync(original, { throwIfNoEntry: false })?.isFile() !== true) return null;
  mkdirSync(work, { recursive: true, mode: 0o700 });
  const copy = join(work, name);
  let db: Database.Database | null = null;
  try {
    copyFileSync(original, copy);
    if (existsSync(`${original}-wal`)) copyFileSync(`${original}-wal`, `${copy}-wal`);
    const opened = new Database(copy);
    db = opened;
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('cell_size_check = ON');
    db.prepare('SELECT 1 FROM event LIMIT 1').get();
    return {
      events: (after) => eventsInOrder(opened, after),
      end: () => endOfLog(opened),
      outside: () => {
        try {
          return outsideTables(opened).map((table) => rowsOf(opened, table));
        } catch {
          return [];
        }
      },
      close: () => opened.close(),
    };
  } catch (error) {
    db?.close();
    if ((faultOf(error) ?? systemFaultOf(error))?.code === 'disk-full') throw error;
    return null;
  }
}
