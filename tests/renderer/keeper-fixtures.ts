import type { Screen } from '../../domain/contract/screen.ts';

/** Screens of the keeper's desk; `fixtures.ts` takes them in. */
export const keeperScreens: Record<string, Screen> = {
  'keeper-pin': { at: 'keeper-pin', number: 1, step: 'check', filled: 3, length: 6, busy: false },
  'keeper-pin-wrong': {
    at: 'keeper-pin',
    number: 1,
    step: 'check',
    filled: 0,
    length: 6,
    busy: false,
    problem: 'wrong',
    triesLeft: 3,
  },
  'keeper-pin-locked': {
    at: 'keeper-pin',
    number: 1,
    step: 'check',
    filled: 0,
    length: 6,
    busy: false,
    problem: 'locked',
    until: Date.UTC(2026, 10, 23, 1, 56),
  },
  'keeper-pin-choose': { at: 'keeper-pin', number: 2, step: 'choose', filled: 0, length: 6, busy: false },
  'keeper-pin-same': {
    at: 'keeper-pin',
    number: 2,
    step: 'choose',
    filled: 0,
    length: 6,
    busy: false,
    problem: 'same',
  },
  'keeper-desk': {
    at: 'keeper-desk',
    number: 2,
    functions: ['open-door', 'things', 'residents'],
    todo: { look: 2, overdue: 3, out: 38 },
  },
  'keeper-refusal-card': { at: 'keeper-refusal', why: 'card-unknown' },
  'keeper-refusal-disk': { at: 'keeper-refusal', why: 'disk-error' },
};
