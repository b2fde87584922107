import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpeningHours } from '../../../domain/config/config.ts';
import { dueDate, hutTimeZone } from '../../../domain/lending/due-date.ts';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const hour = fc.integer({ min: 8, max: 22 }).map((h) => `${String(h).padStart(2, '0')}:30`);
const day = fc.option(fc.record({ from: fc.constant('07:00'), to: hour }), { freq: 2 });
const hours: fc.Arbitrary<OpeningHours> = fc.record({
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
});
const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
const term = fc.integer({ min: 1, max: 90 });
const dayMs = 86_400_000;

/** Day of the week and time of day in Suzhou, as the time-zone database says: an independent reckoning. */
const inSuzhou = new Intl.DateTimeFormat('en-US', {
  timeZone: hutTimeZone,
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const told = (at: number) => {
  const part = Object.fromEntries(inSuzhou.formatToParts(at).map(({ type, value }) => [type, value]));
  const weekday = String(part.weekday).toLowerCase() as (typeof days)[number];
  return { weekday, time: `${part.hour}:${part.minute}` };
};

test('due at closing time of a day the hut is open', () => {
  fc.assert(
    fc.property(instant, term, hours, (now, termDays, open) => {
      fc.pre(Object.values(open).some((d) => d !== null));
      const { weekday, time } = told(dueDate(now, termDays, open));
      expect(open[weekday]?.to).toBe(time);
    }),
    { numRuns: 500 },
  );
});

test('never before the term is over, and never further than the next open day', () => {
  fc.assert(
    fc.property(instant, term, hours, (now, termDays, open) => {
      const due = dueDate(now, termDays, open);
      const dayOf = (at: number) => Math.floor((at + 8 * 3_600_000) / dayMs);
      const ahead = dayOf(due) - dayOf(now);
      expect(ahead).toBeGreaterThanOrEqual(termDays);
      expect(ahead).toBeLessThanOrEqual(termDays + 6);
      for (let skipped = termDays; skipped < ahead; skipped++) {
        expect(open[told(now + skipped * dayMs).weekday]).toBeNull();
      }
      expect(due).toBeGreaterThan(now);
    }),
    { numRuns: 500 },
  );
});

test('a later loan is never due earlier', () => {
  fc.assert(
    fc.property(instant, fc.nat(10 * dayMs), term, hours, (now, later, termDays, open) => {
      expect(dueDate(now + later, termDays, open)).toBeGreaterThanOrEqual(dueDate(now, termDays, open));
    }),
    { numRuns: 500 },
  );
});

test('a hut that never opens is due at eight in the evening', () => {
  const shut = { mon: null, tue: null, wed: null, thu: null, fri: null, sat: null, sun: null };
  // 2026-03-02 09:00 in Suzhou, three days: 2026-03-05 20:00.
  expect(dueDate(Date.UTC(2026, 2, 2, 1), 3, shut)).toBe(Date.UTC(2026, 2, 5, 12));
});
