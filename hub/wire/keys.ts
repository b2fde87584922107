import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { fingerprint } from '../../domain/sync/enrolment.ts';
import type { Sql } from '../store/store.ts';

/** Keys that were built, by their text: building one costs a quarter of a verification. */
const built = new Map<string, KeyObject>();
const keptKeys = 10_000;

function keyOf(publicKey: string): KeyObject | null {
  const known = built.get(publicKey);
  if (known !== undefined) return known;
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    if (built.size >= keptKeys) built.clear();
    built.set(publicKey, key);
    return key;
  } catch {
    return null;
  }
}

/** Whether `signature` is by this Ed25519 key (32 bytes in base64url) over the text. */
export function isSignedBy(publicKey: string, text: string, signature: Buffer): boolean {
  const key = keyOf(publicKey);
  return key !== null && signature.length === 64 && verify(null, Buffer.from(text), key, signature);
}

/** The fingerprint of a public key given in base64url. */
export const fingerprintOf = (publicKey: string): string =>
  fingerprint(hash('sha256', Buffer.from(publicKey, 'base64url'), 'buffer'));

/** Keeps the keys of a hut as they are until the transaction ends. In one order, so that no two wait for each other. */
export const lockKeys = (sql: Sql, hutId: string): Promise<object[]> =>
  sql.all(`SELECT nth FROM hut_key WHERE hut_id = $1 ORDER BY nth${sql.forUpdate}`, [hutId]);

/** From now on this key alone is good. */
export const revokeOthers = (sql: Sql, hutId: string, nth: number, now: number): Promise<number> =>
  sql.run(
    `UPDATE hut_key SET state = 'revoked', revoked_at = $3 WHERE hut_id = $1 AND nth <> $2 AND state <> 'revoked'`,
    [hutId, nth, now],
  );
