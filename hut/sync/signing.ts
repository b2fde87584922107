import { createPrivateKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import { fingerprint } from '../../domain/sync/enrolment.ts';
import { contentDigest, signatureBase, signatureHeaders } from '../../domain/sync/signature.ts';
import type { KeyPair } from './hub-file.ts';

/** A new Ed25519 key. */
export function makeKeyPair(): KeyPair {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { publicKey: x, privateKey: d };
}

const keyOf = ({ publicKey: x, privateKey: d }: KeyPair): KeyObject =>
  createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });

/** What the office compares. */
export const fingerprintOf = (publicKey: string): string =>
  fingerprint(hash('sha256', Buffer.from(publicKey, 'base64url'), 'buffer'));

/** Signs a text by itself, as at enrolment; base64url. */
export const signText = (pair: KeyPair, text: string): string =>
  sign(null, Buffer.from(text), keyOf(pair)).toString('base64url');

/** Signs requests with one key. */
export interface Signer {
  /** The headers of RFC 9421 for this request; `created` in seconds. */
  headers(request: {
    method: string;
    authority: string;
    path: string;
    query: string;
    body: Uint8Array;
    created: number;
    nonce: string;
  }): Record<string, string>;
}

export function createSigner(keyId: string, pair: KeyPair): Signer {
  const key = keyOf(pair);
  return {
    headers({ body, ...request }) {
      const whole = { ...request, keyId, contentDigest: contentDigest(hash('sha256', body, 'base64')) };
      const signature = sign(null, Buffer.from(signatureBase(whole)), key).toString('base64');
      return signatureHeaders(whole, signature);
    },
  };
}
