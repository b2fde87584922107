import type { Database } from 'better-sqlite3';
import type { NewEvent } from '../../domain/ledger/events.ts';
import type { StoredEvent } from './chain.ts';
import { faultOf } from './fault.ts';
import type { OutsideRows } from './old-file.ts';
import { createProjections } from './projections/all.ts';
import { readBack } from './rebuild.ts';
import { endOf, follows, type LogEnd } from './verify.ts';

/** What came of taking over events that were written before. */
export interface Adopted {
  events: number;
  /** The last event now; null in an empty log. */
  end: LogEnd | null;
  /** The events were read to their end. False: one could not be read, or does not follow the one before. */
  complete: boolean;
  /** Persons whom one of these events erased. */
  erased: string[];
}

/** The last event of a log, or null. */
export function endOfLog(db: Database): LogEnd | null {
  return (
    db
      .prepare<[], LogEnd>(
        'SELECT epoch, seq, hash, wall_at AS at FROM event ORDER BY epoch DESC, seq DESC LIMIT 1',
      )
      .get() ?? null
  );
}

/** The event, or null when this release cannot read it: it is kept in the log all the same, as it was written. */
function readable(event: StoredEvent): NewEvent | null {
  try {
    return readBack(event.type, event.body);
  } catch {
    return null;
  }
}

/**
 * Events as far as they can be read and each follows the one before, the first of them `after`. `broken` is called where
 * that ends before they do.
 */
export function* proved(
  events: Iterable<StoredEvent>,
  after: Pick<LogEnd, 'epoch' | 'seq' | 'hash'> | null,
  broken: () => void,
): Generator<StoredEvent> {
  let before = after;
  try {
    for (const event of events) {
      if (follows(event, before) !== null) return broken();
      yield event;
      before = event;
    }
  } catch {
    // A page or a line that cannot be read.
    broken();
  }
}

/**
 * Appends events that another copy of this log holds, exactly as they were written, with their projections. Only
 * what the chain proves is taken: the first event that does not follow ends it. One transaction. Throws what the disk
 * says that they are written to, with nothing taken: what is cut short for want of room is not all there is.
 */
export function adoptEvents(db: Database, events: Iterable<StoredEvent>): Adopted {
  const insert = db.prepare<unknown[]>('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const begin = db.prepare<[number]>('UPDATE cursor SET epoch = ?');
  const project = createProjections(db);
  const adopted: Adopted = { events: 0, end: endOfLog(db), complete: true, erased: [] };
  const broken = (): void => {
    adopted.complete = false;
  };
  const take = (event: StoredEvent): void => {
    insert.run(
      event.epoch,
      event.seq,
      event.event_id,
      event.type,
      event.version,
      event.wall_at,
      event.boot,
      event.mono_ms,
      event.actor,
      event.body,
      event.prev_hash,
      event.hash,
    );
    const read = readable(event);
    if (read !== null) project(read, { wallAt: event.wall_at });
    if (event.epoch !== adopted.end?.epoch) begin.run(event.epoch);
    if (read?.type === 'person-erased') adopted.erased.push(read.body.person);
    adopted.events++;
    adopted.end = endOf(event);
  };
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const event of proved(events, adopted.end, broken)) {
      db.exec('SAVEPOINT one');
      try {
        take(event);
      } catch (error) {
        if (faultOf(error) !== null) throw error;
        // A row or a body that fits nothing: what came before it stands.
        db.exec('ROLLBACK TO one');
        broken();
        break;
      }
      db.exec('RELEASE one');
    }
    db.exec('COMMIT');
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
  }
  return adopted;
}

/** Owners of rows outside of the log, by table: a row without its owner belongs to nobody any more. */
const owners: Readonly<Record<string, { column: string; table: string }>> = {
  person: { column: 'person', table: 'member' },
  keeper_pass: { column: 'keeper', table: 'keeper' },
  card_code: { column: 'card', table: 'card' },
};

/**
 * Takes over the rows that no log holds: personal data, keepers' PINs, codes nobody knew. A table that was sound
 * replaces the older one; of a damaged one the readable rows are added. `sound` tells a good row, where something
 * can. Whom `erased` names is left out, whatever the tables say; the bytes of them that stay on free pages wait for the
 * next opening, as after a power cut in an erasure (`hut/people/erasing.ts`).
 */
export function adoptOutside(
  db: Database,
  tables: readonly OutsideRows[],
  erased: readonly string[],
  sound: (table: string, row: Readonly<Record<string, unknown>>) => boolean,
): void {
  db.transaction(() => {
    for (const { table, columns, rows, whole } of tables) {
      const here = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
      // Of another version: what the backup has stays.
      if (here.join() !== columns.join()) continue;
      const owner = owners[table];
      const exists =
        owner === undefined
          ? null
          : db.prepare<[unknown], unknown>(`SELECT 1 FROM ${owner.table} WHERE ${owner.column} = ?`);
      const good = rows.filter((row) => {
        const named = Object.fromEntries(columns.map((column, i) => [column, row[i]]));
        const known = owner === undefined || exists?.get(named[owner.column]) !== undefined;
        return known && sound(table, named);
      });
      if (whole && good.length === rows.length) db.exec(`DELETE FROM ${table}`);
      const put = db.prepare<unknown[]>(
        `INSERT OR REPLACE INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`,
      );
      for (const row of good) {
        try {
          put.run(...row);
        } catch {
          // A row that breaks a rule of its table was not written by this hut.
        }
      }
    }
    const forget = [
      db.prepare<[string]>('DELETE FROM person WHERE person = ?'),
      db.prepare<[string]>('DELETE FROM card_code WHERE card IN (SELECT card FROM card WHERE person = ?)'),
    ];
    for (const person of erased) for (const statement of forget) statement.run(person);
    if (erased.length > 0) db.exec('INSERT OR IGNORE INTO erasure_waits VALUES (1)');
  }).immediate();
}
