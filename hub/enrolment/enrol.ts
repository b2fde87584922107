import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { z } from 'zod';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Enrolled, syncEndpoints } from '../../domain/sync/endpoints.ts';
import {
  enrolCodeLimits,
  enrolCodeParts,
  enrolProofText,
  makeEnrolCode,
  rotationProofText,
} from '../../domain/sync/enrolment.ts';
import { FeedStream } from '../../domain/sync/feeds.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import type { HubDeps } from '../deps.ts';
import { first, type Sql } from '../store/store.ts';
import { fingerprintOf, isSignedBy, lockKeys, revokeOthers } from '../wire/keys.ts';
import { refusal } from '../wire/refusing.ts';
import type { Signed } from '../wire/signed.ts';

const derive = promisify(scrypt);
/** Some 25 ms: what keeps six characters from being tried at leisure by whoever gets a copy of the store. */
const hashOf = async (secret: string, salt: Buffer): Promise<Buffer> =>
  (await derive(secret, salt, 32)) as Buffer;

const zeros = Buffer.alloc(32);

/** A code for a hut, and what of it the store keeps. Made before the transaction: hashing takes its time. */
export interface MadeCode {
  code: string;
  salt: Buffer;
  hash: Buffer;
}
export async function makeCode(random: HubDeps['random']): Promise<MadeCode> {
  const bytes = Buffer.alloc(8);
  random(bytes);
  const salt = Buffer.alloc(16);
  random(salt);
  const code = makeEnrolCode(bytes);
  return { code, salt, hash: await hashOf(enrolCodeParts(code).secret, salt) };
}

/** Makes a hut known. An id that is taken is refused. */
export async function addHut(
  sql: Sql,
  hutId: string,
  name: string,
  now: number,
): Promise<Result<null, 'taken'>> {
  const added = await sql.run('INSERT INTO hut VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    hutId,
    name,
    now,
  ]);
  if (added === 0) return refused('taken');
  await sql.run('INSERT INTO hut_cursor VALUES ($1, 1, 0, $2, 0, NULL, NULL, NULL, NULL)', [hutId, zeros]);
  await sql.run('INSERT INTO hut_epoch VALUES ($1, 1, 1, $2)', [hutId, now]);
  return done(null);
}

/**
 * Opens a code for a hut that is known, a new one or one that lost its machine. A code that was open for this hut is
 * over. Refused when another open code begins alike: make another.
 */
export async function openCode(
  sql: Sql,
  hutId: string,
  { code, salt, hash }: MadeCode,
  now: number,
): Promise<Result<{ expiresAt: number }, 'no-hut' | 'slot-taken'>> {
  const hut = first(await sql.all('SELECT 1 AS one FROM hut WHERE hut_id = $1', [hutId]));
  if (hut === null) return refused('no-hut');
  const { slot } = enrolCodeParts(code);
  const taken = await sql.all(
    'SELECT 1 AS one FROM enrol_code WHERE slot = $1 AND hut_id <> $2 AND used_at IS NULL AND expires_at > $3',
    [slot, hutId, now],
  );
  if (taken.length > 0) return refused('slot-taken');
  const expiresAt = now + enrolCodeLimits.lasts;
  await sql.run('DELETE FROM enrol_code WHERE hut_id = $1', [hutId]);
  await sql.run('INSERT INTO enrol_code VALUES ($1, $2, $3, $4, $5, $6, 0, NULL)', [
    hutId,
    slot,
    salt,
    hash,
    now,
    expiresAt,
  ]);
  return done({ expiresAt });
}

interface CodeRow {
  hut_id: string;
  salt: Buffer;
  hash: Buffer;
  expires_at: number;
  attempts: number;
  used_at: number | null;
}

type EnrolRequest = z.infer<typeof syncEndpoints.enrol.body>;

