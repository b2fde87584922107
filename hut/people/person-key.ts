import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { done, type Result, refused } from '../../domain/result.ts';
import { type Log, stackOf } from '../log.ts';

export const personKeyFile = 'person.key';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** What the hut does meanwhile, said with every fault. */
const withoutIt = 'Until then cards and returns work, phone numbers do not';

/** The key file cannot be used: without it nobody's data can be read, and a new one would hide that. */
export interface PersonKeyFault {
  why: 'person-key';
  /** `foreign`: a key, but not the one that people registered with. */
  code: 'missing' | 'damaged' | 'foreign' | 'unreadable';
  message: string;
}

/** Encrypts, decrypts and looks up personal data. */
export interface PersonKey {
  /** AES-256-GCM: nonce, ciphertext, tag. `about` binds the text to its row and column. */
  seal(text: string, about: string): Buffer;
  /** Throws when the text was changed or belongs to another row. */
  unseal(sealed: Buffer, about: string): string;
  /** HMAC-SHA-256, the same for the same text: finds a phone number without storing it. */
  lookup(text: string): Buffer;
  /** A PIN mixed with the key: a stolen database alone cannot be tried against ten thousand PINs. */
  pepper(pin: string): Buffer;
}

/** The keys that follow from one secret of 32 bytes (HKDF-SHA-256, RFC 5869, one label each). */
export function personKeyOf(secret: Uint8Array): PersonKey {
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `xiaowu person ${use}`, keyBytes));
  const sealing = derive('seal');
  const finding = derive('lookup');
  const pinning = derive('pin');
  const keyed = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    seal(text, about) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    unseal(sealed, about) {
      const nonce = sealed.subarray(0, nonceBytes);
      const cipher = createDecipheriv('aes-256-gcm', sealing, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(-tagBytes));
      const text = cipher.update(sealed.subarray(nonceBytes, -tagBytes));
      return Buffer.concat([text, cipher.final()]).toString('utf8');
    },
    lookup: (text) => keyed(finding, text),
    pepper: (pin) => keyed(pinning, pin),
  };
}

/** Writes the key whole or not at all: a temporary file, synced, then linked to its name, then the directory. */
function createKeyFile(path: string): Buffer {
  const secret = randomBytes(keyBytes);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
  const fd = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(fd, secret);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  try {
    // Unlike a rename, a link never replaces a key that is already there.
    linkSync(temporary, path);
  } finally {
    unlinkSync(temporary);
  }
  if (process.platform !== 'win32') {
    const directory = openSync(dirname(path), 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  }
  return secret;
}

/** A sealed text of some registered person, by which a key is told to be the right one. */
export interface Sample {
  sealed: Buffer;
  about: string;
}

function opens(key: PersonKey, { sealed, about }: Sample): boolean {
  try {
    key.unseal(sealed, about);
    return true;
  } catch {
    return false;
  }
}

/** Readable by its owner alone; a copy from a stick often is not. False when that could not be put right. */
function closeToOthers(path: string): boolean {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return true;
  try {
    chmodSync(path, 0o600);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads `person.key` of a hut's directory, or makes it where nobody is registered yet. `sample` is what some
 * registered person left, which only the right key opens: where there is one, no second key is ever made.
 * Without the key the hut lends to cards and takes returns; it finds nobody by phone.
 */
export function openPersonKey(
  directory: string,
  sample: Sample | null,
  log: Log = () => {},
): Result<PersonKey, PersonKeyFault> {
  const path = join(directory, personKeyFile);
  const fault = (code: PersonKeyFault['code'], message: string) =>
    refused<PersonKeyFault>({ why: 'person-key', code, message: `${message}. ${withoutIt}` });
  try {
    if (!existsSync(path)) {
      return sample === null
        ? done(personKeyOf(createKeyFile(path)))
        : fault(
            'missing',
            `${personKeyFile} is missing, and people are registered: restore it from the backup`,
          );
    }
    const secret = readFileSync(path);
    if (secret.length !== keyBytes) {
      return fault('damaged', `${personKeyFile} must hold ${keyBytes} bytes, it holds ${secret.length}`);
    }
    if (!closeToOthers(path)) log({ what: 'person-key-open', file: personKeyFile });
    const key = personKeyOf(secret);
    return sample === null || opens(key, sample)
      ? done(key)
      : fault(
          'foreign',
          `${personKeyFile} is not the key that people registered with: restore the right one`,
        );
  } catch (error) {
    return fault('unreadable', `${personKeyFile} cannot be read: ${stackOf(error).split('\n')[0]}`);
  }
}
