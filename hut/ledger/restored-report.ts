import type { Database } from 'better-sqlite3';
import type { RestoreReason } from '../../domain/ledger/restore-events.ts';

/** What a keeper must know after the ledger was restored. Instants in milliseconds since 1970. */
export interface RestoredReport {
  restoredAt: number;
  why: RestoreReason;
  /** Name of the backup, `log` or `hub`. */
  from: string;
  /** When the last event that was kept was written; null when nothing was kept. */
  backTo: number | null;
  /** What happened after `backTo` until then is missing; null when nothing is known to be missing. */
  lostUntil: number | null;
  /** How many events are missing, where that is known. */
  lostEvents: number | null;
}

/** The last time the ledger was restored, or null: then it never was. */
export function restoredReport({ db }: { db: Database }): RestoredReport | null {
  const sql = `SELECT restored_at AS restoredAt, why, restored_from AS "from", back_to AS backTo,
    lost_until AS lostUntil, lost_events AS lostEvents FROM restoration ORDER BY nth DESC LIMIT 1`;
  return db.prepare<[], RestoredReport>(sql).get() ?? null;
}
