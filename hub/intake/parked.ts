import type { HubDeps } from '../deps.ts';
import { type AskedCase, createFold, type Fold } from '../projections/fold.ts';
import { hutProjections } from '../store/schema.ts';
import type { Sql, Value } from '../store/store.ts';
import { besides } from './besides.ts';
import { lockCursor } from './cursor.ts';
import { parkedTable } from './intake.ts';
import { type EventRow, eventsAfter } from './own-log.ts';

/** Events read at a time. */
const chunk = 2_000;

const takeRow = (fold: Fold, { type, wall_at: wallAt, body }: EventRow): boolean =>
  fold.take({ type, wallAt, body });

/** What a log came to that is of no table of its hut alone. */
type Rebuilt = Pick<Fold, 'cases' | 'erased'> & { events: number; parked: number };

/**
 * Computes the projections of a hut anew from its log, in the caller's transaction. Events may have been passed over
 * while nobody could read them, so they are not added late but everything is read again in order. Nobody takes more of
 * this hut meanwhile.
 */
export async function rebuildHut(sql: Sql, hutId: string): Promise<Rebuilt> {
  await lockCursor(sql, hutId);
  for (const table of [...hutProjections, 'parked']) {
    await sql.run(`DELETE FROM ${table} WHERE hut_id = $1`, [hutId]);
  }
  const erased = new Set<string>();
  const cases = new Map<string, AskedCase>();
  let events = 0;
  let parked = 0;
  let after = 0;
  for (;;) {
    const rows = await eventsAfter(sql, hutId, after, chunk);
    const last = rows.at(-1);
    if (last === undefined) return { events, parked, erased, cases };
    const fold = createFold(hutId);
    const unread: Value[][] = [];
    for (const row of rows) if (!takeRow(fold, row)) unread.push([hutId, row.epoch, row.seq, row.type]);
    await fold.put(sql);
    if (unread.length > 0) await sql.put(parkedTable, unread);
    for (const person of fold.erased) erased.add(person);
    for (const [id, asked] of fold.cases) cases.set(id, asked);
    events += rows.length;
    parked += unread.length;
    after = last.seq;
  }
}

/** Whether this release can read any event of a hut that is parked. */
async function isAnyReadable(sql: Sql, hutId: string): Promise<boolean> {
  for (let after = 0; ; ) {
    // Numbers go on across epochs.
    const rows = await sql.all<EventRow>(
      `SELECT e.* FROM parked p
       JOIN hut_event e ON e.hut_id = p.hut_id AND e.epoch = p.epoch AND e.seq = p.seq
       WHERE p.hut_id = $1 AND p.seq > $2 ORDER BY p.seq LIMIT $3`,
      [hutId, after, chunk],
    );
    if (rows.some((row) => takeRow(createFold(hutId), row))) return true;
    const last = rows.at(-1);
    if (last === undefined) return false;
    after = last.seq;
  }
}

/**
 * After an upgrade: huts with parked events that this release can read are computed anew. What then lies between huts is
 * for whoever starts the hub to settle.
 */
export async function readParked(deps: Pick<HubDeps, 'store' | 'log' | 'random' | 'clock'>): Promise<void> {
  const { store, log, clock } = deps;
  const huts = await store.read.all<{ hut_id: string }>('SELECT DISTINCT hut_id FROM parked ORDER BY hut_id');
  for (const { hut_id: hutId } of huts) {
    if (!(await isAnyReadable(store.read, hutId))) continue;
    const { events, parked } = await store.transaction(async (sql) => {
      const rebuilt = await rebuildHut(sql, hutId);
      await besides(sql, deps, hutId, rebuilt, clock.wall());
      return rebuilt;
    });
    log({ what: 'parked-read', hut: hutId, events, parked });
  }
}
