import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Health, worst } from '../../../domain/contract/health.ts';
import { release } from '../../../domain/release.ts';
import { askHealth } from '../../../hut/health/ask-health.ts';
import { type HealthDeps, healthLimits, readHealth } from '../../../hut/health/read-health.ts';
import { readRunFile, runFile, writeRunFile } from '../../../hut/health/run-file.ts';
import { healthExit, tellHealth } from '../../../hut/health/tell-health.ts';
import type { RestoredReport } from '../../../hut/ledger/restored-report.ts';
import { HutProcess } from '../../kiosk/hut-process.ts';
import { SimClock } from '../../sim-clock.ts';

const clock = new SimClock();
const fine: HealthDeps = {
  clock,
  file: '/nowhere/ledger.db',
  trouble: () => null,
  seq: () => 12,
  configured: { boards: 1, scanners: 2 },
  away: () => [],
  room: { state: 'enough', free: () => 10_000_000_000, reserved: () => true },
  clockFault: () => null,
  backup: () => ({
    lastGood: { at: clock.wall() - 3_600_000, name: 'a' },
    lastFailure: null,
    second: { state: 'none', message: '', lastGoodAt: null },
    running: false,
  }),
};
const restoredNow: RestoredReport = {
  restoredAt: clock.wall(),
  why: 'damaged',
  from: 'ledger-20260302T040000Z-e1-000012.db',
  backTo: clock.wall() - 3_600_000,
  lostUntil: clock.wall() - 60_000,
  lostEvents: 37,
};
const backup = (over: object) =>
  ({ ...(fine.backup() as object), ...over }) as ReturnType<HealthDeps['backup']>;

describe('the health of a hut', () => {
  it('is ok when all is well, and fits the contract', () => {
    const health = Health.parse(readHealth(fine));
    expect(health).toMatchObject({ level: 'ok', ledger: { seq: 12 }, program: { release } });
    expect(tellHealth(health).split('\n')).toHaveLength(7);
  });

  it.each<[string, Partial<HealthDeps>, keyof Omit<Health, 'at' | 'level'>, string]>([
    ['the ledger is gone', { trouble: () => 'gone' }, 'ledger', 'broken'],
    ['the ledger was restored', { restored: () => restoredNow }, 'ledger', 'attention'],
    [
      'a door is away',
      { away: () => [{ device: 'locker', doors: [1], because: 'missing' }] },
      'devices',
      'broken',
    ],
    ['the disk is full', { room: { state: 'used', free: () => 0, reserved: () => false } }, 'disk', 'broken'],
    [
      'little is left',
      { room: { state: 'enough', free: () => healthLimits.free - 1, reserved: () => true } },
      'disk',
      'attention',
    ],
    ['the clock is wrong', { clockFault: () => 'unset' }, 'clock', 'broken'],
    [
      'the last backup is two days old',
      { backup: () => backup({ lastGood: { at: clock.wall() - 2 * 86_400_000, name: 'a' } }) },
      'backup',
      'attention',
    ],
    [
      'the last backup is a week old',
      { backup: () => backup({ lastGood: { at: clock.wall() - 8 * 86_400_000, name: 'a' } }) },
      'backup',
      'broken',
    ],
    [
      'the last backup failed',
      { backup: () => backup({ lastFailure: { code: 'disk-full', message: 'm', at: 0 } }) },
      'backup',
      'attention',
    ],
    [
      'the hub has not answered for a day',
      { sync: () => ({ state: 'away', lastAt: clock.wall() - 25 * 3_600_000, queue: 412, outdated: false }) },
      'sync',
      'attention',
    ],
    [
      'the office withdrew the hut',
      { sync: () => ({ state: 'revoked', lastAt: clock.wall(), queue: 3, outdated: false }) },
      'sync',
      'attention',
    ],
    [
      'the hub wants a later release',
      { sync: () => ({ state: 'fine', lastAt: clock.wall(), queue: 0, outdated: true }) },
      'sync',
      'attention',
    ],
    [
      'the stick is missing',
      { backup: () => backup({ second: { state: 'missing', message: '', lastGoodAt: null } }) },
      'backup',
      'attention',
    ],
  ])('when %s', (_, over, part, level) => {
    const health = Health.parse(readHealth({ ...fine, ...over }));
    expect(health[part].level).toBe(level);
    expect(health.level).toBe(level);
    expect(tellHealth(health)).toMatch(level === 'broken' ? /^X/m : /^!/m);
  });

  it('is told even where the ledger cannot be read', () => {
    const health = readHealth({
      ...fine,
      trouble: () => 'disk-error',
      seq: () => {
        throw new Error('gone');
      },
    });
    expect(Health.parse(health).ledger).toMatchObject({ level: 'broken', seq: null, bytes: null });
  });

  it('is the worst of its parts', () => {
    expect(worst(['ok', 'attention', 'ok'])).toBe('attention');
    expect(worst(['ok', 'broken', 'attention'])).toBe('broken');
    expect(worst([])).toBe('ok');
    expect(healthExit).toEqual({ ok: 0, attention: 1, broken: 2 });
  });

  it('names the release of package.json', () => {
    const json = readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8');
    expect(JSON.parse(json)).toMatchObject({ version: release });
  });
});

