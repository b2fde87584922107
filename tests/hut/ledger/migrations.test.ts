import { hash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { hasSchemaOf, makeTables } from '../../../hut/ledger/expected-schema.ts';
import { lentCount } from '../../../hut/ledger/kind-counts.ts';
import { openLedger } from '../../../hut/ledger/ledger.ts';
import { restoredReport } from '../../../hut/ledger/restored-report.ts';
import { migrations } from '../../../hut/ledger/schema.ts';
import { checkWhole } from '../../../hut/ledger/whole-check.ts';
import { SimClock } from '../../sim-clock.ts';
import { openStore, TemporaryDirectory, value } from './stocked-hut.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const versions = readdirSync(fixtures)
  .flatMap((name) => /^v(\d+)\.db$/.exec(name)?.[1] ?? [])
  .map(Number)
  .sort((a, b) => a - b);

/** A hut's directory as this release left it. */
function left(version: number, dir: string): void {
  copyFileSync(join(fixtures, `v${version}.db`), join(dir, 'ledger.db'));
  copyFileSync(join(fixtures, `v${version}.person.key`), join(dir, 'person.key'));
}

test('there is a ledger of every version before today’s', () => {
  const before = Array.from({ length: migrations.length - 1 }, (_, i) => i + 1);
  expect(versions).toEqual(expect.arrayContaining(before));
});

describe.each(versions)('a ledger of version %i', (version) => {
  test('is brought forward with everything in it', async () => {
    using directory = new TemporaryDirectory();
    using original = new TemporaryDirectory();
    left(version, directory.path);
    // A copy of its own: SQLite leaves files beside what it looks into.
    left(version, original.path);
    const was = new Database(join(original.path, 'ledger.db'), { readonly: true });
    const count = (db: Database.Database, table: string) =>
      db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
    const kept = ['event', 'kind', 'item', 'member', 'card', 'opening', 'loan', 'item_return', 'person'];
    expect(Number(was.pragma('user_version', { simple: true }))).toBe(version);
    expect(kept.filter((table) => count(was, table) === 0)).toEqual([]);

    const store = openStore(directory.path, new SimClock());
    const { db } = store.ledger;
    expect(Number(db.pragma('user_version', { simple: true }))).toBe(migrations.length);
    expect(checkWhole(db, { scratch: ':memory:' })).toMatchObject({
      ok: true,
      value: { projections: true, events: expect.any(Number) },
    });
    // A loan that was taken back was counted until version 6.
    const lentOf = (ledger: Database.Database, kind: string, table = 'lent_count') =>
      ledger.prepare<[string], number>(`SELECT total(loans) FROM ${table} WHERE kind = ?`).pluck().get(kind);
    if (version >= 2 && version < 6) expect(lentOf(was, 'ladder')).toBe(1);
    if (version === 5) expect(lentOf(was, 'wheelchair')).toBe(1);
    const now = ['ladder', 'wheelchair', 'book', 'wrench'].map((kind) => lentOf(db, kind, lentCount));
    expect(now).toEqual([0, 0, 1, 1]);
    // Only what every start records may have come.
    for (const table of kept.filter((name) => name !== 'event' && name !== 'kind')) {
      expect([table, count(db, table)]).toEqual([table, count(was, table)]);
    }
    expect(count(db, 'event')).toBeGreaterThanOrEqual(count(was, 'event') ?? 0);
    expect(existsSync(join(directory.path, 'quarantine'))).toBe(false);
    // Who registered then signs in now, and what was out is out.
    const known = store.people.findByPhone('13800000001');
    expect(known).not.toBeNull();
    expect(store.lending.loansOf(known?.person ?? '')).toHaveLength(1);
    expect(value(await store.people.checkPin(known?.person ?? '', '4829')).person).toBe(known?.person);
    expect(store.lending.unsettledOpenings()).toHaveLength(1);
    store.close();
    was.close();
  });

  test('that is damaged and has no backup is built anew from its own log', () => {
    using directory = new TemporaryDirectory();
    left(version, directory.path);
    const broken = new Database(join(directory.path, 'ledger.db'));
    const count = (db: Database.Database, table: string) =>
      db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
    const kept = ['item', 'member', 'card', 'loan', 'item_return', 'person'];
    const before = kept.map((table) => [table, count(broken, table)]);
    broken.exec('DROP INDEX loan_open_item');
    broken.close();
    const store = openStore(directory.path, new SimClock());
    expect(restoredReport(store.ledger)).toMatchObject({ why: 'damaged', from: 'log' });
    expect(kept.map((table) => [table, count(store.ledger.db, table)])).toEqual(before);
    const known = store.people.findByPhone('13800000001');
    expect(store.lending.loansOf(known?.person ?? '')).toHaveLength(1);
    expect(checkWhole(store.ledger.db, { scratch: ':memory:' })).toMatchObject({ ok: true });
    store.close();
  });

  test('of which a rule or a row is not as that release left it, is found before a step is taken', () => {
    for (const sql of [
      'DROP TRIGGER event_is_written_once',
      'DROP INDEX loan_open_item',
      "DROP TRIGGER event_is_written_once; UPDATE event SET actor = 'keeper:x' WHERE seq = 3",
    ]) {
      using directory = new TemporaryDirectory();
      left(version, directory.path);
      const file = join(directory.path, 'ledger.db');
      const db = new Database(file);
      db.exec(sql);
      db.close();
      const found = new Database(file, { readonly: true });
      expect(checkWhole(found, { scratch: null }), sql).toMatchObject({
        ok: false,
        refusal: { check: 'schema' },
      });
      found.close();
    }
  });
});

/** Commits in a write-ahead log: frames that say how large the database is after them (https://sqlite.org/walformat.html). */
function commitsIn(log: Buffer): number {
  const frame = 24 + log.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at < log.length; at += frame) if (log.readUInt32BE(at + 4) !== 0) commits += 1;
  return commits;
}

