import { hash } from 'node:crypto';
import { done, type Result, refused } from '../../domain/result.ts';
import { hutOfKey, KeyId } from '../../domain/sync/enrolment.ts';
import { syncLimits } from '../../domain/sync/limits.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import { contentDigest, readSignature, signatureBase } from '../../domain/sync/signature.ts';
import type { HubDeps } from '../deps.ts';
import { first, type Sql } from '../store/store.ts';
import { isSignedBy, lockKeys, revokeOthers } from './keys.ts';
import { refusal } from './refusing.ts';

const revoked = 'This key was revoked. Enrol again.';

/** Who sent a request, once its signature was found good. */
export interface Signed {
  hutId: string;
  /** Number of the key. */
  nth: number;
  /** The key was announced and, when its signature was looked at, not used yet: it takes over. */
  isNext: boolean;
  nonce: string;
  /** Seconds. */
  created: number;
}

/** What a signature says of a request that came by another way than the wire. */
export interface AsSent {
  method: string;
  authority: string;
  path: string;
  query: string;
  header: (name: string) => string | undefined;
  body: Buffer;
}

interface KeyRow {
  public_key: string;
  state: 'unconfirmed' | 'next' | 'active' | 'revoked';
}

/**
 * Checks digest, key and signature of a request, and that it is neither old nor from the future (`fresh`). What only
 * the office's trust decides comes last, so that nobody without the key learns of it.
 */
export async function checkSigned(
  { store, clock }: Pick<HubDeps, 'store' | 'clock'>,
  sent: AsSent,
  fresh = true,
): Promise<Result<Signed, SyncRefusal>> {
  const read = readSignature(sent.header);
  if (!read.ok) return refused(refusal('signature', `Missing or not as agreed: ${read.refusal}.`));
  const { contentDigest: digest, created, nonce, keyId, signature } = read.value;
  if (digest !== contentDigest(hash('sha256', sent.body, 'base64'))) {
    return refused(refusal('digest', 'Content-Digest is not that of the body.'));
  }
  if (!KeyId.safeParse(keyId).success) return refused(refusal('signature', 'No such key.'));
  const hutId = hutOfKey(keyId);
  const nth = Number(keyId.slice(hutId.length + 1));
  const key = first(
    await store.read.all<KeyRow>('SELECT public_key, state FROM hut_key WHERE hut_id = $1 AND nth = $2', [
      hutId,
      nth,
    ]),
  );
  if (key === null) return refused(refusal('signature', 'No such key.'));
  const { method, authority, path, query } = sent;
  const base = signatureBase({
    method,
    authority,
    path,
    query,
    contentDigest: digest,
    created,
    nonce,
    keyId,
  });
  if (!isSignedBy(key.public_key, base, Buffer.from(signature, 'base64'))) {
    return refused(refusal('signature', 'The signature is not by this key over this request.'));
  }
  const now = clock.wall();
  if (fresh && Math.abs(created * 1_000 - now) > syncLimits.skew * 1_000) {
    return refused(
      refusal('skew', 'The request is of another time than the hub has. Sign again with the offset.', {
        time: now,
      }),
    );
  }
  if (key.state === 'revoked') return refused(refusal('revoked', revoked));
  if (key.state === 'unconfirmed') {
    return refused(refusal('unconfirmed', 'The office has not compared the fingerprint of this key yet.'));
  }
  return done({ hutId, nth, isNext: key.state === 'next', nonce, created });
}

/** How many nonces are taken between two times that old ones are thrown away. */
const tidyEvery = 500;

/**
 * Marks a request as taken, in the transaction of what it does: the same nonce is refused from then on, and a key
 * that was announced takes over from the one before it. One that was revoked since its signature was looked at is
 * refused; one that took over meanwhile does so no second time, or it would revoke what was announced and confirmed since.
 * `now`: milliseconds.
 */
export type Enter = (sql: Sql, signed: Signed, now: number) => Promise<SyncRefusal | null>;

export function createEntrance(): Enter {
  let taken = 0;
  return async (sql, { hutId, nth, isNext, nonce, created }, now) => {
    if (isNext) await lockKeys(sql, hutId);
    const claimed = await sql.run(
      `INSERT INTO hut_nonce SELECT $1, $2, $3 WHERE EXISTS (
         SELECT 1 FROM hut_key WHERE hut_id = $1 AND nth = $4 AND state IN ('active', 'next')
       ) ON CONFLICT DO NOTHING`,
      [hutId, nonce, created, nth],
    );
    if (claimed === 0) {
      const used = await sql.all('SELECT 1 AS one FROM hut_nonce WHERE hut_id = $1 AND nonce = $2', [
        hutId,
        nonce,
      ]);
      return used.length > 0
        ? refusal('replayed', 'This nonce was used. Sign again with another.')
        : refusal('revoked', revoked);
    }
    if (isNext) {
      const takesOver = await sql.run(
        `UPDATE hut_key SET state = 'active' WHERE hut_id = $1 AND nth = $2 AND state = 'next'`,
        [hutId, nth],
      );
      if (takesOver > 0) await revokeOthers(sql, hutId, nth, now);
    }
    if (++taken % tidyEvery === 0) {
      // Twice the skew, either way: an older one is refused by its age.
      await sql.run('DELETE FROM hut_nonce WHERE created < $1', [
        Math.trunc(now / 1_000) - 4 * syncLimits.skew,
      ]);
    }
    return null;
  };
}
