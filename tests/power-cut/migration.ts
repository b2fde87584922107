import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { HutConfig } from '../../domain/config/config.ts';
import { ledgerFile, openHutStore } from '../../hut/ledger/hut-store.ts';
import { rebuild } from '../../hut/ledger/rebuild.ts';
import { migrations } from '../../hut/ledger/schema.ts';
import { verify } from '../../hut/ledger/verify.ts';
import { personKeyFile } from '../../hut/people/person-key.ts';
import { SimClock } from '../sim-clock.ts';
import { type Logged, logOf } from './aftermath.ts';
import { restorations } from './check.ts';
import { chooseCuts, moments } from './cuts.ts';
import { type Cut, diskAfter, placeDisk } from './disk.ts';
import type { Outcome } from './experiment.ts';
import type { Folders } from './folders.ts';
import { type Before, type DiskHistory, historyOf } from './history.ts';
import { recordProgram } from './recorded-hut.ts';
import type { Recording } from './recording.ts';
import { unseen } from './whole.ts';

/** A ledger as an earlier release left it; version 0 is none at all. */
export interface OldLedger {
  version: number;
  /** Its files by name. */
  files: ReadonlyMap<string, Buffer>;
}

const fixtures = fileURLToPath(new URL('../hut/ledger/fixtures/', import.meta.url));
const data = 'data';
const { hours } = HutConfig.parse({});

/** Every ledger that today's release may find: none, and what each earlier one wrote. */
export function oldLedgers(): OldLedger[] {
  const kept = existsSync(fixtures) ? readdirSync(fixtures) : [];
  const found = kept.flatMap((name): OldLedger[] => {
    const version = Number(/^v(\d+)\.db$/.exec(name)?.[1] ?? Number.NaN);
    if (!(version < migrations.length)) return [];
    const key = readFileSync(join(fixtures, name.replace('.db', '.person.key')));
    return [
      {
        version,
        files: new Map([
          [ledgerFile, readFileSync(join(fixtures, name))],
          [personKeyFile, key],
        ]),
      },
    ];
  });
  return [{ version: 0, files: new Map() }, ...found];
}

/** What a database of this version is made of. */
function schemaOf(db: Database.Database): string {
  return JSON.stringify(
    db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all(),
  );
}

const schemas: readonly string[] = [...migrations.keys(), migrations.length].map((version) => {
  const db = new Database(':memory:');
  for (const step of migrations.slice(0, version)) db.exec(step);
  const schema = schemaOf(db);
  db.close();
  return schema;
});

/** What a migration must leave alone: who is registered, and with which numbers. */
function personsOf(db: Database.Database): string {
  const rows = db
    .prepare('SELECT person, phone_hmac, phone_enc, pin_hash FROM person ORDER BY person')
    .raw()
    .all();
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

/** A migration that was recorded. */
export interface Migration {
  from: OldLedger;
  recording: Recording;
  history: DiskHistory;
  missed: readonly string[];
  /** The log and the persons of the old ledger. */
  log: readonly Logged[];
  persons: string | null;
  scratch: string;
}

function known(from: OldLedger, folder: string): Pick<Migration, 'log' | 'persons'> {
  if (from.version === 0) return { log: [], persons: null };
  const db = new Database(join(folder, data, ledgerFile), { readonly: true });
  const read = { log: logOf(db), persons: personsOf(db) };
  db.close();
  return read;
}

/** Starts today's release on an old ledger, in a process of its own, and records it. */
export async function recordMigration(
  from: OldLedger,
  folders: Folders,
  broken?: string,
): Promise<Migration> {
  const before: Before = {
    files: new Map([...from.files].map(([name, bytes]) => [join(data, name), bytes])),
    directories: new Set(from.files.size > 0 ? [data] : []),
  };
  placeDisk(before, folders.scratch);
  const facts = known(from, folders.scratch);
  placeDisk(before, folders.disk);
  const recording = await recordProgram({
    folder: folders.disk,
    out: join(folders.recordings, 'life-0'),
    program: ['migrating.ts', join(folders.disk, data)],
    ...(broken === undefined ? {} : { broken }),
  });
  const history = historyOf(recording, before);
  const missed = unseen(history, recording, folders.disk);
  return { from, recording, history, missed, ...facts, scratch: folders.scratch };
}

/** Whether the file is of one version, whole: the old one, the new one, or one between. */
function versionWrong({ from, persons }: Migration, file: string): string[] {
  if (!existsSync(file)) return from.version === 0 ? [] : ['the ledger is gone'];
  const db = new Database(file);
  try {
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version < from.version || version > migrations.length)
      return [`version ${version} is none that may be there`];
    if (schemaOf(db) !== schemas[version])
      return [`half a migration: the schema is not that of version ${version}`];
    const check = db.pragma('integrity_check', { simple: true });
    if (check !== 'ok') return [`integrity_check: ${check}`];
    return persons !== null && personsOf(db) !== persons ? ['persons changed'] : [];
  } finally {
    db.close();
  }
}

/** Cuts one moment of a migration, looks at what is there, and starts the hut on it. */
export async function afterMigrationCut(migration: Migration, cut: Cut): Promise<string[]> {
  const { history, scratch, log, persons } = migration;
  const disk = diskAfter(history, cut);
  placeDisk(disk, scratch);
  const wrong = versionWrong(migration, join(scratch, data, ledgerFile));
  // Looking moved the write-ahead log; the start gets a disk of its own.
  placeDisk(disk, scratch);
  const clock = new SimClock(Date.UTC(2036, 0, 1));
  const { told, log: listen } = restorations();
  const opened = openHutStore({ dir: join(scratch, data), clock, boot: 'after-the-cut', hours, log: listen });
  wrong.push(...told);
  if (!opened.ok)
    return [...wrong, `the hut does not start: ${opened.refusal.code}, ${opened.refusal.message}`];
  const { ledger, close } = opened.value;
  try {
    if (Number(ledger.db.pragma('user_version', { simple: true })) !== migrations.length)
      wrong.push('not migrated');
    const chain = verify(ledger);
    if (!chain.ok) wrong.push(chain.refusal.message);
    const now = logOf(ledger.db);
    if (log.some(({ hash }, i) => now[i]?.hash !== hash)) wrong.push('the log is not the one that was there');
    if (persons !== null && personsOf(ledger.db) !== persons) wrong.push('persons changed');
    if (!rebuild(ledger).same) wrong.push('the projections are not what the log says');
    return wrong;
  } finally {
    close();
  }
}

/** Cuts the power at so many moments of a migration under every model. */
export async function* cutMigration(
  migration: Migration,
  points: number,
  seed: number,
): AsyncGenerator<Outcome> {
  for (const cut of chooseCuts(moments(migration.recording, []), points, seed)) {
    yield { cut, wrong: await afterMigrationCut(migration, cut) };
  }
}
