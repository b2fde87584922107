import { describe, expect, test } from 'vitest';
import {
  type DoorSight,
  moveOf,
  type Noticing,
  occupancyOf,
  popsWithin,
} from '../../domain/door/noticing.ts';

const closed: DoorSight = { lock: 'closed' };
const open: DoorSight = { lock: 'open' };
const calm = { door: 2, suspect: false, pulse: null, at: 10_000 };
const pulse = { door: 1, opening: 'o', visit: 'v', at: 9_000 };
const what = (noticing: Partial<Noticing> & Pick<Noticing, 'before' | 'now'>) =>
  moveOf({ ...calm, ...noticing });

describe('what a door did', () => {
  test.each([
    ['nothing while it stays shut', { before: closed, now: closed }, null],
    ['nothing while it stays open', { before: open, now: open }, null],
    ['nothing when it is first seen shut', { before: undefined, now: closed }, null],
    ['nothing by a status that means nothing', { before: closed, now: { lock: 'unknown' } }, null],
    ['opened by itself', { before: closed, now: open }, 'opened-unasked'],
    ['stood open when it was first seen', { before: undefined, now: open }, 'opened-unasked'],
    ['shut by a hand', { before: open, now: closed }, 'closed-unasked'],
    ['popped with its neighbour', { before: closed, now: open, pulse }, 'popped-open'],
    [
      'its own pulse pops nothing',
      { before: closed, now: open, pulse: { ...pulse, door: 2 } },
      'opened-unasked',
    ],
    ['long after a pulse', { before: closed, now: open, pulse, at: 9_000 + popsWithin }, 'opened-unasked'],
    [
      'stood open before the pulse for all we know',
      { before: undefined, now: open, pulse },
      'opened-unasked',
    ],
    ['a stuck door came open', { before: closed, now: open, suspect: true, pulse }, 'sprang-late'],
    [
      'a stuck door stands open after a start',
      { before: undefined, now: open, suspect: true },
      'sprang-late',
    ],
  ] as const)('%s', (_, noticing, expected) => {
    expect(what(noticing)).toBe(expected);
  });
});

test('what lies behind a door is told when it changes, and never where nobody knows', () => {
  const with_ = { lock: 'closed', occupied: true } as const;
  const without = { lock: 'closed', occupied: false } as const;
  expect(occupancyOf(without, with_)).toBe('occupied');
  expect(occupancyOf(with_, without)).toBe('emptied');
  expect(occupancyOf(with_, with_)).toBeNull();
  expect(occupancyOf(undefined, with_)).toBeNull();
  expect(occupancyOf(closed, with_)).toBeNull();
  expect(occupancyOf(with_, closed)).toBeNull();
});
