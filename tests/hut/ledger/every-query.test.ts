import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { createOverdue } from '../../../hut/keeper/overdue.ts';
import { migrations } from '../../../hut/ledger/schema.ts';
import { Kiosk } from '../../kiosk/kiosk.ts';

/**
 * No statement of the running hut reads a table from end to end that grows with the years. Statements are found,
 * not listed: those written in the sources, and those put together when a kiosk opens. A place that prepares one and
 * is neither fails the test.
 */
const root = join(import.meta.dirname, '../../..').replaceAll('\\', '/');

/** Tables that stay small however old and busy the hut. */
const small = new Set([
  'cursor',
  'kind',
  'place',
  'kind_count',
  'door_trust',
  'unknown_scan',
  'keeper',
  'keeper_pass',
  'restoration',
  'clock_judged',
  'erasure_waits',
  'feed_cursor',
  'fund_total',
  'donation_total',
  'sqlite_schema',
  'overdue',
]);

/** Partial indexes that hold no more rows than there are doors. */
const bounded = new Set(['opening_unsettled', 'keeper_opening_unsettled']);

/** Statements that no screen asks, and why they may. */
const excused = new Map<string, string>([
  ['SELECT * FROM item ORDER BY name_zh, barcode', 'the register: for commands and the practice dock'],
]);

/** Files whose statements no visit waits for, or that read no more than they say, and why. */
const elsewhere = new Map<string, string>([
  ['hut/lending/slip-codes.ts', 'reads the last 200 loans and returns'],
  ['hut/ledger/verify.ts', 'checks the chain'],
  ['hut/ledger/compare-projections.ts', 'checks all that was computed'],
  ['hut/ledger/rebuild.ts', 'computes everything anew'],
  ['hut/ledger/adopt.ts', 'restores'],
  ['hut/ledger/old-file.ts', 'reads a file of before a restore'],
  ['hut/ledger/restored-report.ts', 'reads the last restore'],
  ['hut/ledger/command/restoring.ts', 'a command, with the hut stopped'],
  ['hut/people/erasing.ts', 'overwrites all personal data when somebody is erased, while nobody waits'],
  ['hut/people/exporting.ts', 'all that is known of one person, who asked for it'],
]);

interface Prepared {
  /** `hut/ledger/reader.ts:120` */
  at: string;
  sql: string;
}

/** Everything that is prepared while `during` runs, and where. */
async function preparedWhile(during: () => Promise<void>): Promise<Prepared[]> {
  const found: Prepared[] = [];
  const prepare = Database.prototype.prepare;
  vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Database.Database, sql: string) {
    const stack = (new Error().stack ?? '').replaceAll('\\', '/').replaceAll(`${root}/`, '<root>');
    const at = /<root>(hut\/[^()]*?\.ts:\d+)/.exec(stack)?.[1];
    if (at !== undefined) found.push({ at, sql: sql.replace(/\s+/g, ' ').trim() });
    return prepare.call(this, sql);
  });
  await during();
  vi.restoreAllMocks();
  return found;
}

/** Every place in the hut's sources that prepares a statement; null where its text is put together first. */
function placesThatPrepare(): { at: string; sql: string | null }[] {
  const files = readdirSync(join(root, 'hut'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `hut/${file.replaceAll('\\', '/')}`)
    .flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      return [...source.matchAll(/\.prepare\b[^(]*\(\s*(?:(['"`])((?:(?!\1)[\s\S])*)\1)?/g)].map((found) => {
        const line = source.slice(0, found.index).split('\n').length;
        const text = found[2]?.replace(/\s+/g, ' ').trim();
        return { at: `${file}:${line}`, sql: text === undefined || text.includes('${') ? null : text };
      });
    });
}

/** What SQLite would read from end to end. */
function scansOf(db: Database.Database, sql: string): string[] {
  if (!/^(SELECT|INSERT|UPDATE|DELETE)/.test(sql)) return [];
  // An insert looks for children only where a constraint was put off; we put none off.
  db.pragma(`foreign_keys = ${sql.startsWith('INSERT') ? 'OFF' : 'ON'}`);
  const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  const code = sql.replace(/'[^']*'/g, '');
  const holes = [...code.matchAll(/\?(?!\d)/g)].map(() => null);
  const named = [...code.matchAll(/[@:$](\w+)|\?(\d+)/g)].map(([, name, number]) => [name ?? number, null]);
  const steps = plan
    .all(...holes, ...(named.length === 0 ? [] : [Object.fromEntries(named)]))
    .map(({ detail }) => detail);
  // One row from one end of a table, and nothing sorted or looked for on the way.
  const sorts = steps.some((step) => step.includes('TEMP B-TREE'));
  if (/ LIMIT 1$/.test(sql) && !sorts && !/ (WHERE|GROUP BY|JOIN) |\b(count|sum|total)\(/.test(sql))
    return [];
  return steps.filter((step) => {
    const scan = /^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(step);
    return scan !== null && !small.has(scan[1] ?? '') && !bounded.has(scan[2] ?? '');
  });
}

const fileOf = (at: string): string => at.slice(0, at.lastIndexOf(':'));

function emptyLedger(): Database.Database {
  const db = new Database(':memory:');
  for (const step of migrations) db.exec(step);
  createOverdue(db);
  return db;
}

test('no statement of the running hut scans what grows with the years, and none escapes being asked', async () => {
  const met = await preparedWhile(async () => {
    const kiosk = await Kiosk.open();
    await kiosk.stop();
  });
  const places = placesThatPrepare();
  expect(places.length).toBeGreaterThan(50);
  const written = places.flatMap(({ at, sql }) => (sql === null ? [] : [{ at, sql }]));
  const db = emptyLedger();
  const wrong = [...met, ...written]
    .filter(({ at, sql }) => !elsewhere.has(fileOf(at)) && !excused.has(sql))
    .flatMap(({ at, sql }) => scansOf(db, sql).map((scan) => `${at}: ${scan}: ${sql}`));
  expect([...new Set(wrong)]).toEqual([]);
  const known = new Set(met.map(({ at }) => at));
  const escaped = places.filter(
    ({ at, sql }) => sql === null && !known.has(at) && !elsewhere.has(fileOf(at)),
  );
  expect(escaped).toEqual([]);
});

test('a scan is seen', () => {
  const db = emptyLedger();
  expect(scansOf(db, 'SELECT * FROM loan WHERE opening = ?')).toEqual([]);
  expect(scansOf(db, 'SELECT * FROM loan WHERE code = ?')).toEqual(['SCAN loan']);
  expect(scansOf(db, 'SELECT count(*) FROM loan WHERE returned_at IS NULL')).toHaveLength(1);
  expect(scansOf(db, 'SELECT loan FROM loan ORDER BY loan DESC LIMIT 1')).toEqual([]);
  expect(scansOf(db, 'SELECT loan FROM loan ORDER BY begun_at LIMIT 1')).toEqual(['SCAN loan']);
  expect(scansOf(db, 'SELECT door FROM opening WHERE settled_at IS NULL')).toEqual([]);
});
