import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clearQuarantine, finishSwap, swapIn } from '../../../hut/ledger/quarantine.ts';
import { TemporaryDirectory } from './stocked-hut.ts';

const old = { 'ledger.db': 'old', 'ledger.db-wal': 'old log' };

/** A damaged ledger, and a new one that is built. */
function built(dir: string): void {
  for (const [name, text] of Object.entries(old)) writeFileSync(join(dir, name), text);
  mkdirSync(join(dir, 'restoring'));
  writeFileSync(join(dir, 'restoring', 'ledger.db'), 'new');
}

const swap = (dir: string): string =>
  swapIn({ dir, name: 'ledger.db', at: Date.UTC(2026, 2, 2, 8), reason: 'a test' });

const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');

function expectSwapped(dir: string, quarantine: string): void {
  expect(text(dir, 'ledger.db')).toBe('new');
  // A log that stayed would be played into the new database.
  expect(existsSync(join(dir, 'ledger.db-wal'))).toBe(false);
  for (const [name, was] of Object.entries(old)) expect(text(dir, 'quarantine', quarantine, name)).toBe(was);
  expect(text(dir, 'quarantine', quarantine, 'reason.txt')).toBe('a test');
  expect(existsSync(join(dir, 'restoring'))).toBe(false);
  expect(existsSync(join(dir, 'restoring.json'))).toBe(false);
}

test('the new ledger takes the place of the old one, which is kept with its log and the reason', () => {
  using directory = new TemporaryDirectory();
  const dir = directory.path;
  built(dir);
  expect(swap(dir)).toBe('2026-03-02T08-00-00');
  expectSwapped(dir, '2026-03-02T08-00-00');
  // A second one in the same second has a place of its own.
  mkdirSync(join(dir, 'restoring'));
  writeFileSync(join(dir, 'restoring', 'ledger.db'), 'newer');
  expect(swap(dir)).toBe('2026-03-02T08-00-00-2');
  expect(text(dir, 'quarantine', '2026-03-02T08-00-00-2', 'ledger.db')).toBe('new');
});

test('cut off at any step, the next start ends it', () => {
  const name = '2026-03-02T08-00-00';
  const steps: ((dir: string) => void)[] = [
    () => {},
    (dir) => renameSync(join(dir, 'ledger.db-wal'), join(dir, 'quarantine', name, 'ledger.db-wal')),
    (dir) => renameSync(join(dir, 'ledger.db'), join(dir, 'quarantine', name, 'ledger.db')),
    (dir) => renameSync(join(dir, 'restoring', 'ledger.db'), join(dir, 'ledger.db')),
    (dir) => rmSync(join(dir, 'restoring'), { recursive: true }),
  ];
  for (let done = 1; done <= steps.length; done++) {
    using directory = new TemporaryDirectory();
    const dir = directory.path;
    built(dir);
    mkdirSync(join(dir, 'quarantine', name), { recursive: true });
    writeFileSync(join(dir, 'quarantine', name, 'reason.txt'), 'a test');
    writeFileSync(join(dir, 'restoring.json'), JSON.stringify({ quarantine: name }));
    for (const step of steps.slice(0, done)) step(dir);
    finishSwap(dir, 'ledger.db');
    expectSwapped(dir, name);
    // Nothing more is to be done, and nothing is.
    finishSwap(dir, 'ledger.db');
    expectSwapped(dir, name);
  }
});

test('before the intent is written, the old ledger stands', () => {
  using directory = new TemporaryDirectory();
  built(directory.path);
  finishSwap(directory.path, 'ledger.db');
  expect(text(directory.path, 'ledger.db')).toBe('old');
});

test('a swap whose intent was spoilt is ended all the same', () => {
  using directory = new TemporaryDirectory();
  const dir = directory.path;
  built(dir);
  writeFileSync(join(dir, 'restoring.json'), '{"quaran\u0000');
  finishSwap(dir, 'ledger.db');
  expect(text(dir, 'ledger.db')).toBe('new');
  expect(text(dir, 'quarantine', 'unnamed', 'ledger.db')).toBe('old');
  expect(existsSync(join(dir, 'restoring.json'))).toBe(false);
});

test('what a wrong clock put aside is kept as long as all else, from when the clock is right, and no longer', () => {
  using directory = new TemporaryDirectory();
  const dir = directory.path;
  const place = join(dir, 'quarantine');
  const day = 86_400_000;
  const now = Date.UTC(2026, 2, 2, 8);
  const named = ['1970-01-01T00-00-07', '2031-01-01T00-00-00', '2026-13-01T00-00-00', 'unnamed'];
  const old = '2026-01-30T08-00-00';
  for (const name of [...named, old]) {
    mkdirSync(join(place, name), { recursive: true });
    writeFileSync(join(place, name, 'ledger.db'), name);
  }
  writeFileSync(join(place, 'read-me.txt'), 'of a keeper');
  clearQuarantine(dir, now, 30 * day);
  const stamp = '2026-03-02T08-00-00';
  const renamed = [stamp, `${stamp}-2`, `${stamp}-3`, `${stamp}-4`];
  expect(readdirSync(place).sort()).toEqual([...renamed, 'read-me.txt']);
  expect(renamed.map((name) => text(place, name, 'ledger.db')).sort()).toEqual([...named].sort());
  clearQuarantine(dir, now + 30 * day, 30 * day);
  expect(readdirSync(place).sort()).toEqual([...renamed, 'read-me.txt']);
  clearQuarantine(dir, now + 31 * day, 30 * day);
  expect(readdirSync(place)).toEqual(['read-me.txt']);
});
