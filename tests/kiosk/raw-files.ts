import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Kiosk } from './kiosk.ts';

/** The ways in which a program might have written the text. */
export const encodings = (text: string): Buffer[] => [
  Buffer.from(text, 'utf8'),
  Buffer.from(text, 'utf16le'),
  Buffer.from(text, 'utf16le').swap16(),
  Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
  Buffer.from(Buffer.from(text).toString('hex')),
];

/** Every file below a folder. */
export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((file) => statSync(file).isFile());
}

/** Names of the secrets that occur in a file, as raw bytes. */
export function found(file: string, secrets: ReadonlyMap<string, readonly Buffer[]>): string[] {
  const raw = readFileSync(file);
  return [...secrets].flatMap(([name, forms]) => (forms.some((form) => raw.includes(form)) ? [name] : []));
}

/** A copy as the backups make theirs: what is in the database, and no freed page. */
export function backUp(kiosk: Kiosk, name: string): string {
  const file = join(kiosk.ledgerDir, name);
  kiosk.ledger.db.prepare('VACUUM INTO ?').run(file);
  return file;
}
