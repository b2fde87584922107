import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { BackupConfig } from '../../../domain/config/backup-config.ts';
import { startBackups } from '../../../hut/backup/backups.ts';
import type { CopyJob } from '../../../hut/backup/copy-job.ts';
import { copyInProcess, copyInThread, type StartCopying } from '../../../hut/backup/copying.ts';
import { backupDelays } from '../../../hut/backup/schedule.ts';
import { checkWhole } from '../../../hut/ledger/whole-check.ts';
import { live } from '../ledger/damaged-hut.ts';
import { type StockedHut, value } from '../ledger/stocked-hut.ts';
import { backedUpHut } from './backed-up-hut.ts';

const hour = 3_600_000;

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
    const before = hut.ledger.head().seq;
    value(hut.lending.borrowFromHand({ item: 'drill-1', person: hut.li, visit: 'v' }));
    const after = hut.ledger.head().seq;
    const kept = value(await making);
    expect(names()).toEqual([kept.backup]);
    const { checked, scans } = inside(hut, kept.backup);
    expect(scans).toBe(2);
    // Which of the two depends on who was faster; never half of it.
    expect([before, after]).toContain(checked.end?.seq);
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

test('a copying process that cannot be started keeps nothing still: the next backup is made', async () => {
  let fails = true;
  const { hut, backups, names } = backedUpHut({
    start(job, copied) {
      if (fails) throw Object.assign(new Error('spawn EAGAIN'), { code: 'EAGAIN', syscall: 'spawn' });
      return copyInProcess(job, copied);
    },
  });
  expect(await backups.make()).toMatchObject({ ok: false, refusal: { message: 'spawn EAGAIN' } });
  const file = join(hut.dir, 'ledger.db');
  const before = readFileSync(file);
  live(hut, 2);
  hut.ledger.tidy();
  expect(readFileSync(file).equals(before)).toBe(false);
  fails = false;
  const kept = value(await backups.make());
  expect(names()).toEqual([kept.backup]);
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

test('what was put aside holds personal data too, and goes after as many days as the backups', async () => {
  let right = false;
  const { hut } = backedUpHut();
  const day = 86_400_000;
  const named = (days: number) =>
    new Date(hut.clock.wall() - days * day).toISOString().slice(0, 19).replaceAll(':', '-');
  const [old, young] = [named(31), `${named(29)}-2`];
  for (const name of [old, young]) mkdirSync(join(hut.dir, 'quarantine', name), { recursive: true });
  writeFileSync(join(hut.dir, 'quarantine', old, 'ledger.db'), 'old');
  const backups = startBackups({
    dir: hut.dir,
    name: 'ledger.db',
    clock: hut.clock,
    log: () => {},
    config: BackupConfig.parse({}),
    ledger: () => hut.ledger,
    busy: () => true,
    clockRight: () => right,
    checked: true,
    damaged: () => {},
  });
  const there = () => readdirSync(join(hut.dir, 'quarantine')).sort();
  value(await backups.make());
  // A clock that is wrong throws nothing away.
  expect(there()).toEqual([old, young]);
  right = true;
  value(await backups.make());
  expect(there()).toEqual([young]);
  await backups.close();
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
