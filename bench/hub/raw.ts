import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { hubMigrations, hutProjections, inDialect } from '../../hub/store/schema.ts';
import type { Store, Value } from '../../hub/store/store.ts';

/** What the hub wrote of the logs: every row of events and projections. */
export interface Written {
  table: string;
  columns: string[];
  rows: Value[][];
}

/** Reads it back, events in order of their arrival as far as the store knows it. */
export async function writtenIn({ read }: Store): Promise<Written[]> {
  const all: Written[] = [];
  for (const table of ['hut_event', ...hutProjections]) {
    const order = table === 'hut_event' ? 'received_at, hut_id, seq' : '1, 2';
    const rows = await read.all<Record<string, Value>>(`SELECT * FROM ${table} ORDER BY ${order}`);
    const [first] = rows;
    if (first === undefined) continue;
    const columns = Object.keys(first);
    all.push({ table, columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) });
  }
  return all;
}

const eventsOf = (written: readonly Written[]): number =>
  written.find(({ table }) => table === 'hut_event')?.rows.length ?? 0;

/** Events in one commit, as in a batch; of other tables as large a part of the rows. */
const inOne = 500;

/** The rows in as many parts as there are batches. */
function parts(written: readonly Written[]): { written: Written; rows: Value[][] }[][] {
  const count = Math.ceil(eventsOf(written) / inOne);
  return Array.from({ length: count }, (_, i) =>
    written.map((one) => {
      const each = one.rows.length / count;
      return { written: one, rows: one.rows.slice(Math.trunc(i * each), Math.trunc((i + 1) * each)) };
    }),
  );
}

/** Tables and indexes as the hub makes them. */
function schemaOf(dialect: 'sqlite' | 'postgres'): string[] {
  return inDialect(hubMigrations.join('\n'), dialect)
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** Bare better-sqlite3: the same rows into the same tables, a transaction for each batch. Events a second. */
export function rawSqlite(written: readonly Written[]): number {
  const dir = mkdtempSync(join(tmpdir(), 'raw-'));
  const db = new Database(join(dir, 'raw.sqlite'));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('wal_autocheckpoint = 16000');
    for (const statement of schemaOf('sqlite')) db.exec(statement);
    const inserts = new Map(
      written.map(({ table, columns }) => [
        table,
        db.prepare<unknown[]>(
          `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`,
        ),
      ]),
    );
    const all = parts(written);
    const begun = performance.now();
    for (const part of all) {
      db.exec('BEGIN IMMEDIATE');
      for (const { written: one, rows } of part) {
        const insert = inserts.get(one.table);
        for (const row of rows) insert?.run(...row);
      }
      db.exec('COMMIT');
    }
    return eventsOf(written) / ((performance.now() - begun) / 1_000);
  } finally {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A value in the text form of COPY. */
function copyText(value: Value): string {
  if (value === null) return '\\N';
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return String(value).replace(
    /[\\\n\r\t]/g,
    (c) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c] ?? c,
  );
}

/** COPY of the same rows into the same tables, a transaction for each batch. Events a second. */
export async function rawCopy(url: string, written: readonly Written[]): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of schemaOf('postgres')) await client.query(statement);
    const all = parts(written).map((part) =>
      part
        .filter(({ rows }) => rows.length > 0)
        .map(({ written: { table, columns }, rows }) => ({
          copy: `COPY ${table} (${columns.join()}) FROM STDIN`,
          text: rows.map((row) => `${row.map(copyText).join('\t')}\n`).join(''),
        })),
    );
    const begun = performance.now();
    for (const part of all) {
      await client.query('BEGIN');
      for (const { copy, text } of part) await pipeline(Readable.from([text]), client.query(copyFrom(copy)));
      await client.query('COMMIT');
    }
    return eventsOf(written) / ((performance.now() - begun) / 1_000);
  } finally {
    await client.end();
  }
}
