import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../domain/ledger/chain.ts';
import { event } from '../../../domain/ledger/events.ts';
import { done, refused } from '../../../domain/result.ts';
import { openLedger } from '../../../hut/ledger/ledger.ts';
import { migrations, projectionTables } from '../../../hut/ledger/schema.ts';
import { verify } from '../../../hut/ledger/verify.ts';
import { breakWrites, cannotBreak } from '../../kiosk/broken-disk.ts';
import { SimClock } from '../../sim-clock.ts';
import { stockedHut, TemporaryDirectory, value } from './stocked-hut.ts';

const called = (n: number) => event('keeper-called', { visit: `v${n}`, screen: 'home' });

function freshLedger(directory: TemporaryDirectory, clock = new SimClock()) {
  return openLedger({ file: join(directory.path, 'ledger.db'), clock, boot: 'b' });
}

test('settings that keep what was said: WAL, FULL, foreign keys, no mmap', () => {
  using directory = new TemporaryDirectory();
  const ledger = value(freshLedger(directory));
  const pragma = (name: string) => ledger.db.pragma(name, { simple: true });
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('mmap_size')).toBe(0);
  ledger.close();
});

test('a disk that breaks under the first word to the witness is a fault like any other', async () => {
  using directory = new TemporaryDirectory();
  const ledger = value(freshLedger(directory));
  const { db } = ledger;
  const prepare = db.prepare.bind(db);
  db.prepare = () => {
    throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_READ');
  };
  value(ledger.commit<never>('hut', () => done([called(1)])));
  await Promise.resolve();
  db.prepare = prepare;
  expect(ledger.check()).toMatchObject({ code: 'disk-error' });
  ledger.close();
});

test.skipIf(cannotBreak !== null)(
  'after a fault of the disk, neither tidying nor a backup writes anything to it',
  () => {
    using directory = new TemporaryDirectory();
    const ledger = value(freshLedger(directory));
    value(ledger.commit<never>('hut', () => done([called(1)])));
    const mend = breakWrites();
    try {
      expect(ledger.commit<never>('hut', () => done([called(2)]))).toMatchObject({
        refusal: { code: 'disk-error' },
      });
    } finally {
      mend();
    }
    const bytes = () =>
      ['', '-wal'].map((end) => readFileSync(join(directory.path, `ledger.db${end}`)).toString('hex'));
    const before = bytes();
    ledger.tidy();
    expect(() => ledger.keepStill(() => {})).toThrow(/disk/);
    expect(bytes()).toEqual(before);
    ledger.close();
  },
);

test('every table is STRICT, and foreign keys are typed like the keys they name', () => {
  using directory = new TemporaryDirectory();
  const { db, close } = value(freshLedger(directory));
  const tables = db.pragma('table_list') as { schema: string; name: string; type: string; strict: number }[];
  const ours = tables.filter(
    (t) => t.schema === 'main' && t.type === 'table' && !t.name.startsWith('sqlite_'),
  );
  expect(ours.map((t) => t.name)).toEqual(expect.arrayContaining([...projectionTables, 'event', 'person']));
  expect(ours.filter((t) => t.strict !== 1)).toEqual([]);
  const typeOf = (table: string, column: string): string | undefined =>
    (db.pragma(`table_info(${table})`) as { name: string; type: string }[]).find((c) => c.name === column)
      ?.type;
  let keys = 0;
  for (const { name } of ours) {
    for (const key of db.pragma(`foreign_key_list(${name})`) as {
      table: string;
      from: string;
      to: string;
    }[]) {
      keys++;
      expect(typeOf(name, key.from), `${name}.${key.from}`).toBe(typeOf(key.table, key.to));
    }
  }
  expect(keys).toBeGreaterThan(10);
  // Projections are digested in the order of their first column: it must be the key.
  for (const table of projectionTables) {
    const [first] = db.pragma(`table_info(${table})`) as { pk: number }[];
    expect(first?.pk, table).toBe(1);
  }
  close();
});

test('events are numbered without gaps and chained; a refusal writes nothing', () => {
  using directory = new TemporaryDirectory();
  const ledger = value(freshLedger(directory));
  expect(value(ledger.commit('hut', () => done([called(1), called(2)])))).toMatchObject({
    firstSeq: 1,
    lastSeq: 2,
  });
  expect(ledger.commit('hut', () => refused({ why: 'no' }))).toEqual({ ok: false, refusal: { why: 'no' } });
  expect(value(ledger.commit('hut', () => done([called(3)])))).toMatchObject({ firstSeq: 3, lastSeq: 3 });
  expect(verify(ledger)).toMatchObject({ ok: true, value: { events: 3, end: { epoch: 1, seq: 3 } } });
  ledger.close();
  const again = value(freshLedger(directory));
  expect(again.head().seq).toBe(3);
  again.close();
});

test('what decide throws is rolled back and thrown on', () => {
  using directory = new TemporaryDirectory();
  const ledger = value(freshLedger(directory));
  expect(() =>
    ledger.commit('hut', () => {
      throw new Error('a bug');
    }),
  ).toThrow('a bug');
  // A broken invariant is a bug too: the database refuses it, and nothing is left of the whole commit.
  const orphan = event('card-issued', { card: 'c', person: 'nobody' });
  expect(() => ledger.commit('hut', () => done([called(1), orphan]))).toThrow('FOREIGN KEY');
  expect(ledger.db.inTransaction).toBe(false);
  expect(value(ledger.commit('hut', () => done([called(1)]))).firstSeq).toBe(1);
  ledger.close();
});

