import { done, type Result, refused } from '../../domain/result.ts';
import type { Cursor } from '../../domain/sync/endpoints.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import type { Sql } from '../store/store.ts';
import { refusal } from '../wire/refusing.ts';
import { cursorAnswer, lockCursor } from './cursor.ts';

/**
 * Begins an epoch behind the last event that the hub has of a hut. The same again is answered the same while nothing
 * is in it; any other epoch that does not begin there is refused with where the hub stands.
 */
export async function openEpoch(
  sql: Sql,
  hutId: string,
  { epoch, after }: { epoch: number; after: { seq: number; hash: string } },
  now: number,
): Promise<Result<Cursor, SyncRefusal>> {
  const cursor = await lockCursor(sql, hutId);
  const isAtEnd = after.seq === cursor.last_seq && after.hash === cursor.last_hash.toString('hex');
  if (isAtEnd && epoch > cursor.epoch) {
    await sql.run('UPDATE hut_cursor SET epoch = $2 WHERE hut_id = $1', [hutId, epoch]);
    await sql.run('INSERT INTO hut_epoch VALUES ($1, $2, $3, $4)', [hutId, epoch, after.seq + 1, now]);
    return done(cursorAnswer({ ...cursor, epoch }, now));
  }
  // Its first event would have moved the end.
  if (isAtEnd && epoch === cursor.epoch) return done(cursorAnswer(cursor, now));
  return refused(
    refusal(
      'epoch',
      'An epoch begins behind the last event that the hub has, with a number above its epoch.',
      {
        epoch: cursor.epoch,
        lastSeq: cursor.last_seq,
        lastHash: cursor.last_hash.toString('hex'),
      },
    ),
  );
}
