import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockLimits, expectedWall, judgeClock } from '../../domain/clock-sense.ts';

const day = 86_400_000;
const seen = Date.UTC(2026, 10, 24, 2, 0);
const before = { wall: seen, mono: null };
const running = { wall: seen, mono: 5_000 };

describe('a wall clock is believed', () => {
  it('anywhere after this hut was written, when nothing is known yet', () => {
    expect(judgeClock(null, { wall: clockLimits.earliest, mono: 0 }, true)).toBeNull();
    expect(judgeClock(null, { wall: seen + 3_000 * day, mono: 0 }, true)).toBeNull();
  });

  it('not in 1970, 2000 or 2025, whatever is known', () => {
    for (const wall of [0, Date.UTC(2000, 0, 1), Date.UTC(2025, 11, 31)]) {
      expect(judgeClock(null, { wall, mono: 0 }, true)).toBe('unset');
      expect(judgeClock({ wall, mono: null }, { wall, mono: 0 }, true)).toBe('unset');
    }
  });

  it('after a summer switched off, and not after a year', () => {
    expect(judgeClock(before, { wall: seen + 59 * day, mono: 0 }, true)).toBeNull();
    expect(judgeClock(before, { wall: seen + 365 * day, mono: 0 }, true)).toBe('ahead');
  });

  it('when it is put forward by some days, put back by hours, and not more, while the hut runs', () => {
    const at = (shift: number) => judgeClock(running, { wall: seen + 1_000 + shift, mono: 6_000 }, false);
    expect(at(0)).toBeNull();
    expect(at(-14 * 3_600_000)).toBeNull();
    expect(at(6 * day)).toBeNull();
    expect(at(-2 * day)).toBe('behind');
    expect(at(8 * day)).toBe('ahead');
  });

  it('for any time that passes steadily, however long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 * day }), (passed) => {
        const now = { wall: seen + passed, mono: 5_000 + passed };
        expect(judgeClock(running, now, false)).toBeNull();
        expect(expectedWall(running, now.mono)).toBe(now.wall);
      }),
    );
  });

  it('by the time that passed and not by the clock: standing still for two days is behind', () => {
    expect(judgeClock(running, { wall: seen, mono: 5_000 + 2 * day }, false)).toBe('behind');
  });
});
