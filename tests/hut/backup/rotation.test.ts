import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Backup, backupName, readBackupName } from '../../../hut/backup/backup-name.ts';
import { superfluous } from '../../../hut/backup/rotation.ts';
import { backupDelays, isDue } from '../../../hut/backup/schedule.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 2, 2, 4);
const retention = { hours: 24, days: 30, bytes: 1e12 };

const at = (time: number, seq: number, bytes = 1): Backup & { bytes: number } => ({
  name: backupName({ at: time, epoch: 1, seq }),
  at: time,
  epoch: 1,
  seq,
  bytes,
});

/** Every hour for so many days, the last one now. */
const hourly = (days: number, end = now): (Backup & { bytes: number })[] =>
  Array.from({ length: days * 24 }, (_, i) => at(end - (days * 24 - 1 - i) * hour, i + 1));

/** What stays when there is a backup every hour, and every hour the rotation runs. */
function afterDays(days: number): (Backup & { bytes: number })[] {
  let kept: (Backup & { bytes: number })[] = [];
  for (const each of hourly(days)) {
    kept.push(each);
    const gone = new Set(superfluous(kept, each.at, retention));
    kept = kept.filter((one) => !gone.has(one));
  }
  return kept;
}

describe('what is kept', () => {
  test('is one an hour for a day, and one a day for a month, however long the hut runs', () => {
    const kept = afterDays(100);
    const ages = kept.map((each) => (now - each.at) / hour);
    for (let h = 0; h <= 24; h++) expect(ages).toContain(h);
    const days = new Set(kept.map((each) => Math.floor((each.at + 8 * hour) / day)));
    expect(days.size).toBe(31);
    expect(Math.max(...ages)).toBeLessThanOrEqual(30 * 24);
    expect(kept.length).toBeLessThanOrEqual(25 + 31);
  });

  test('is what fits, the newest first', () => {
    const kept = hourly(40).map((each) => ({ ...each, bytes: 100 }));
    const gone = new Set(superfluous(kept, now, { ...retention, bytes: 1_000 }));
    const left = kept.filter((each) => !gone.has(each));
    expect(left).toHaveLength(10);
    expect(left.map(({ at: time }) => now - time)).toContain(0);
  });

  test('is not thrown away because the clock jumped: the newest three days stay', () => {
    for (const jump of [-56 * 365 * day, -2 * day, 40 * day, 365 * day]) {
      const before = hourly(20);
      const after = at(now + jump, 1_000);
      const gone = superfluous([...before, after], after.at, retention);
      const left = before.filter((each) => !gone.includes(each));
      expect(left.length, `${jump / day} days`).toBeGreaterThanOrEqual(2);
      // The very last good ones are among them.
      expect(left.map(({ seq }) => seq)).toContain(before.length);
    }
  });

  test('always holds the newest three, whatever there is and whatever the time', () => {
    const some = fc.array(fc.record({ time: fc.integer({ min: 0, max: 4e12 }), bytes: fc.nat(1e9) }));
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 4e12 }), fc.nat(1e9), (list, time, bytes) => {
        const backups = list.map((each, i) => at(each.time, i + 1, each.bytes));
        const gone = superfluous(backups, time, { ...retention, bytes });
        const newest = backups.slice(-3);
        expect(gone.filter((each) => newest.includes(each))).toEqual([]);
        // What stays, stays: the rotation has nothing more to do.
        const left = backups.filter((each) => !gone.includes(each));
        expect(superfluous(left, time, { ...retention, bytes })).toEqual([]);
      }),
    );
  });
});

test('a name says when and how far, and nothing else is taken for one', () => {
  const name = backupName({ at: now, epoch: 2, seq: 12 });
  expect(name).toBe('ledger-20260302T040000Z-e2-000012.db');
  expect(readBackupName(name)).toEqual({ name, at: now, epoch: 2, seq: 12 });
  for (const other of [
    'ledger.db',
    '.making-12',
    `${name}-wal`,
    `.${name}.making`,
    'ledger-20260302-e1-1.db',
  ]) {
    expect(readBackupName(other)).toBeNull();
  }
});

describe('a backup is due', () => {
  const facts = {
    now: 10 * hour,
    started: 0,
    checked: true,
    last: { at: 9 * hour, good: true, seq: 5 },
    seq: 6,
    backedUp: 5,
    busy: false,
    running: false,
  };
  test.each([
    ['an hour after the last one', {}, true],
    ['not before', { now: 10 * hour - 1 }, false],
    ['not while somebody is there', { busy: true }, false],
    ['not while one is made', { running: true }, false],
    ['not without anything new', { seq: 5 }, false],
    ['but after a day without', { seq: 5, now: 9 * hour + day }, true],
    [
      'a quarter of an hour after one that failed',
      { last: { at: 10 * hour - backupDelays.afterFailure, good: false, seq: 6 } },
      true,
    ],
    [
      'not sooner after it',
      { last: { at: 10 * hour - backupDelays.afterFailure + 1, good: false, seq: 6 } },
      false,
    ],
    ['ten minutes after the start', { last: null, now: backupDelays.afterStart }, true],
    ['not in the first minutes', { last: null, now: backupDelays.afterStart - 1 }, false],
    ['not after a start with nothing new since the last run', { last: null, backedUp: 6 }, false],
    [
      'soon after a start that could not check the ledger, new or not',
      { last: null, backedUp: 6, checked: false, now: backupDelays.afterQuickStart },
      true,
    ],
  ])('%s', (_when, change, due) => {
    expect(isDue({ ...facts, ...change })).toBe(due);
  });
});
