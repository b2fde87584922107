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
import { createSettling } from './across/settling.ts';
import type { HubDeps } from './deps.ts';
import { importStick } from './intake/import-stick.ts';

/** Takes a stick's file and writes the answer beside it. Answers what to tell. */
export async function runImport(deps: HubDeps, file: string): Promise<Result<string, string>> {
  const text = tried(() => readFileSync(file, 'utf8'));
  if (!text.ok) return refused(`${file} cannot be read: ${text.refusal}`);
  const taken = await importStick(deps, createSettling(deps), text.value);
  if (!taken.ok) {
    const { line, refusal } = taken.refusal;
    return refused(
      `${file}, line ${line}: ${refusal.error}: ${refusal.message} What came before it was taken.`,
    );
  }
  const written = tried(() => writeFileSync(`${file}.answer`, `${JSON.stringify(taken.value)}\n`));
  if (!written.ok) {
    return refused(
      `What is in it was taken, and ${file}.answer cannot be written: ${written.refusal}. Import it again where it can.`,
    );
  }
  const { hut, acknowledged } = taken.value;
  return done(`hut ${hut}: the hub has its log to event ${acknowledged.ackSeq}; carry ${file}.answer back.`);
}

/** What a file system says of what it does not do. */
function tried<T>(work: () => T): Result<T, string> {
  try {
    return done(work());
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

/** How far the log of a hut is in a backup. */
interface Kept {
  hut_id: string;
  last_seq: number;
}
const keptQuery = 'SELECT hut_id, last_seq FROM hut_cursor';

/**
 * Copies the SQLite store `from` while the hub runs, reads the copy back, and then tells the huts that what is in it
 * is safe.
 */
export async function runBackup(
  { store }: Pick<HubDeps, 'store'>,
  from: string,
  file: string,
): Promise<Result<string, string>> {
  if (existsSync(file)) return refused(`${file} is there already. A backup never overwrites another.`);
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  const copied = tried(() => copyChecked(from, unfinished));
  const kept = copied.ok ? copied.value : copied;
  if (!kept.ok) {
    rmSync(unfinished, { force: true });
    return refused(`${file}: not made: ${kept.refusal}. Is there room, and is the store itself whole?`);
  }
  // On the disk before it has its name, and its name before anybody is told.
  syncPath(unfinished);
  renameSync(unfinished, file);
  syncPath(dirname(file));
  await markSafe(store, kept.value);
  return done(
    `${file}: ${kept.value.length} huts, checked. Keep it, and hub.key apart from it, on another machine.`,
  );
}

/**
 * Has a database server backed up by its own tool, and then tells the huts that what the hub had when it began is safe.
 * `run` answers the exit code of a command line.
 */
export async function runBackupBy(
  { store }: Pick<HubDeps, 'store'>,
  command: string,
  run: (command: string) => Promise<number | null>,
): Promise<Result<string, string>> {
  const kept = await store.read.all<Kept>(keptQuery);
  const code = await run(command);
  if (code !== 0) return refused(`${command}: ended with ${code}. Nothing counts as safe by it.`);
  await markSafe(store, kept);
  return done(`${kept.length} huts: what they had sent when it began is safe. Keep hub.key apart from it.`);
}

/** @throws what SQLite says of a store or a disk that is not as it should be */
function copyChecked(from: string, to: string): Result<Kept[], string> {
  const db = new Database(from, { readonly: true });
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
  const copy = new Database(to, { readonly: true });
  try {
    const check = copy.pragma('integrity_check', { simple: true });
    if (check !== 'ok') return refused(`the copy is not whole: ${String(check)}`);
    return done(copy.prepare<[], Kept>(keptQuery).all());
  } finally {
    copy.close();
  }
}

async function markSafe(store: HubDeps['store'], kept: readonly Kept[]): Promise<void> {
  await store.transaction(async (sql) => {
    for (const { hut_id, last_seq } of kept) {
      await sql.run('UPDATE hut_cursor SET safe_seq = $2 WHERE hut_id = $1 AND safe_seq < $2', [
        hut_id,
        last_seq,
      ]);
    }
  });
}

function syncPath(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
