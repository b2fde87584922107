import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BackupConfig } from '../../../domain/config/backup-config.ts';
import { listBackups } from '../../../hut/backup/backup-name.ts';
import { type Backups, startBackups } from '../../../hut/backup/backups.ts';
import type { CopyJob } from '../../../hut/backup/copy-job.ts';
import { copyInProcess, copyInThread, type StartCopying } from '../../../hut/backup/copying.ts';
import { backupDelays } from '../../../hut/backup/schedule.ts';
import { copyToSecond } from '../../../hut/backup/second-place.ts';
import { checkWhole } from '../../../hut/ledger/whole-check.ts';
import type { LogEntry } from '../../../hut/log.ts';
import { live } from '../ledger/damaged-hut.ts';
import { type StockedHut, stockedHut, TemporaryDirectory, value } from '../ledger/stocked-hut.ts';

const hour = 3_600_000;

interface BackedUp {
  hut: StockedHut;
  backups: Backups;
  log: LogEntry[];
  damage: string[];
  /** Somebody stands at the screen. */
  busy: boolean;
  names(): string[];
}

/** A stocked hut with backups, on a clock that the test moves. */
function backedUpHut(options: { start?: StartCopying; config?: object; checked?: boolean } = {}): BackedUp {
  const hut = stockedHut();
  const log: LogEntry[] = [];
  const damage: string[] = [];
  const it: BackedUp = {
    hut,
    log,
    damage,
    // The test alone says when.
    busy: true,
    names: () => listBackups(join(hut.dir, 'backups')).map(({ name }) => name),
    backups: startBackups({
      dir: hut.dir,
      name: 'ledger.db',
      clock: hut.clock,
      log: (entry) => log.push(entry),
      config: BackupConfig.parse(options.config ?? {}),
      ledger: () => hut.ledger,
      busy: () => it.busy,
      clockRight: () => true,
      checked: options.checked ?? true,
      damaged: (message) => damage.push(message),
      ...(options.start === undefined ? {} : { start: options.start }),
    }),
  };
  onTestFinished(async () => {
    await it.backups.close();
    hut[Symbol.dispose]();
  });
  return it;
}

/** Opens a backup and says what is in it. */
function inside(hut: StockedHut, name: string) {
  const db = new Database(join(hut.dir, 'backups', name), { readonly: true });
  const checked = checkWhole(db, { scratch: ':memory:' });
  const scans = db.prepare('SELECT count(*) FROM unknown_scan').pluck().get();
  db.close();
  return { checked: value(checked), scans };
}

describe.each([
  ['a process of its own', copyInProcess],
  ['a thread', copyInThread],
])('in %s', (_how, start) => {
  test('a backup of a running hut is the ledger as it was, checked and compact', async () => {
    const { hut, backups, names, log } = backedUpHut({ start });
    live(hut, 2);
    // The hut works on while the copy is made; what comes before the log is copied is in it.
    const making = backups.make();
    expect(backups.status().running).toBe(true);
    await Promise.resolve();
    value(hut.lending.borrowFromHand({ item: 'drill-1', person: hut.li, visit: 'v' }));
    const { seq } = hut.ledger.head();
    const kept = value(await making);
    expect(names()).toEqual([kept.backup]);
    expect(inside(hut, kept.backup)).toMatchObject({ checked: { end: { seq } }, scans: 2 });
    expect(backups.status()).toMatchObject({
      lastGood: { name: kept.backup, at: hut.clock.wall() },
      lastFailure: null,
      running: false,
      second: { state: 'none' },
    });
    expect(log).toContainEqual(expect.objectContaining({ what: 'backup-made', backup: kept.backup }));
    // Nothing is left beside it, and the ledger is as it was.
    expect(readdirSync(join(hut.dir, 'backups'))).toEqual([kept.backup]);
    expect(checkWhole(hut.ledger.db, { scratch: ':memory:' }).ok).toBe(true);
  });

  test('the lock on the ledger holds through it', async () => {
    const { hut, backups } = backedUpHut({ start });
    value(await backups.make());
    const script = `
      import Database from 'better-sqlite3';
      const db = new Database(process.argv[1], { timeout: 0 });
      try { db.exec('BEGIN IMMEDIATE'); console.log('taken'); } catch (error) { console.log(error.code); }`;
    const args = ['--input-type=module', '-e', script, join(hut.dir, 'ledger.db')];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe('SQLITE_BUSY');
  });
});

