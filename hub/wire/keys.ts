import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { fingerprint } from '../../domain/sync/enrolment.ts';

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
