import { createHash } from 'node:crypto';
import { type EventType, eventBodies, type NewEvent } from '../../domain/ledger/events.ts';
import type { Ledger } from './ledger.ts';
import { createProjections } from './projections/all.ts';
import { projectionTables } from './schema.ts';
import { eventsInOrder } from './verify.ts';

export interface Rebuilt {
  events: number;
  /** Digest of the projections as they were. */
  before: string;
  /** Digest as the log says they are. They differ only when something other than a commit wrote. */
  after: string;
  same: boolean;
}

/** SHA-256 over every row of every projection, in the order of the keys. Hexadecimal. */
export function projectionsDigest(ledger: Pick<Ledger, 'db'>): string {
  const digest = createHash('sha256');
  for (const table of projectionTables) {
    digest.update(`${table}\n`);
    // Projections are keyed by their first column.
    for (const row of ledger.db.prepare<[], unknown[]>(`SELECT * FROM ${table} ORDER BY 1`).raw().iterate()) {
      digest.update(`${JSON.stringify(row)}\n`);
    }
  }
  return digest.digest('hex');
}

const isEventType = (type: string): type is EventType => Object.hasOwn(eventBodies, type);

/** An event read back, its body checked against the schema of its type. Throws on a body that does not fit. */
export function readBack(type: string, body: string): NewEvent {
  if (!isEventType(type)) throw new Error(`an event of unknown type ${type}`);
  return { type, body: eventBodies[type].parse(JSON.parse(body)) } as NewEvent;
}

/** Empties all projections and writes them anew from the log, in one transaction. */
export function rebuild(ledger: Pick<Ledger, 'db'>): Rebuilt {
  const { db } = ledger;
  const before = projectionsDigest(ledger);
  let events = 0;
  db.transaction(() => {
    for (const table of [...projectionTables].reverse()) db.exec(`DELETE FROM ${table}`);
    const project = createProjections(db);
    for (const event of eventsInOrder(db)) {
      project(readBack(event.type, event.body), { wallAt: event.wall_at });
      events++;
    }
  }).immediate();
  const after = projectionsDigest(ledger);
  return { events, before, after, same: before === after };
}
