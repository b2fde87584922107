import { z } from 'zod';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An Ed25519 public key: its 32 bytes in base64url. */
export const PublicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** An Ed25519 signature: its 64 bytes in base64url. */
export const Proof = z.string().regex(/^[A-Za-z0-9_-]{86}$/);

/** Which hut it is, for the hub. */
export const HutId = z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}$/);
/** The hut's id, a slash, and which of its keys. */
export const KeyId = z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}\/\d{1,6}$/);
export const hutOfKey = (keyId: string): string => keyId.split('/')[0] ?? '';

/**
 * Eight characters of Crockford's base 32, as the office reads them out: the first two find the code among those
 * that are open, the other six are its secret.
 */
export const EnrolCode = z.string().regex(new RegExp(`^[${crockford}]{8}$`));
export const enrolCodeParts = (code: string): { slot: string; secret: string } => ({
  slot: code.slice(0, 2),
  secret: code.slice(2),
});

/** How long a code is good, milliseconds, and how many wrong tries it bears. */
export const enrolCodeLimits = { lasts: 10 * 60_000, attempts: 5 } as const;

/** A code as typed: spaces and hyphens out, upper case, O read as 0, I and L as 1. Null when it cannot be one. */
export function readEnrolCode(typed: string): string | null {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return EnrolCode.safeParse(text).success ? text : null;
}

/** A code from eight random bytes, of which the low five bits each are used. */
export const makeEnrolCode = (random: Uint8Array): string =>
  [...random.slice(0, 8)].map((byte) => crockford[byte & 31]).join('');

/** What a hut signs with its new key when it enrols: that it has the private half, for this code and hub alone. */
export const enrolProofText = (code: string, publicKey: string, authority: string): string =>
  `xiaowu enrol\n${code}\n${publicKey}\n${authority}`;

/** What a hut signs with its next key to change to it. */
export const rotationProofText = (hutId: string, publicKey: string): string =>
  `xiaowu next key\n${hutId}\n${publicKey}`;

/**
 * What the official compares: the first 80 bits of the SHA-256 of the key's 32 bytes, in Crockford's base 32, four
 * groups of four. `sha256` is the 32 bytes of that hash.
 */
export function fingerprint(sha256: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of sha256.slice(0, 10)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += crockford[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return (text.match(/.{4}/g) ?? []).join(' ');
}
