import { forgottenAfterMs } from '../../domain/desk/throttling.ts';
import type { Sql, Store } from '../store/store.ts';
import { type Account, accountOf } from './accounts.ts';
import { hashOf, newToken } from './tokens.ts';

/** A session ends after half an hour without a call by hand, and after ten hours in any case. Milliseconds. */
export const idleMs = 30 * 60_000;
export const longestSessionMs = 10 * 60 * 60_000;
/** How often the last use is written down. */
const seenEveryMs = 60_000;

/**
 * Begins a session with a token of its own. A token that the browser came with is ended, never taken over: nobody can
 * plant one before somebody signs in.
 */
export async function beginSession(
  sql: Sql,
  account: string,
  before: string | null,
  now: number,
): Promise<{ token: string }> {
  if (before !== null) await endSession(sql, before);
  await sql.run('DELETE FROM desk_session WHERE began_at < $1 OR seen_at < $2', [
    now - longestSessionMs,
    now - idleMs,
  ]);
  // Whoever signs in sweeps: what is over is not kept.
  await sql.run('DELETE FROM desk_throttle WHERE last < $1', [now - forgottenAfterMs]);
  const token = newToken();
  await sql.run('INSERT INTO desk_session (session, account, began_at, seen_at) VALUES ($1, $2, $3, $3)', [
    hashOf(token),
    account,
    now,
  ]);
  await sql.run('UPDATE desk_account SET last_sign_in_at = $2 WHERE account = $1', [account, now]);
  return { token };
}

/**
 * Whose session a token is; null for none, one that is over, or a blocked account. `byHand`: somebody asks, and not a page
 * that looks again by itself, before which nobody may be sitting any more.
 */
export async function sessionOf(
  store: Store,
  token: string | null,
  { now, byHand }: { now: number; byHand: boolean },
): Promise<Account | null> {
  if (token === null) return null;
  const session = hashOf(token);
  const [row] = await store.read.all<{ account: string; began_at: number; seen_at: number }>(
    'SELECT account, began_at, seen_at FROM desk_session WHERE session = $1',
    [session],
  );
  if (row === undefined) return null;
  const { account, began_at: beganAt, seen_at: seenAt } = row;
  if (beganAt + longestSessionMs <= now || seenAt + idleMs <= now) return null;
  const found = await accountOf(store.read, account);
  if (found === null || found.state !== 'active') return null;
  if (byHand && now - seenAt >= seenEveryMs) {
    await store.transaction((sql) =>
      sql.run('UPDATE desk_session SET seen_at = $2 WHERE session = $1', [session, now]),
    );
  }
  return found;
}

export const endSession = async (sql: Sql, token: string): Promise<void> => {
  await sql.run('DELETE FROM desk_session WHERE session = $1', [hashOf(token)]);
};