test('while a copy is made the database stays still, and the hut goes on in the write-ahead log', async () => {
  let job: CopyJob | null = null;
  let copied = () => {};
  let end = () => {};
  const start: StartCopying = (given, told) => {
    job = given;
    copied = told;
    return {
      done: new Promise((resolve) => {
        end = () => resolve({ ok: false, refusal: { code: 'disk-full', message: 'full' } });
      }),
      stop: () => end(),
    };
  };
  const { hut, backups } = backedUpHut({ start });
  const file = join(hut.dir, 'ledger.db');
  const making = backups.make();
  await Promise.resolve();
  expect(job).toMatchObject({ thorough: true, head: { seq: hut.ledger.head().seq } });
  const before = readFileSync(file);
  live(hut, 40);
  hut.ledger.tidy();
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(100_000);
  // Once it is copied, tidying is allowed again, however long the check takes.
  copied();
  hut.ledger.tidy();
  expect(readFileSync(file).equals(before)).toBe(false);
  end();
  expect(await making).toMatchObject({ ok: false, refusal: { code: 'disk-full' } });
  expect(backups.status()).toMatchObject({ lastGood: null, lastFailure: { code: 'disk-full' } });
});

test('somebody is erased in the middle of it: that copy is no backup, and the next holds nothing of them', async () => {
  const stopped: string[] = [];
  const start: StartCopying = () => {
    let end = () => {};
    return {
      done: new Promise((resolve) => {
        end = () => resolve({ ok: false, refusal: { code: 'interrupted', message: 'stopped' } });
      }),
      stop: (why) => {
        stopped.push(why);
        end();
      },
    };
  };
  const { hut, backups } = backedUpHut({ start });
  const dwelling = { building: '31', unit: '2', room: '4711' };
  const { person } = value(await hut.people.register({ phone: '13812345678', dwelling, pin: '4829' }));
  const sealed = hut.ledger.db.prepare<[], Buffer>('SELECT phone_enc FROM person').pluck().get();
  const making = backups.make();
  await Promise.resolve();
  value(hut.residents.erase({ person, actor: 'command' }));
  expect(await making).toMatchObject({ ok: false, refusal: { code: 'interrupted' } });
  expect(stopped).toEqual(['the database is rewritten']);
  const real = startBackups({
    dir: hut.dir,
    name: 'ledger.db',
    clock: hut.clock,
    log: () => {},
    config: BackupConfig.parse({}),
    ledger: () => hut.ledger,
    busy: () => false,
    clockRight: () => true,
    checked: true,
    damaged: () => {},
  });
  const kept = value(await real.make());
  await real.close();
  expect(sealed).toBeInstanceOf(Buffer);
  expect(readFileSync(join(hut.dir, 'backups', kept.backup)).includes(sealed ?? '')).toBe(false);
});

