import { execFileSync } from 'node:child_process';
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backupName, listBackups } from '../../../hut/backup/backup-name.ts';
import type { CopyJob } from '../../../hut/backup/copy-job.ts';
import { copyInProcess, type StartCopying } from '../../../hut/backup/copying.ts';
import { backupDelays } from '../../../hut/backup/schedule.ts';
import { copyToSecond } from '../../../hut/backup/second-place.ts';
import { TemporaryDirectory, value } from '../ledger/stocked-hut.ts';
import { backedUpHut } from './backed-up-hut.ts';

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

  test('that gives back other bytes than it was given has no backup', () => {
    using directory = new TemporaryDirectory();
    using stick = new TemporaryDirectory();
    writeFileSync(join(directory.path, name), 'bytes');
    const { copyFileSync } = fs;
    onTestFinished(() => {
      fs.copyFileSync = copyFileSync;
      syncBuiltinESMExports();
    });
    fs.copyFileSync = (_, to) => writeFileSync(to, 'bytez');
    syncBuiltinESMExports();
    const done = copyToSecond(join(directory.path, name), job(directory.path, stick.path), () => null);
    expect(done).toMatchObject({ state: 'failed', message: expect.stringContaining('read back') });
    expect(readdirSync(stick.path)).toEqual([]);
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

  /** What of a backup tells whose log it holds: its first event. */
  function backupOf(hut: string, path: string): void {
    const db = new Database(path);
    db.exec('CREATE TABLE event (epoch INTEGER, seq INTEGER, hash BLOB, PRIMARY KEY (epoch, seq))');
    db.prepare('INSERT INTO event VALUES (1, 1, ?)').run(Buffer.from(hut));
    db.close();
  }

  test('leaves the backups of another hut that lie there too, and takes away its own', () => {
    using directory = new TemporaryDirectory();
    using stick = new TemporaryDirectory();
    backupOf('hut', join(directory.path, name));
    const lying = (hut: string, numbers: string) =>
      [6, 7, 8, 9].map((nth) => {
        const each = `ledger-20200302T04100${nth}Z-e1-${numbers}${nth}.db`;
        backupOf(hut, join(stick.path, each));
        return each;
      });
    const others = lying('other', '00900');
    const own = lying('hut', '00000');
    const unreadable = 'ledger-20200302T041005Z-e1-000001.db';
    writeFileSync(join(stick.path, unreadable), 'torn');
    const at = Date.UTC(2026, 2, 2, 4, 20);
    const copied = copyToSecond(
      join(directory.path, name),
      { ...job(directory.path, stick.path), at },
      () => null,
    );
    expect(copied).toEqual({ state: 'good', message: '' });
    // Of its own the newest three stay, however old they are.
    expect(readdirSync(stick.path).sort()).toEqual([...own.slice(2), ...others, name].sort());
  });

  test('keeps what was just copied there beside unreadable copies of a longer log', () => {
    using directory = new TemporaryDirectory();
    using stick = new TemporaryDirectory();
    writeFileSync(join(directory.path, name), 'bytes');
    const others = [6, 7, 8, 9].map((nth) => `ledger-20260302T04100${nth}Z-e1-00900${nth}.db`);
    for (const other of others) writeFileSync(join(stick.path, other), 'torn');
    const at = Date.UTC(2026, 2, 2, 4, 20);
    const copied = copyToSecond(
      join(directory.path, name),
      { ...job(directory.path, stick.path), at },
      () => null,
    );
    expect(copied).toEqual({ state: 'good', message: '' });
    // By number and hour it would be the first to go.
    expect(readdirSync(stick.path).sort()).toEqual([name, ...others.slice(1)]);
  });

  test('with the backups of another hut says nothing of when the last copy of this one was made', () => {
    using stick = new TemporaryDirectory();
    writeFileSync(join(stick.path, name), 'of another hut');
    const { backups } = backedUpHut({ config: { second: stick.path } });
    expect(backups.status().second.lastGoodAt).toBeNull();
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

  test.runIf(elsewhere)('that hangs is named, and keeps no backup from being one', async () => {
    const stick = mkdtempSync(join(shm, 'xiaowu-stick-'));
    onTestFinished(() => rmSync(stick, { recursive: true, force: true }));
    let isKept = false;
    const start: StartCopying = (job, copied) =>
      copyInProcess(job, copied, () => {
        isKept = true;
      });
    const { hut, backups, names } = backedUpHut({ config: { second: stick }, start });
    // Whoever writes into a pipe that nobody reads waits for ever.
    const { epoch, seq } = hut.ledger.head();
    const pipe = join(stick, `.${backupName({ at: hut.clock.wall(), epoch, seq })}.making`);
    execFileSync('mkfifo', [pipe]);
    const making = backups.make();
    await expect.poll(() => isKept, { timeout: 20_000 }).toBe(true);
    hut.clock.advance(backupDelays.limit);
    const kept = value(await making);
    expect(names()).toEqual([kept.backup]);
    expect(backups.status()).toMatchObject({
      lastGood: { name: kept.backup },
      lastFailure: null,
      second: { state: 'failed', message: 'it took too long', lastGoodAt: null },
    });
    rmSync(pipe);
    // Once the one that hung is gone.
    await expect
      .poll(
        async () => {
          hut.clock.advance(1_000);
          value(await backups.make());
          return backups.status().second.state;
        },
        { timeout: 20_000 },
      )
      .toBe('good');
  });

  test('that was left half copied goes with the next copy', () => {
    using directory = new TemporaryDirectory();
    using stick = new TemporaryDirectory();
    writeFileSync(join(directory.path, name), 'bytes');
    const left = join(stick.path, '.ledger-20260301T040000Z-e1-000007.db.making');
    writeFileSync(left, 'half');
    const now = Date.now();
    const at = (age: number) => ({ ...job(directory.path, stick.path), at: now + age });
    copyToSecond(join(directory.path, name), at(0), () => null);
    expect(existsSync(left), 'somebody may be at it').toBe(true);
    copyToSecond(join(directory.path, name), at(2 * 3_600_000), () => null);
    expect(existsSync(left)).toBe(false);
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