/** Takes a machine on by its code. Its key waits until the office has compared the fingerprint. */
export async function enrol(
  { store, clock }: Pick<HubDeps, 'store' | 'clock'>,
  request: EnrolRequest,
  authority: string,
): Promise<Result<Enrolled & { fingerprint: string }, SyncRefusal>> {
  const { code, publicKey, proof, release } = request;
  const text = enrolProofText(code, publicKey, authority);
  if (!isSignedBy(publicKey, text, Buffer.from(proof, 'base64url'))) {
    return refused(refusal('bad-request', 'proof: not by this key over this code and hub.'));
  }
  const unknown = refused(
    refusal('code-unknown', 'No such code. Look at it again, or ask the office for one.'),
  );
  const over = refused(refusal('code-over', 'This code is over. Ask the office for a new one.'));
  const { slot, secret } = enrolCodeParts(code);
  const find = async (sql: Sql, lock: boolean) =>
    first(
      await sql.all<CodeRow>(
        `SELECT hut_id, salt, hash, expires_at, attempts, used_at FROM enrol_code WHERE slot = $1
         ORDER BY made_at DESC LIMIT 1${lock ? sql.forUpdate : ''}`,
        [slot],
      ),
    );
  const seen = await find(store.read, false);
  // Hashing takes as long where there is no such code.
  const tried = await hashOf(secret, seen?.salt ?? zeros);
  return store.transaction(async (sql) => {
    const now = clock.wall();
    const row = await find(sql, true);
    if (row === null || seen === null || !row.salt.equals(seen.salt)) return unknown;
    if (row.expires_at <= now || row.attempts >= enrolCodeLimits.attempts || row.used_at !== null)
      return over;
    const hutId = row.hut_id;
    if (!timingSafeEqual(tried, row.hash)) {
      await sql.run('UPDATE enrol_code SET attempts = attempts + 1 WHERE hut_id = $1 AND slot = $2', [
        hutId,
        slot,
      ]);
      return unknown;
    }
    await sql.run('UPDATE enrol_code SET used_at = $3 WHERE hut_id = $1 AND slot = $2', [hutId, slot, now]);
    const nth = await addKey(sql, hutId, publicKey, 'unconfirmed', now);
    await sql.run('UPDATE hut_cursor SET release = $2, seen_at = $3 WHERE hut_id = $1', [
      hutId,
      release,
      now,
    ]);
    const cursor = first(
      await sql.all<{ epoch: number; last_seq: number }>(
        'SELECT epoch, last_seq FROM hut_cursor WHERE hut_id = $1',
        [hutId],
      ),
    );
    return done({
      hutId,
      keyId: `${hutId}/${nth}`,
      epoch: cursor?.epoch ?? 1,
      lastSeq: cursor?.last_seq ?? 0,
      streams: [...FeedStream.options],
      time: now,
      fingerprint: fingerprintOf(publicKey),
    });
  });
}

async function addKey(
  sql: Sql,
  hutId: string,
  publicKey: string,
  state: 'unconfirmed' | 'next',
  now: number,
): Promise<number> {
  const last = first(
    await sql.all<{ nth: number | null }>('SELECT MAX(nth) AS nth FROM hut_key WHERE hut_id = $1', [hutId]),
  );
  const nth = (last?.nth ?? 0) + 1;
  await sql.run('INSERT INTO hut_key VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL)', [
    hutId,
    nth,
    publicKey,
    fingerprintOf(publicKey),
    state,
    now,
  ]);
  return nth;
}

/** The office has compared the fingerprint: the key is good, and every other one of this hut is revoked. */
export async function confirmKey(
  sql: Sql,
  hutId: string,
  nth: number,
  now: number,
): Promise<Result<null, 'not-waiting'>> {
  await lockKeys(sql, hutId);
  const confirmed = await sql.run(
    `UPDATE hut_key SET state = 'active', confirmed_at = $3
     WHERE hut_id = $1 AND nth = $2 AND state = 'unconfirmed'`,
    [hutId, nth, now],
  );
  if (confirmed === 0) return refused('not-waiting');
  await revokeOthers(sql, hutId, nth, now);
  return done(null);
}

/** Revokes every key of a hut; how many were good until now. Nothing more is taken from it until it enrols again. */
export async function revokeKeys(sql: Sql, hutId: string, now: number): Promise<number> {
  // One that is being announced is there after that, and is revoked with the others.
  await lockKeys(sql, hutId);
  return sql.run(
    `UPDATE hut_key SET state = 'revoked', revoked_at = $2 WHERE hut_id = $1 AND state <> 'revoked'`,
    [hutId, now],
  );
}

/**
 * Announces the key that takes over from the present one, `by`, when it is first used. The same again answers the same.
 * One that is revoked just then announces none: its holder would be in again.
 */
export async function announceKey(
  sql: Sql,
  { hutId, nth: by }: Pick<Signed, 'hutId' | 'nth'>,
  { publicKey, proof }: z.infer<typeof syncEndpoints.nextKey.body>,
  now: number,
): Promise<Result<{ keyId: string }, SyncRefusal>> {
  if (!isSignedBy(publicKey, rotationProofText(hutId, publicKey), Buffer.from(proof, 'base64url'))) {
    return refused(refusal('bad-request', 'proof: not by this key for this hut.'));
  }
  await lockKeys(sql, hutId);
  const isGood = await sql.all(
    `SELECT 1 AS one FROM hut_key WHERE hut_id = $1 AND nth = $2 AND state = 'active'`,
    [hutId, by],
  );
  if (isGood.length === 0) return refused(refusal('revoked', 'This key was revoked.'));
  const known = first(
    await sql.all<{ nth: number; state: string }>(
      'SELECT nth, state FROM hut_key WHERE hut_id = $1 AND public_key = $2 ORDER BY nth DESC LIMIT 1',
      [hutId, publicKey],
    ),
  );
  if (known !== null && known.state !== 'next') {
    return refused(refusal('bad-request', 'publicKey: was used before.'));
  }
  if (known !== null) return done({ keyId: `${hutId}/${known.nth}` });
  // One at a time: an earlier announcement was never used.
  await sql.run(
    `UPDATE hut_key SET state = 'revoked', revoked_at = $2 WHERE hut_id = $1 AND state = 'next'`,
    [hutId, now],
  );
  return done({ keyId: `${hutId}/${await addKey(sql, hutId, publicKey, 'next', now)}` });
}
