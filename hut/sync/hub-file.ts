import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
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

/** What stands there; null when the hut stands alone, or the file is not what a hut wrote. */
export function readHubFile(dir: string): HubIdentity | null {
  try {
    return HubIdentity.parse(JSON.parse(readFileSync(join(dir, hubFile), 'utf8')));
  } catch {
    return null;
  }
}

/** Writes it whole or not at all. Throws what the file system says. */
export const writeHubFile = (dir: string, identity: HubIdentity): void =>
  writeSecret(dir, hubFile, `${JSON.stringify(identity, null, 2)}\n`);
