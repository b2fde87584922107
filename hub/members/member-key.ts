import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
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
  const to = openSync(file, 'wx', 0o600);
  try {
    writeSync(to, key);
    fsyncSync(to);
  } finally {
    closeSync(to);
  }
  return done(key);
}
