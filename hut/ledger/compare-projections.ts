import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import { makeTables } from './expected-schema.ts';
import { createProjections } from './projections/all.ts';
import { readBack } from './rebuild.ts';
import { projectionTables } from './schema.ts';
import { eventsInOrder } from './verify.ts';

/** The first place where a projection is not what the log says. */
export interface ProjectionFault {
  table: string;
  /** Row in the order of the key, from 1. The key itself may be the code of a card, which is nobody's business. */
  row: number;
  difference: 'missing' | 'extra' | 'other';
  message: string;
}

/** The log cannot be applied: an event of a type or shape that this release does not know. */
export interface UnreadableEvent {
  table: 'event';
  row: number;
  difference: 'unreadable';
  message: string;
}

type Row = readonly unknown[];

/** The rows of a table in the order of its key. */
function rowsOf(db: Database.Database, table: string): Iterator<Row> {
  const columns = db.pragma(`table_info(${table})`) as { name: string; pk: number }[];
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const order = key.map(({ name }) => name).join(', ');
  return db.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY ${order}`).raw().iterate();
}

const told = (table: string, row: number, difference: ProjectionFault['difference']): ProjectionFault => ({
  table,
  row,
  difference,
  message: `table ${table} is not what the log says: row ${row} is ${
    { missing: 'missing', extra: 'one too many', other: 'another one' }[difference]
  }`,
});

function compareTable(
  table: string,
  is: Database.Database,
  should: Database.Database,
): ProjectionFault | null {
  const have = rowsOf(is, table);
  const want = rowsOf(should, table);
  try {
    for (let row = 1; ; row++) {
      const a = have.next();
      const b = want.next();
      if (a.done === true && b.done === true) return null;
      if (a.done === true) return told(table, row, 'missing');
      if (b.done === true) return told(table, row, 'extra');
      if (JSON.stringify(a.value) !== JSON.stringify(b.value)) return told(table, row, 'other');
    }
  } finally {
    have.return?.();
    want.return?.();
  }
}

/**
 * Applies the whole log to empty projections in `scratch` (a path for as long as it takes, or `:memory:` for a short
 * log) and compares every row with those of `db`, which must be at today's version. Reads `db` only.
 */
export function compareProjections(
  db: Database.Database,
  scratch: string,
): Result<{ events: number }, ProjectionFault | UnreadableEvent> {
  const onDisk = scratch !== ':memory:';
  if (onDisk) rmSync(scratch, { force: true });
  const should = new Database(scratch);
  try {
    should.pragma('journal_mode = OFF');
    should.pragma('synchronous = OFF');
    makeTables(should);
    const project = createProjections(should);
    let events = 0;
    should.exec('BEGIN');
    for (const event of eventsInOrder(db)) {
      events++;
      try {
        project(readBack(event.type, event.body), { wallAt: event.wall_at });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        const message = `event ${event.epoch}/${event.seq} cannot be applied: ${why}`;
        return refused({ table: 'event', row: events, difference: 'unreadable', message });
      }
    }
    should.exec('COMMIT');
    for (const table of projectionTables) {
      const fault = compareTable(table, db, should);
      if (fault !== null) return refused(fault);
    }
    return done({ events });
  } finally {
    should.close();
    if (onDisk) rmSync(scratch, { force: true });
  }
}
