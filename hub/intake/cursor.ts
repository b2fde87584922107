import type { Cursor } from '../../domain/sync/endpoints.ts';
import { first, type Sql } from '../store/store.ts';

/** Where the log of a hut stands at the hub. */
export interface CursorRow {
  epoch: number;
  last_seq: number;
  last_hash: Buffer;
  safe_seq: number;
}

/** The cursor of a hut, locked until the transaction ends. Every hut that has a key has one. */
export async function lockCursor(sql: Sql, hutId: string): Promise<CursorRow> {
  const row = first(
    await sql.all<CursorRow>(
      `SELECT epoch, last_seq, last_hash, safe_seq FROM hut_cursor WHERE hut_id = $1${sql.forUpdate}`,
      [hutId],
    ),
  );
  if (row === null) throw new Error(`hut ${hutId} has no cursor`);
  return row;
}

/** Remembers that the hut was heard of, and how far its clock is ahead of ours, in milliseconds. */
export async function heard(sql: Sql, hutId: string, now: number, clockOffset: number): Promise<void> {
  await sql.run('UPDATE hut_cursor SET seen_at = $2, clock_offset = $3 WHERE hut_id = $1', [
    hutId,
    now,
    clockOffset,
  ]);
}

export const cursorAnswer = (row: CursorRow, now: number): Cursor => ({
  epoch: row.epoch,
  lastSeq: row.last_seq,
  lastHash: row.last_hash.toString('hex'),
  safeSeq: row.safe_seq,
  time: now,
});
