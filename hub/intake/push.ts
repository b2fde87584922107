import { done, type Result, refused } from '../../domain/result.ts';
import type { Acknowledged } from '../../domain/sync/endpoints.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import type { Settling } from '../across/settling.ts';
import type { HubDeps } from '../deps.ts';
import type { MemberChange } from '../members/members.ts';
import type { Sql } from '../store/store.ts';
import { besides } from './besides.ts';
import { type Taken, takeBatch, Undo } from './intake.ts';
import type { Lanes } from './lanes.ts';
import type { Checked } from './reading.ts';

/** How a batch came: what its transaction begins with, and what is known of the hut's clock. */
export interface Arrival {
  /** Refuses what was taken before; runs first in the transaction. */
  enter: (sql: Sql) => Promise<SyncRefusal | null>;
  /** Milliseconds that the hut's clock is ahead; null when the batch is old. */
  clockOffset: number | null;
}

/**
 * Takes a batch of a hut: its log and projections in one transaction, then what lies between huts. When it answers,
 * all of it is in the store. A batch that came before the one it follows waits in the hut's lane.
 */
export async function push(
  deps: HubDeps,
  lanes: Lanes,
  settle: Settling,
  hutId: string,
  batch: Checked,
  arrival: Arrival,
): Promise<Result<Acknowledged, SyncRefusal>> {
  const { store, clock } = deps;
  const once = async (): Promise<Result<Taken & { forgotten: MemberChange[] }, SyncRefusal>> => {
    try {
      return await store.transaction(async (sql) => {
        const refusedEntry = await arrival.enter(sql);
        if (refusedEntry !== null) throw new Undo(refusedEntry);
        const now = clock.wall();
        const taken = await takeBatch(sql, hutId, batch, { now, clockOffset: arrival.clockOffset });
        // Undone, so that the same request may be tried again when the one before it is there.
        if (!taken.ok) throw new Undo(taken.refusal);
        return done({ ...taken.value, forgotten: await besides(sql, deps, hutId, taken.value, now) });
      });
    } catch (error) {
      if (error instanceof Undo) return refused(error.refused);
      throw error;
    }
  };
  let taken = await once();
  while (!taken.ok && taken.refusal.error === 'gap' && (await lanes.wait(hutId))) taken = await once();
  if (!taken.ok) return taken;
  const { acknowledged, news, touched, forgotten } = taken.value;
  if (news > 0) lanes.moved(hutId);
  if (acknowledged.parked.length > 0) {
    deps.log({ what: 'parked', hut: hutId, events: acknowledged.parked.length });
  }
  // At once: the hut never sends this again, and of whoever was erased the store itself knows nothing any more.
  await settle({
    persons: forgotten.flatMap(({ persons }) => persons),
    barcodes: [],
    tokens: forgotten.flatMap(({ tokens }) => tokens),
    by: { hutId, touched },
  });
  return done(acknowledged);
}
