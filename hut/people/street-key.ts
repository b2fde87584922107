import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StreetKey as KeyText } from '../../domain/sync/members.ts';
import { systemFaultOf } from '../ledger/fault.ts';
import { writeSecret } from '../ledger/write-secret.ts';
import type { Log } from '../log.ts';
import { cardHashOf } from './card-hash.ts';

/** The street's key as the hub gave it: beside `person.key`, readable by the hut's user alone. In no backup. */
export const streetKeyFile = 'street.key';

/** By which cards of other huts are known here. */
export interface StreetKey {
  /** Whether there is one. */
  ready(): boolean;
  /** What this code is known by in the street; null while there is no key, and then no card of another hut is known. */
  tokenOf(code: string): string | null;
  /** Keeps what the hub gave. False when the disk did not take it; then the one of before stays. */
  keep(key: string): boolean;
}

/**
 * Reads the key of a hut's directory. One that is lost or damaged is no fault: the hub gives it again. `missed`: cards
 * of the street are there, and nobody can be known by them meanwhile.
 */
export function openStreetKey(dir: string, missed: () => boolean, log: Log = () => {}): StreetKey {
  let held: string | null = null;
  try {
    held = KeyText.parse(readFileSync(join(dir, streetKeyFile), 'utf8').trim());
  } catch {
    if (missed()) log({ what: 'street-key', file: streetKeyFile });
  }
  let bytes = Buffer.from(held ?? '', 'base64url');
  return {
    ready: () => held !== null,
    tokenOf: (code) =>
      held === null ? null : createHmac('sha256', bytes).update(cardHashOf(code)).digest('base64url'),
    keep(key) {
      if (key === held) return true;
      try {
        writeSecret(dir, streetKeyFile, `${key}\n`);
      } catch (error) {
        if (systemFaultOf(error) === null) throw error;
        return false;
      }
      held = key;
      bytes = Buffer.from(key, 'base64url');
      return true;
    },
  };
}
