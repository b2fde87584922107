import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syncRefusals } from '../../../domain/sync/refusals.ts';
import {
  compareLogs,
  glanceOf,
  isHealthDue,
  nextStep,
  syncDelays,
  waitFor,
} from '../../../hut/sync/deciding.ts';
import type { CallRefusal } from '../../../hut/sync/hub-client.ts';
import { emptyLog } from '../../../hut/sync/outbox.ts';
import { wellAt } from '../health/well.ts';

test('waits grow from a second to a quarter of an hour, never less than the hub asked for', () => {
  const failures = fc.integer({ min: 1, max: 60 });
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(failures, chance, fc.integer({ min: 0, max: 3_600_000 }), (n, drawn, atLeast) => {
      const wait = waitFor(n, drawn, atLeast);
      const longest = Math.min(1_000 * 2 ** (n - 1), syncDelays.backoffLongest);
      expect(Number.isInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(Math.max(atLeast, Math.floor(longest / 2)));
      expect(wait).toBeLessThanOrEqual(Math.max(atLeast, longest));
    }),
  );
  expect([waitFor(0, 0), waitFor(0, 1)]).toEqual([30_000, 60_000]);
});

test('every refusal of the hub leads somewhere', () => {
  const more = { retryAfter: 7, time: 5, seq: 1, expectedSeq: 1, version: 1, limit: 1 };
  const steps = Object.keys(syncRefusals).map((error) => [
    error,
    nextStep({ error, message: '', ...more } as unknown as CallRefusal).do,
  ]);
  expect(Object.fromEntries(steps)).toMatchObject({
    gap: 'compare',
    fork: 'compare',
    epoch: 'compare',
    skew: 'sign-again',
    replayed: 'sign-again',
    revoked: 'stop',
    unconfirmed: 'await-office',
    busy: 'wait',
    broken: 'wait',
    envelope: 'tell',
  });
  expect(nextStep({ error: 'slow-down', message: '', retryAfter: 7 })).toEqual({
    do: 'wait',
    atLeast: 7_000,
  });
});

test('logs are in line when the hub ends with an event of ours, and parted otherwise', () => {
  const ours = { epoch: 1, lastSeq: 7, lastHash: 'a'.repeat(64) };
  expect(compareLogs(ours, ours)).toBe('in-line');
  expect(compareLogs(emptyLog, emptyLog)).toBe('in-line');
  expect(compareLogs(ours, { ...ours, lastHash: 'b'.repeat(64) })).toBe('parted');
  expect(compareLogs(ours, null)).toBe('parted');
});

test('how a hut is is told when somebody would notice it, and not for what moves all the time', () => {
  const well = wellAt(5_000);
  const told = { glance: glanceOf(well), at: 5_000 };
  expect(isHealthDue(null, well, 5_000)).toBe(true);
  expect(isHealthDue(told, well, 5_000 + syncDelays.health - 1)).toBe(false);
  expect(isHealthDue(told, well, 5_000 + syncDelays.health)).toBe(true);
  // A clock that was put back is no reason to be silent for a year.
  expect(isHealthDue(told, well, 5_000 - syncDelays.health)).toBe(true);
  const unnoticed = [
    { ...well, at: 6_000, clock: { ...well.clock, wall: 6_000 } },
    { ...well, disk: { ...well.disk, freeBytes: 3 } },
    { ...well, ledger: { ...well.ledger, seq: 9, bytes: 9 } },
    { ...well, sync: { ...well.sync, state: 'starting' as const, queue: 400 } },
  ];
  for (const health of unnoticed) expect(isHealthDue(told, health, 6_000)).toBe(false);
  const noticed = [
    { ...well, disk: { ...well.disk, level: 'attention' as const, reserved: false } },
    { ...well, clock: { ...well.clock, fault: 'ahead' as const } },
    { ...well, backup: { ...well.backup, failure: 'disk-full: no room' } },
    { ...well, program: { ...well.program, release: '0.2.0' } },
    { ...well, sync: { ...well.sync, outdated: true } },
  ];
  for (const health of noticed) expect(isHealthDue(told, health, 6_000)).toBe(true);
});
