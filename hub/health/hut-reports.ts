import { Health } from '../../domain/contract/health.ts';
import type { Sql } from '../store/store.ts';

/** Keeps how a hut says it is; the newest alone. `now`: by the hub's clock, milliseconds. */
export async function keepHealth(sql: Sql, hutId: string, health: Health, now: number): Promise<void> {
  await sql.run(
    `INSERT INTO hut_report VALUES ($1, $2, $3) ON CONFLICT (hut_id)
     DO UPDATE SET received_at = excluded.received_at, health = excluded.health`,
    [hutId, now, JSON.stringify(health)],
  );
}

/** What a hut said last of how it is, and when the hub heard it. */
export interface HutReport {
  receivedAt: number;
  health: Health;
}

/** A stored row, or null where there is none, or it is of a release that said it otherwise. */
export function reportOf(row: { received_at: number | null; health: string | null }): HutReport | null {
  if (row.received_at === null || row.health === null) return null;
  const read = Health.safeParse(JSON.parse(row.health));
  return read.success ? { receivedAt: row.received_at, health: read.data } : null;
}
