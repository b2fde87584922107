import type { Hono } from 'hono';
import type { Sealing } from '../members/sealing.ts';
import type { Store } from '../store/store.ts';
import { type DeskAppDeps, deskApp } from './app.ts';
import { hubBooks } from './books/hub-books.ts';
import { createPasswords, type PasswordCost, passwordCost } from './passwords.ts';
import { deskMigrations } from './schema.ts';

/** The desk's part of the hub's store. */
export const deskPart = { name: 'desk', migrations: deskMigrations } as const;

export interface CreateDesk
  extends Pick<
    DeskAppDeps,
    'clock' | 'newId' | 'log' | 'dist' | 'origin' | 'names' | 'addressOf' | 'settle' | 'importStick'
  > {
  store: Store;
  sealing: Sealing;
  random: (bytes: Uint8Array) => void;
  /** Left out: what stands up to a stolen database. */
  passwordCost?: PasswordCost;
}

/** The office's desk on the hub's books. Mount it behind the hub's own routes: it takes `/` and everything below `/desk`. */
export function createDesk({ random, passwordCost: cost = passwordCost, ...deps }: CreateDesk): Hono {
  const books = hubBooks(deps.store, random, deps.sealing);
  const newNumber = () => numberOf(random);
  return deskApp({ ...deps, random, books, newNumber, passwords: createPasswords(cost) });
}

/** Six digits, each as likely as the other: draws that would favour some are drawn again. */
function numberOf(random: (bytes: Uint8Array) => void): string {
  const bytes = Buffer.alloc(4);
  for (;;) {
    random(bytes);
    const drawn = bytes.readUInt32BE();
    if (drawn < 4_294_000_000) return String(drawn % 1_000_000).padStart(6, '0');
  }
}
