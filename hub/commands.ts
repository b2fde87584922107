import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { done, type Result, refused } from '../domain/result.ts';
import type { HubDeps } from './deps.ts';
import { importStick } from './intake/import-stick.ts';

/** Takes a stick's file and writes the answer beside it. Answers what to tell. */
export async function runImport(deps: HubDeps, file: string): Promise<Result<string, string>> {
  if (!existsSync(file)) return refused(`${file} is not there.`);
  const taken = await importStick(deps, readFileSync(file, 'utf8'));
  if (!taken.ok) {
    const { line, refusal } = taken.refusal;
    return refused(
      `${file}, line ${line}: ${refusal.error}: ${refusal.message} What came before it was taken.`,
    );
  }
  writeFileSync(`${file}.answer`, `${JSON.stringify(taken.value)}\n`);
  const { hut, acknowledged } = taken.value;
  return done(`hut ${hut}: the hub has its log to event ${acknowledged.ackSeq}; carry ${file}.answer back.`);
}

/**
 * Copies the SQLite store while the hub runs, reads the copy back, and then tells the huts that what is in it is
 * safe. `from` is null where the store is PostgreSQL, which has its own tools.
 */
export async function runBackup(
  { store }: Pick<HubDeps, 'store'>,
  from: string | null,
  file: string,
): Promise<Result<string, string>> {
  if (from === null)
    return refused('The store is PostgreSQL: use pg_basebackup or pgBackRest (docs/hub.md).');
  if (existsSync(file)) return refused(`${file} is there already. A backup never overwrites another.`);
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  const db = new Database(from, { readonly: true });
  try {
    db.prepare('VACUUM INTO ?').run(unfinished);
  } finally {
    db.close();
  }
  const copy = new Database(unfinished, { readonly: true });
  let huts: { hut_id: string; last_seq: number }[];
  try {
    const check = copy.pragma('integrity_check', { simple: true });
    if (check !== 'ok')
      return refused(`The copy is not whole: ${String(check)}. The store itself may be damaged.`);
    huts = copy
      .prepare<[], { hut_id: string; last_seq: number }>('SELECT hut_id, last_seq FROM hut_cursor')
      .all();
  } finally {
    copy.close();
  }
  // On the disk before it has its name, and its name before anybody is told.
  for (const path of [unfinished, null, dirname(file)]) {
    if (path === null) renameSync(unfinished, file);
    else syncPath(path);
  }
  await store.transaction(async (sql) => {
    for (const { hut_id, last_seq } of huts) {
      await sql.run('UPDATE hut_cursor SET safe_seq = $2 WHERE hut_id = $1 AND safe_seq < $2', [
        hut_id,
        last_seq,
      ]);
    }
  });
  return done(
    `${file}: ${huts.length} huts, checked. Keep it, and hub.key apart from it, on another machine.`,
  );
}

function syncPath(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