test('the hour strikes while nobody is there, and only when there is something new', async () => {
  const begun: number[] = [];
  const start: StartCopying = (job, copied) => {
    begun.push(job.head.seq);
    copied();
    const kept = { backup: 'b', events: 1, bytes: 1, second: { state: 'none' as const, message: '' } };
    return { done: Promise.resolve({ ok: true, value: kept }), stop: () => {} };
  };
  const it = backedUpHut({ start });
  const pass = async (ms: number) => {
    it.hut.clock.advance(ms);
    // The try of that moment ends.
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  it.busy = true;
  await pass(backupDelays.afterStart * 2);
  expect(begun).toHaveLength(0);
  it.busy = false;
  await pass(backupDelays.look);
  expect(begun).toHaveLength(1);
  await pass(3 * hour);
  expect(begun).toHaveLength(1);
  value(it.hut.lending.borrowFromHand({ item: 'wrench-1', person: it.hut.li, visit: 'v' }));
  await pass(backupDelays.look);
  expect(begun).toHaveLength(2);
  value(it.hut.lending.returnByHand({ item: 'wrench-1', problem: null, visit: 'v' }));
  await pass(hour - 2 * backupDelays.look);
  expect(begun).toHaveLength(2);
  await pass(2 * backupDelays.look);
  expect(begun).toHaveLength(3);
});

describe('a ledger that is damaged while the hut runs', () => {
  test.each([
    [
      'a projection that is not what the log says',
      "UPDATE item SET condition = 'missing' WHERE item = 'book-1'",
      'projections',
    ],
    [
      'an event that was changed',
      `DROP TRIGGER event_is_written_once; UPDATE event SET wall_at = wall_at + 1 WHERE seq = 2;
       CREATE TRIGGER event_is_written_once BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;`,
      'chain',
    ],
    ['a rule that is gone', 'DROP INDEX loan_open_item', 'schema'],
  ])('%s: no backup is made of it, and it is told after a second look', async (_what, sql, checkName) => {
    const { hut, backups, damage, names, log } = backedUpHut();
    hut.ledger.db.exec(sql);
    expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'damaged' } });
    expect(damage).toEqual([expect.stringContaining(checkName)]);
    expect(names()).toEqual([]);
    expect(backups.status()).toMatchObject({ lastGood: null, lastFailure: { code: 'damaged' } });
    expect(log).toContainEqual(expect.objectContaining({ what: 'backup-failed', code: 'damaged' }));
  });

  test('a page of an index that rotted on the disk is found in the copy', async () => {
    const { hut, backups, damage } = backedUpHut();
    live(hut, 30);
    hut.ledger.tidy();
    const file = join(hut.dir, 'ledger.db');
    const sql =
      "SELECT pageno FROM dbstat WHERE name = 'sqlite_autoindex_event_1' OR name LIKE 'sqlite!_autoindex!_event%' ESCAPE '!' ORDER BY pageno DESC LIMIT 1";
    const page = Number(hut.ledger.db.prepare(sql).pluck().get());
    expect(page).toBeGreaterThan(1);
    // Written past SQLite, by another process: to close the file here would drop the hut's lock.
    const rot = `const fs = require('node:fs'); const fd = fs.openSync(${JSON.stringify(file)}, 'r+');
      fs.writeSync(fd, Buffer.alloc(64, 0x5a), 0, 64, ${(page - 1) * 4096 + 4000}); fs.closeSync(fd);`;
    execFileSync(process.execPath, ['-e', rot]);
    expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'damaged' } });
    expect(damage).toHaveLength(1);
  });
});