test('a full disk is a typed fault that leaves nothing, and the next commit goes on where the log ended', () => {
  using hut = stockedHut();
  const { ledger, lending } = hut;
  const before = ledger.head();
  const pages = Number(ledger.db.pragma('page_count', { simple: true }));
  ledger.db.pragma(`max_page_count = ${pages}`);
  const long = event('keeper-called', { visit: 'v', screen: 'x'.repeat(60_000) });
  const committed = ledger.commit('hut', () => done([called(1), long]));
  expect(committed).toMatchObject({ ok: false, refusal: { why: 'ledger-fault', code: 'disk-full' } });
  expect(ledger.head()).toEqual(before);
  // The use cases say it in words a screen has.
  let refusal: unknown = null;
  for (let i = 0; i < 200 && refusal === null; i++) {
    const noted = lending.noteKeeperCalled('v', 'y'.repeat(500));
    if (!noted.ok) refusal = noted.refusal;
  }
  expect(refusal).toEqual({ why: 'not-recorded', because: 'disk-full' });
  const head = ledger.head();
  ledger.db.pragma('max_page_count = 1000000');
  expect(value(ledger.commit('hut', () => done([called(2)]))).firstSeq).toBe(head.seq + 1);
  expect(verify(ledger).ok).toBe(true);
});

test('the log refuses to be changed or shortened', () => {
  using directory = new TemporaryDirectory();
  const { db, commit, close } = value(freshLedger(directory));
  value(commit('hut', () => done([called(1), called(2), called(3)])));
  expect(() => db.exec("UPDATE event SET body = '{}' WHERE seq = 1")).toThrow('never changed');
  expect(() => db.exec('DELETE FROM event WHERE seq = 3')).toThrow('kept until');
  db.exec('UPDATE cursor SET acked_seq = 2, safe_seq = 1');
  expect(() => db.exec('DELETE FROM event WHERE seq = 2')).toThrow('kept until');
  expect(db.prepare('DELETE FROM event WHERE seq = 1').run().changes).toBe(1);
  close();
});

test('tampering is found and the first difference named', () => {
  for (const [sql, difference, seq] of [
    ["UPDATE event SET body = replace(body, 'v2', 'v9') WHERE seq = 2", 'hash', 2],
    ['UPDATE event SET wall_at = wall_at + 1 WHERE seq = 3', 'hash', 3],
    ["UPDATE event SET actor = 'keeper:x' WHERE seq = 1", 'hash', 1],
    ['DELETE FROM event WHERE seq = 2', 'gap', 3],
    ['UPDATE event SET prev_hash = zeroblob(32) WHERE seq = 3', 'previous-hash', 3],
    // A new epoch begins with a word about why.
    ['UPDATE event SET epoch = 2 WHERE seq = 3', 'epoch', 3],
  ] as const) {
    using directory = new TemporaryDirectory();
    const ledger = value(freshLedger(directory));
    value(ledger.commit('hut', () => done([called(1), called(2), called(3)])));
    ledger.db.exec('DROP TRIGGER event_is_written_once; DROP TRIGGER event_is_kept');
    ledger.db.exec(sql);
    expect(verify(ledger), sql).toMatchObject({ ok: false, refusal: { difference, seq } });
    ledger.close();
    // The tail is checked at the next start.
    expect(freshLedger(directory), sql).toMatchObject({ ok: false, refusal: { code: 'corrupt' } });
  }
});

test('a ledger of a newer release is refused, and not a byte of it changes', () => {
  using directory = new TemporaryDirectory();
  const ledger = value(freshLedger(directory));
  value(ledger.commit('hut', () => done([called(1)])));
  ledger.db.exec('CREATE TABLE of_tomorrow (one INTEGER) STRICT');
  ledger.db.pragma(`user_version = ${migrations.length + 1}`);
  ledger.close();
  const file = join(directory.path, 'ledger.db');
  const before = readFileSync(file);
  expect(freshLedger(directory)).toMatchObject({ ok: false, refusal: { code: 'newer' } });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('another SQLite file, and a file that is none, are refused unharmed', () => {
  using directory = new TemporaryDirectory();
  const file = join(directory.path, 'ledger.db');
  const other = new Database(file);
  other.exec('CREATE TABLE recipes (name TEXT)');
  other.close();
  const before = readFileSync(file);
  expect(freshLedger(directory)).toMatchObject({ ok: false, refusal: { code: 'not-a-ledger' } });
  expect(readFileSync(file).equals(before)).toBe(true);
  writeFileSync(file, 'not a database at all, but long enough to look at'.repeat(20));
  expect(freshLedger(directory)).toMatchObject({ ok: false, refusal: { code: 'not-a-ledger' } });
});

test('a second process is told that the ledger is taken', () => {
  using directory = new TemporaryDirectory();
  const ledger = value(freshLedger(directory));
  const script = `
    import { openLedger } from ${JSON.stringify(join(import.meta.dirname, '../../../hut/ledger/ledger.ts'))};
    const clock = { wall: () => 0, mono: () => 0, after: () => () => {} };
    const opened = openLedger({ file: process.argv[1], clock, boot: 'other' });
    console.log(opened.ok ? 'opened' : opened.refusal.code);`;
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script, join(directory.path, 'ledger.db')], {
      encoding: 'utf8',
    }).trim();
  expect(run()).toBe('in-use');
  ledger.close();
  expect(run()).toBe('opened');
});

test('canonical JSON: one text for one value', () => {
  expect(canonicalJson({ b: [1, { d: 'ü"', c: null }], a: true, x: undefined })).toBe(
    '{"a":true,"b":[1,{"c":null,"d":"ü\\""}]}',
  );
  expect(() => canonicalJson({ a: Number.NaN })).toThrow();
});
