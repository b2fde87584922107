import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync } from 'node:crypto';
import { cardHashText } from '../../domain/sync/members.ts';

/** Seals personal data with AES-256-GCM, and finds a phone or a card by a keyed hash. */
export interface Sealing {
  /** 12 bytes of nonce, 16 of tag, then the text. `of`: whose it is, so that rows cannot be changed over. */
  seal(text: string, of: string): Buffer;
  /** Null when it was sealed by another key, for another, or is damaged. */
  open(sealed: Buffer, of: string): string | null;
  macOf(phone: string): string;
  /** By this the member key is known: a hash of one way, hexadecimal. */
  mark: string;
  /** The key that huts get, base64url; it tells nothing of the hub's own. */
  streetKey: string;
  /** What a card is known by in the street, by the hash that a hut tells of it. */
  tokenOf(cardHash: string): string;
  /** The same for the code on a card. */
  tokenOfCode(code: string): string;
}

/** From the 32 bytes of the hub's member key. */
export function createSealing(memberKey: Buffer, random: (bytes: Uint8Array) => void): Sealing {
  const part = (name: string) => Buffer.from(hkdfSync('sha256', memberKey, '', `xiaowu hub ${name}`, 32));
  const sealKey = part('member');
  const macKey = part('phone');
  const streetKey = part('street cards');
  const tokenOf = (cardHash: string) => createHmac('sha256', streetKey).update(cardHash).digest('base64url');
  return {
    seal(text, of) {
      const nonce = Buffer.alloc(12);
      random(nonce);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(of));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, of) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, 12))
          .setAAD(Buffer.from(of))
          .setAuthTag(sealed.subarray(12, 28));
        return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
    macOf: (phone) => createHmac('sha256', macKey).update(phone).digest('hex'),
    mark: part('mark').toString('hex'),
    streetKey: streetKey.toString('base64url'),
    tokenOf,
    tokenOfCode: (code) => tokenOf(hash('sha256', cardHashText(code), 'hex')),
  };
}
