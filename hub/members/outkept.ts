import type { HubDeps } from '../deps.ts';
import type { Sql } from '../store/store.ts';
import { eraseMember, type MemberChange } from './members.ts';

const day = 86_400_000;
/** Persons erased in one transaction. */
const inOne = 200;

/** Whether some hut's own clock is near ours: a hub whose clock jumped ahead must erase nobody. */
export async function isClockShared(sql: Sql, now: number): Promise<boolean> {
  const huts = await sql.all(
    `SELECT 1 AS one FROM hut_health
     WHERE last_event_at BETWEEN $1 AND $2 AND COALESCE(clock_right, 1) = 1 LIMIT 1`,
    [now - day, now + day],
  );
  return huts.length > 0;
}

/**
 * Erases personal data that is past its time, here and by order in all huts: a part of it, to be settled and asked again
 * until nothing is left. A hut does that for its own by itself; this is for one that is gone. Whoever has things out is
 * left until they are back, as at the hut.
 */
export async function eraseOutkept({
  store,
  clock,
  random,
}: Pick<HubDeps, 'store' | 'clock' | 'random'>): Promise<MemberChange[]> {
  const now = clock.wall();
  return store.transaction(async (sql) => {
    if (!(await isClockShared(sql, now))) return [];
    const due = await sql.all<{ hut_id: string; ref: string; version: number }>(
      `SELECT hut_id, ref, version FROM member WHERE sealed IS NOT NULL AND kept_until < $1
         AND NOT EXISTS (SELECT 1 FROM open_loan WHERE open_loan.person = member.ref)
       ORDER BY hut_id, ref LIMIT ${inOne}`,
      [now],
    );
    const erased: MemberChange[] = [];
    for (const { hut_id, ref, version } of due) {
      erased.push(await eraseMember(sql, { random }, hut_id, ref, { version, now }));
    }
    return erased;
  });
}
