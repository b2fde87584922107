import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { done, type Result, refused } from '../../domain/result.ts';
import { HutId, KeyId, PublicKey } from '../../domain/sync/enrolment.ts';
import { writeSecret } from '../ledger/write-secret.ts';

/** Who this hut is at which hub, with its private key: beside `person.key`, readable by the hut's user alone. */
export const hubFile = 'hub.json';

const KeyPair = z.strictObject({
  publicKey: PublicKey,
  /** The 32 bytes of the private half, base64url. */
  privateKey: PublicKey,
});
export type KeyPair = z.infer<typeof KeyPair>;

export const HubIdentity = KeyPair.extend({
  /** Origin of the hub, without a path. */
  url: z.url(),
  hutId: HutId,
  keyId: KeyId,
});
export type HubIdentity = z.infer<typeof HubIdentity>;

/** The file is there and says nothing. The message never holds a word of it: a private key may be among them. */
export interface HubFileFault {
  message: string;
}

const unreadable = (file: string, why: string): { ok: false; refusal: HubFileFault } =>
  refused({ message: `${file} ${why}` });

/** What stands there: null when there is no file, and so no hub. Changes nothing. */
export function readHubFile(dir: string): Result<HubIdentity | null, HubFileFault> {
  const file = join(dir, hubFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? done(null) : unreadable(file, `cannot be read: ${code}`);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return unreadable(file, text.trim() === '' ? 'is empty' : 'is not JSON');
  }
  const read = HubIdentity.safeParse(raw);
  if (read.success) return done(read.data);
  const keys = read.error.issues.map(({ path, code }) =>
    code === 'unrecognized_keys' ? 'a key too many' : path.join('.'),
  );
  return unreadable(
    file,
    `is not what a hut writes: ${[...new Set(keys)].map((key) => key || 'the whole').join(', ')}`,
  );
}

/** What to do about it, in both languages of a terminal. */
export const hubFileRemedy =
  'Put back a copy of this very file, or ask the office for a new code and `npm run sync -- enrol CODE`. Nothing was changed.\n街道平台的身份文件坏了：放回备份的同一份，或请街道再给一个码重新接入。什么都没有改。';

/** Writes it whole or not at all. Throws what the file system says. */
export const writeHubFile = (dir: string, identity: HubIdentity): void =>
  writeSecret(dir, hubFile, `${JSON.stringify(identity, null, 2)}\n`);
