import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PersonKey, personKeyFile, personKeyOf } from './person-key.ts';

/** The key as it lies there, or null: nothing is made and nothing is said here. */
function keyIn(directory: string): PersonKey | null {
  try {
    const secret = readFileSync(join(directory, personKeyFile));
    return secret.length === 32 ? personKeyOf(secret) : null;
  } catch {
    // What keeps it from being read is said where it is opened.
    return null;
  }
}

/**
 * Tells whether a row of personal data is what was written, by its seal and by the phone number it is found under.
 * Rows that nothing seals, and all rows while the key is not there, count as good: there is nothing better to go by.
 */
export function soundRows(
  directory: string,
): (table: string, row: Readonly<Record<string, unknown>>) => boolean {
  const key = keyIn(directory);
  return (table, { person, phone_hmac: found, phone_enc: phone, dwelling_enc: dwelling }) => {
    if (table !== 'person' || key === null) return true;
    if (!Buffer.isBuffer(phone) || !Buffer.isBuffer(dwelling) || !Buffer.isBuffer(found)) return false;
    try {
      key.unseal(dwelling, `${person} dwelling`);
      return key.lookup(key.unseal(phone, `${person} phone`)).equals(found);
    } catch {
      return false;
    }
  };
}