test('a new ledger comes about in one step, as the migrations would have made it', () => {
  using directory = new TemporaryDirectory();
  const file = join(directory.path, 'ledger.db');
  const told: unknown[] = [];
  const ledger = value(
    openLedger({ file, clock: new SimClock(), boot: 'boot', log: (entry) => told.push(entry) }),
  );
  expect(told).toEqual([{ what: 'ledger-migrated', version: migrations.length }]);
  expect(commitsIn(readFileSync(`${file}-wal`))).toBe(1);
  expect(checkWhole(ledger.db, { scratch: ':memory:' })).toMatchObject({ ok: true });
  ledger.close();
});

test('the tables that are made at once are those of the migrations', () => {
  const db = new Database(':memory:');
  makeTables(db);
  expect(hasSchemaOf(db, migrations.length)).toBe(true);
  db.close();
});

test('a ledger from tomorrow is refused, and not a byte of it changes', () => {
  using directory = new TemporaryDirectory();
  left(versions.at(-1) ?? 1, directory.path);
  const store = openStore(directory.path, new SimClock());
  store.ledger.db.exec('CREATE TABLE of_tomorrow (one INTEGER) STRICT');
  store.ledger.db.pragma(`user_version = ${migrations.length + 1}`);
  store.close();
  const digests = () =>
    readdirSync(directory.path)
      // To look inside, SQLite makes these two anew: empty, and an index of nothing.
      .filter((name) => name !== 'ledger.db-wal' && name !== 'ledger.db-shm')
      .sort()
      .map((name) => [name, hash('sha256', readFileSync(join(directory.path, name)))]);
  const before = digests();
  expect(() => openStore(directory.path, new SimClock())).toThrow('newer release');
  expect(digests()).toEqual(before);
  expect(statSync(join(directory.path, 'ledger.db-wal')).size).toBe(0);
});