describe('never a false success', () => {
  test('a copying process that dies at once is a failure', async () => {
    const { hut, backups, names } = backedUpHut();
    // A file where the directory of backups should be.
    writeFileSync(join(hut.dir, 'backups'), '');
    expect(await backups.make()).toMatchObject({ ok: false, refusal: { code: 'disk-error' } });
    expect(names()).toEqual([]);
    expect(backups.status().lastFailure).toMatchObject({ code: 'disk-error' });
  });

  test('a copying process that nobody listens to keeps nothing', async () => {
    const { hut, names } = backedUpHut();
    const job = {
      dir: hut.dir,
      name: 'ledger.db',
      at: hut.clock.wall(),
      head: { epoch: 1, seq: 1 },
      thorough: false,
      second: null,
      retention: { hours: 24, days: 30, bytes: 1e9 },
      clockRight: true,
    };
    const script = fileURLToPath(new URL('../../../hut/backup/copy-main.ts', import.meta.url));
    const child = spawn(process.execPath, [script, JSON.stringify(job)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    // The power of the hut process is cut: its end of the pipe closes, and no word comes.
    child.stdin.end();
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(1);
    expect(out).toContain('checked');
    expect(out).not.toContain('kept');
    expect(names()).toEqual([]);
  });

  test('a hut that ends in the middle leaves no backup, and the next one clears what was left', async () => {
    const { hut, backups, names } = backedUpHut();
    mkdirSync(join(hut.dir, 'backups', '.making-1'), { recursive: true });
    writeFileSync(join(hut.dir, 'backups', '.making-1', 'ledger.db'), 'half');
    const making = backups.make();
    await Promise.resolve();
    await backups.close();
    expect(await making).toMatchObject({ ok: false, refusal: { code: 'interrupted' } });
    expect(names()).toEqual([]);
  });
});

describe('the second place', () => {
  const job = (dir: string, second: string): CopyJob => ({
    dir,
    name: 'ledger.db',
    at: 0,
    head: { epoch: 1, seq: 0 },
    thorough: false,
    second,
    retention: { hours: 24, days: 30, bytes: 1e9 },
    clockRight: true,
  });
  const name = 'ledger-20260302T040000Z-e1-000012.db';

  test('gets the same bytes under the same name', () => {
    using directory = new TemporaryDirectory();
    using stick = new TemporaryDirectory();
    writeFileSync(join(directory.path, name), 'bytes');
    const done = copyToSecond(join(directory.path, name), job(directory.path, stick.path), () => null);
    expect(done).toEqual({ state: 'good', message: '' });
    expect(readdirSync(stick.path)).toEqual([name]);
    expect(readFileSync(join(stick.path, name), 'utf8')).toBe('bytes');
  });

  test('is missing while the stick is out, also where its empty directory is there', () => {
    using directory = new TemporaryDirectory();
    writeFileSync(join(directory.path, name), 'bytes');
    const nowhere = join(directory.path, 'nowhere');
    expect(copyToSecond(join(directory.path, name), job(directory.path, nowhere))).toMatchObject({
      state: 'missing',
    });
    expect(existsSync(nowhere)).toBe(false);
    mkdirSync(nowhere);
    expect(copyToSecond(join(directory.path, name), job(directory.path, nowhere))).toMatchObject({
      state: 'missing',
      message: expect.stringContaining('mounted'),
    });
    expect(readdirSync(nowhere)).toEqual([]);
  });

  /** Memory is another disk than the directory for temporary files, on most machines. */
  const shm = '/dev/shm';
  const elsewhere = existsSync(shm) && statSync(shm).dev !== statSync(tmpdir()).dev;
  test.runIf(elsewhere)('on another disk gets every backup, and the same rotation', async () => {
    const stick = mkdtempSync(join(shm, 'xiaowu-stick-'));
    onTestFinished(() => rmSync(stick, { recursive: true, force: true }));
    writeFileSync(join(stick, 'ledger-20200101T000000Z-e1-000001.db'), 'old');
    for (const day of [2, 3, 4])
      writeFileSync(join(stick, `ledger-2020010${day}T000000Z-e1-00000${day}.db`), 'old');
    const { hut, backups } = backedUpHut({ config: { second: stick } });
    const kept = value(await backups.make());
    expect(backups.status().second).toEqual({ state: 'good', message: '', lastGoodAt: hut.clock.wall() });
    expect(
      readFileSync(join(stick, kept.backup)).equals(readFileSync(join(hut.dir, 'backups', kept.backup))),
    ).toBe(true);
    // Those of 2020 are too old, but for the newest three days there are.
    expect(listBackups(stick).map(({ seq }) => seq)).toEqual([hut.ledger.head().seq, 4, 3]);
  });

  test('that cannot be written is said, and the backup on the hut stands', async () => {
    using directory = new TemporaryDirectory();
    const { backups, names, log } = backedUpHut({ config: { second: join(directory.path, 'gone') } });
    const kept = value(await backups.make());
    expect(names()).toEqual([kept.backup]);
    expect(backups.status().second).toMatchObject({ state: 'missing', lastGoodAt: null });
    expect(log).toContainEqual(expect.objectContaining({ what: 'second-place', state: 'missing' }));
  });
});