const main = fileURLToPath(new URL('../../../hut/main.ts', import.meta.url));
/** `npm run hut -- --health`: what it prints and its exit code. */
const command = (dir: string): Promise<{ code: number | null; out: string; said: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [main, '--health', '--data', dir], { stdio: 'pipe' });
    let out = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('close', (code) => resolve({ code, out, said }));
  });

describe('asking a running hut', { timeout: 60_000 }, () => {
  it('finds it, prints a table, and tells by its exit code; after the end there is nothing to find', async () => {
    const hut = await HutProcess.open('practice');
    const path = join(hut.dir, runFile);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { code, out } = await command(hut.dir);
    expect(out).toMatch(/ledger +open, \d+ events/);
    expect(out).toMatch(/clock +20\d\d-/);
    // A hut that has just begun has no reserve yet: somebody might look.
    expect(code === 0 || code === 1).toBe(true);
    await hut.stop();
    expect(existsSync(path)).toBe(false);
    expect(await command(hut.dir)).toMatchObject({ code: 2, said: expect.stringContaining('No hut runs') });
  });

  it('is no way in: without the token of run.json nothing is told', async () => {
    const hut = await HutProcess.open('practice');
    const run = readRunFile(hut.dir);
    for (const authorization of ['', 'Bearer x', `Basic ${run?.token}`]) {
      const response = await fetch(`http://127.0.0.1:${run?.port}/health`, { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(await response.text()).toBe('{}');
    }
  });

  it('is not fooled by what a killed hut left, or by what nobody can read', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-health-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    expect(await askHealth(dir)).toMatchObject({ refusal: { code: 'not-running' } });
    writeRunFile(dir, { pid: process.pid, port: 1, token: 'x'.repeat(32) });
    expect(await askHealth(dir)).toMatchObject({ refusal: { code: 'not-running' } });
    writeFileSync(join(dir, runFile), 'nonsense');
    chmodSync(join(dir, runFile), 0o600);
    expect(await askHealth(dir)).toMatchObject({ refusal: { code: 'not-running' } });
  });

  it('a second process that waits leaves the file of the first alone, and says of itself that it waits', async () => {
    const first = await HutProcess.open('practice');
    const before = readRunFile(first.dir);
    const second = await first.second();
    await second.until((view) => view.screen.at === 'trouble');
    expect(readRunFile(first.dir)).toEqual(before);
    const asked = await askHealth(first.dir);
    expect(asked.ok && asked.value.ledger.state).toBe('open');
    expect((await second.health()).ledger).toMatchObject({ state: 'in-use', level: 'broken' });
    expect((await first.health()).ledger.state).toBe('open');
  });
});
