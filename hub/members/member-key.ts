import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { done, type Result, refused } from '../../domain/result.ts';
import { first, type Sql } from '../store/store.ts';

export const memberKeyFile = 'hub.key';

/**
 * The key that seals personal data: 32 bytes in a file that only its user reads, apart from the store. Made when there
 * is none and nothing was sealed yet; a second key for what an older one sealed is never made.
 */
export async function loadMemberKey(
  dir: string,
  sql: Sql,
  random: (bytes: Uint8Array) => void,
): Promise<Result<Buffer, string>> {
  const file = join(dir, memberKeyFile);
  try {
    const key = readFileSync(file);
    return key.length === 32
      ? done(key)
      : refused(`${file} is damaged: it must have 32 bytes. Put it back from a copy.`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const sealed = first(await sql.all('SELECT 1 AS one FROM member WHERE sealed IS NOT NULL LIMIT 1'));
  if (sealed !== null) {
    return refused(`${file} is missing, and the store holds what it sealed. Put it back from a copy.`);
  }
  const key = Buffer.alloc(32);
  random(key);
  // Whole or not there: half a key beside an empty store would be called damaged for ever.
  const next = `${file}.new`;
  synced(openSync(next, 'w', 0o600), (to) => writeFileSync(to, key));
  renameSync(next, file);
  // Windows has no such call for a directory, and needs none.
  if (process.platform !== 'win32') synced(openSync(dir, 'r'));
  return done(key);
}

function synced(to: number, write: (to: number) => void = () => {}): void {
  try {
    write(to);
    fsyncSync(to);
  } finally {
    closeSync(to);
  }
}
