import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stillOn } from '../../../domain/street/events.ts';

/** Saturday, 5 December 2026, midnight in Shanghai. */
const midnight = Date.UTC(2026, 11, 4, 16, 0);
const hour = 3_600_000;
const on = (from: number, hours: number) => ({ from, until: from + hours * hour });

test('today begins and ends at midnight of the hut, and what is over is gone', () => {
  const morning = on(midnight + 9 * hour, 3);
  expect(stillOn([morning], midnight - 1)).toEqual([]);
  expect(stillOn([morning], midnight)).toEqual([morning]);
  expect(stillOn([morning], midnight + 11 * hour)).toEqual([morning]);
  expect(stillOn([morning], midnight + 12 * hour)).toEqual([]);
  const late = on(midnight + 23 * hour, 4);
  expect(stillOn([late], midnight + 26 * hour), 'past midnight it is still on').toEqual([late]);
  expect(stillOn([on(midnight + 24 * hour, 1)], midnight + 23 * hour), 'tomorrow').toEqual([]);
});

test('at most two, in their order, none that is over, whatever is published', () => {
  const event = fc
    .record({ from: fc.integer({ min: -72, max: 72 }), hours: fc.integer({ min: 1, max: 300 }) })
    .map(({ from, hours }) => on(midnight + from * hour, hours));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 9 }), fc.integer({ min: 0, max: 23 }), (events, at) => {
      const now = midnight + at * hour;
      const seen = stillOn(events, now);
      expect(seen.length).toBeLessThanOrEqual(2);
      for (const each of seen) expect(each.until).toBeGreaterThan(now);
      expect(seen).toEqual([...seen].sort((a, b) => a.from - b.from || a.until - b.until));
      const running = events.filter(({ from, until }) => from <= now && until > now);
      if (running.length > 0) expect(seen.length).toBeGreaterThan(0);
    }),
  );
});
