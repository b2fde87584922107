import { CodeRow, KeyRow } from '../../../domain/desk/rows.ts';
import { enrolCodeLimits } from '../../../domain/sync/enrolment.ts';
import {
  addHut,
  confirmKey as confirm,
  makeCode,
  openCode as open,
  revokeKeys,
} from '../../enrolment/enrol.ts';
import type { Sql, Store } from '../../store/store.ts';

interface Key {
  hut_id: string;
  nth: number;
  hut_name: string;
  fingerprint: string;
  state: string;
  since: number;
}

/** All keys of all huts, by hut, newest first. */
export async function readKeys({ read }: Store): Promise<KeyRow[]> {
  const rows = await read.all<Key>(
    `SELECT k.hut_id, k.nth, h.name AS hut_name, k.fingerprint, k.state,
       COALESCE(k.revoked_at, k.confirmed_at, k.made_at) AS since
     FROM hut_key k JOIN hut h ON h.hut_id = k.hut_id ORDER BY h.name, k.hut_id, k.nth DESC`,
  );
  return rows.map((row) =>
    KeyRow.parse({
      key: `${row.hut_id}/${row.nth}`,
      hut: row.hut_id,
      hutName: row.hut_name,
      fingerprint: row.fingerprint,
      state: row.state,
      since: row.since,
    }),
  );
}

/** Codes that may still be used. */
export async function readCodes({ read }: Store, now: number): Promise<CodeRow[]> {
  const rows = await read.all<{
    hut_id: string;
    slot: string;
    name: string;
    expires_at: number;
    attempts: number;
  }>(
    `SELECT c.hut_id, c.slot, h.name, c.expires_at, c.attempts FROM enrol_code c JOIN hut h ON h.hut_id = c.hut_id
     WHERE c.used_at IS NULL AND c.expires_at > $1 AND c.attempts < $2 ORDER BY c.expires_at, c.hut_id`,
    [now, enrolCodeLimits.attempts],
  );
  return rows.map((row) =>
    CodeRow.parse({
      code: `${row.hut_id}/${row.slot}`,
      hutName: row.name,
      expires: row.expires_at,
      triesLeft: enrolCodeLimits.attempts - Number(row.attempts),
    }),
  );
}

/** Codes that begin alike are refused; with ten open ones the third try in a row is one in a million. */
const tries = 5;

/** Opens a code for a hut, a new one where none is named; `then` runs in the same transaction. */
export async function openCode(
  store: Store,
  random: (bytes: Uint8Array) => void,
  { name, hut, now }: { name: string; hut: string | null; now: number },
  then: (sql: Sql, hut: string) => Promise<void>,
): Promise<{ code: string; expires: number }> {
  for (let tried = 0; tried < tries; tried++) {
    const made = await makeCode(random);
    const opened = await store.transaction(async (sql) => {
      const id = hut ?? (await newHut(sql, random, name, now));
      const result = await open(sql, id, made, now);
      if (!result.ok) return null;
      await then(sql, id);
      return result.value.expiresAt;
    });
    if (opened !== null) return { code: made.code, expires: opened };
  }
  throw new Error('no code could be opened: too many are open at once');
}

async function newHut(
  sql: Sql,
  random: (bytes: Uint8Array) => void,
  name: string,
  now: number,
): Promise<string> {
  // A code for a hut that never came is made anew, not a second hut of the same name.
  const [expected] = await sql.all<{ hut_id: string }>(
    `SELECT hut_id FROM hut WHERE name = $1 AND NOT EXISTS (SELECT 1 FROM hut_key k WHERE k.hut_id = hut.hut_id)`,
    [name],
  );
  if (expected !== undefined) return expected.hut_id;
  for (;;) {
    const bytes = new Uint8Array(5);
    random(bytes);
    const id = `hut-${Buffer.from(bytes).toString('hex')}`;
    if ((await addHut(sql, id, name, now)).ok) return id;
  }
}

const partsOf = (key: string): { hut: string; nth: number } => {
  const [hut = '', nth = ''] = key.split('/');
  return { hut, nth: Number(nth) };
};

/** The fingerprint was compared and is the same. */
export async function confirmKey(sql: Sql, key: string, now: number): Promise<boolean> {
  const { hut, nth } = partsOf(key);
  return (await confirm(sql, hut, nth, now)).ok;
}

/** A key that was never confirmed is revoked alone: the hut's own goes on. One in use is revoked with all of its hut. */
export async function revokeKey(sql: Sql, key: string, now: number): Promise<boolean> {
  const { hut, nth } = partsOf(key);
  const waiting = await sql.run(
    `UPDATE hut_key SET state = 'revoked', revoked_at = $3 WHERE hut_id = $1 AND nth = $2 AND state = 'unconfirmed'`,
    [hut, nth, now],
  );
  if (waiting > 0) return true;
  const [row] = await sql.all<{ state: string }>('SELECT state FROM hut_key WHERE hut_id = $1 AND nth = $2', [
    hut,
    nth,
  ]);
  if (row === undefined || row.state === 'revoked') return false;
  return (await revokeKeys(sql, hut, now)) > 0;
}
