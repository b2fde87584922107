import { beforeTry, type ThrottleOf } from '../../domain/desk/throttling.ts';
import type { Store } from '../store/store.ts';

/**
 * Counts a try against a name or an address, before it is looked at. Gives the seconds to wait when there were too
 * many; kept in the books, so that a restart forgives nothing.
 */
export const countTry = (store: Store, of: ThrottleOf, whose: string, now: number): Promise<number> =>
  store.transaction(async (sql) => {
    const key = `${of}:${whose}`.slice(0, 120);
    // The row is there and locked before it is read, so that two tries at once are counted one after the other.
    await sql.run(
      `INSERT INTO desk_throttle (throttle, failed, until, last) VALUES ($1, 0, 0, $2)
       ON CONFLICT (throttle) DO UPDATE SET failed = desk_throttle.failed`,
      [key, now],
    );
    const [row] = await sql.all<Record<string, number>>(
      'SELECT failed, until, last FROM desk_throttle WHERE throttle = $1',
      [key],
    );
    const known = row && { failed: Number(row.failed), until: Number(row.until), last: Number(row.last) };
    const { tries, waitMs } = beforeTry(of, known ?? null, now);
    await sql.run('UPDATE desk_throttle SET failed = $2, until = $3, last = $4 WHERE throttle = $1', [
      key,
      tries.failed,
      tries.until,
      tries.last,
    ]);
    return Math.ceil(waitMs / 1000);
  });

/** A right try: the count of this name or address begins anew. */
export const forgetTries = (store: Store, of: ThrottleOf, whose: string): Promise<number> =>
  store.transaction((sql) =>
    sql.run('DELETE FROM desk_throttle WHERE throttle = $1', [`${of}:${whose}`.slice(0, 120)]),
  );
