import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { done, type Result, refused } from '../../domain/result.ts';
import { first, type Sql, type Store } from '../store/store.ts';
import { openMember } from './members.ts';
import { createSealing } from './sealing.ts';

export const memberKeyFile = 'hub.key';

/** Rows that are tried where no mark tells the key: one of them may be damaged. */
const tried = 8;

/**
 * The key that seals personal data: 32 bytes in a file that only its user reads, apart from the store. Made when there
 * is none and the store never had one; a second key for what an older one sealed is never made, and another key than the
 * one of the store is refused: with it nothing could be read, nobody found, and no card known.
 */
export async function loadMemberKey(
  dir: string,
  store: Pick<Store, 'read' | 'transaction'>,
  random: (bytes: Uint8Array) => void,
): Promise<Result<Buffer, string>> {
  const file = join(dir, memberKeyFile);
  const found = readKey(file);
  if (found !== null && found.length !== 32) {
    return refused(`${file} is damaged: it must have 32 bytes. Put it back from a copy.`);
  }
  if (found === null && (await hadKey(store.read))) {
    return refused(`${file} is missing, and the store holds what it sealed. Put it back from a copy.`);
  }
  const key = found ?? makeKey(dir, file, random);
  const isOurs = await store.transaction((sql) => isKeyOf(sql, key));
  return isOurs
    ? done(key)
    : refused(
        `${file} is not the key of this store: it was sealed with another one. Put that back from a copy.`,
      );
}

function readKey(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function hadKey(sql: Sql): Promise<boolean> {
  const marked = first(await sql.all('SELECT 1 AS one FROM member_key'));
  return marked !== null || (await sealedRows(sql, 1)).length > 0;
}

const sealedRows = (sql: Sql, limit: number) =>
  sql.all<{ hut_id: string; ref: string; sealed: Buffer }>(
    'SELECT hut_id, ref, sealed FROM member WHERE sealed IS NOT NULL LIMIT $1',
    [limit],
  );

/** Whether the store is sealed with this key. One that says nothing of its key yet is marked with this one. */
async function isKeyOf(sql: Sql, key: Buffer): Promise<boolean> {
  const sealing = createSealing(key, () => {});
  const known = async () =>
    first(await sql.all<{ mark: string }>(`SELECT mark FROM member_key WHERE hut_id = '*'`));
  const marked = await known();
  if (marked !== null) return marked.mark === sealing.mark;
  // Of before there were marks: what was sealed tells.
  const rows = await sealedRows(sql, tried);
  const opens = rows.some(({ hut_id: hut, ref, sealed }) => openMember(sealing, hut, ref, sealed) !== null);
  if (rows.length > 0 && !opens) return false;
  // Of two hubs that begin on one store at once, one was first.
  await sql.run(`INSERT INTO member_key VALUES ('*', $1) ON CONFLICT DO NOTHING`, [sealing.mark]);
  return (await known())?.mark === sealing.mark;
}

/** Whole or not there: half a key beside an empty store would be called damaged for ever. */
function makeKey(dir: string, file: string, random: (bytes: Uint8Array) => void): Buffer {
  const key = Buffer.alloc(32);
  random(key);
  const next = `${file}.new`;
  synced(openSync(next, 'w', 0o600), (to) => writeFileSync(to, key));
  renameSync(next, file);
  // Windows has no such call for a directory, and needs none.
  if (process.platform !== 'win32') synced(openSync(dir, 'r'));
  return key;
}

function synced(to: number, write: (to: number) => void = () => {}): void {
  try {
    write(to);
    fsyncSync(to);
  } finally {
    closeSync(to);
  }
}
