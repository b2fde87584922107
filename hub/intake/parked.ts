import type { HubDeps } from '../deps.ts';
import { createFold, type Fold } from '../projections/fold.ts';
import { hutProjections } from '../store/schema.ts';
import type { Sql, Value } from '../store/store.ts';
import { parkedTable } from './intake.ts';
import { type EventRow, eventsAfter } from './own-log.ts';

/** Events read at a time. */
const chunk = 2_000;

const takeRow = (fold: Fold, { type, wall_at: wallAt, body }: EventRow): boolean =>
  fold.take({ type, wallAt, body });

/**
 * Computes the projections of a hut anew from its log, in the caller's transaction. Events may have been passed over
 * while nobody could read them, so they are not added late but everything is read again in order.
 */
export async function rebuildHut(sql: Sql, hutId: string): Promise<{ events: number; parked: number }> {
  for (const table of [...hutProjections, 'parked']) {
    await sql.run(`DELETE FROM ${table} WHERE hut_id = $1`, [hutId]);
  }
  let events = 0;
  let parked = 0;
  let after = 0;
  for (;;) {
    const rows = await eventsAfter(sql, hutId, after, chunk);
    const last = rows.at(-1);
    if (last === undefined) return { events, parked };
    const fold = createFold(hutId);
    const unread: Value[][] = [];
    for (const row of rows) if (!takeRow(fold, row)) unread.push([hutId, row.epoch, row.seq, row.type]);
    await fold.put(sql);
    if (unread.length > 0) await sql.put(parkedTable, unread);
    events += rows.length;
    parked += unread.length;
    after = last.seq;
  }
}

/** After an upgrade: huts with parked events that this release can read are computed anew. */
export async function readParked({ store, log }: Pick<HubDeps, 'store' | 'log'>): Promise<void> {
  const rows = await store.read.all<EventRow & { hut_id: string }>(
    `SELECT e.* FROM parked p
     JOIN hut_event e ON e.hut_id = p.hut_id AND e.epoch = p.epoch AND e.seq = p.seq`,
  );
  const readable = new Set<string>();
  for (const row of rows) {
    if (!readable.has(row.hut_id) && takeRow(createFold(row.hut_id), row)) readable.add(row.hut_id);
  }
  for (const hutId of readable) {
    const rebuilt = await store.transaction((sql) => rebuildHut(sql, hutId));
    log({ what: 'parked-read', hut: hutId, ...rebuilt });
  }
}
