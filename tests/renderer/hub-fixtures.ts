import type { Screen } from '../../domain/contract/screen.ts';

const at = Date.UTC(2026, 10, 23, 1, 41);
type Hub = Extract<Screen, { at: 'keeper-hub' }>;
const joined: Hub = {
  at: 'keeper-hub',
  state: 'fine',
  lastAt: at - 40_000,
  queue: 0,
  outdated: false,
  address: 'https://hub.gusu.example.cn',
  hut: 'haitang-3',
  fingerprint: '7K3M Q2X9 0V8W 4TGH',
  joinable: true,
};

/** The hub as a keeper sees it, in each of its states, and the pad for the office's code. */
export const hubScreens: Record<string, Screen> = {
  'keeper-hub': joined,
  'keeper-hub-alone': {
    ...joined,
    state: 'alone',
    lastAt: null,
    hut: null,
    fingerprint: null,
  },
  'keeper-hub-nowhere': {
    ...joined,
    state: 'alone',
    lastAt: null,
    hut: null,
    fingerprint: null,
    address: null,
    joinable: false,
  },
  'keeper-hub-unreadable': { ...joined, state: 'unreadable', queue: 412, hut: null, fingerprint: null },
  'keeper-hub-unconfirmed': { ...joined, state: 'unconfirmed', lastAt: null, queue: 1_204 },
  'keeper-hub-away': { ...joined, state: 'away', lastAt: at - 30 * 3_600_000, queue: 412 },
  'keeper-hub-revoked': { ...joined, state: 'revoked', queue: 12 },
  'keeper-hub-refused': { ...joined, state: 'refused', queue: 12, outdated: true },
  'keeper-hub-starting': { ...joined, state: 'starting' },
  'keeper-hub-code': { at: 'keeper-hub-code', typed: '7K3M', length: 8, busy: false },
  ...Object.fromEntries(
    (['no-address', 'code-unknown', 'code-over', 'away', 'slow-down', 'disk'] as const).map((problem) => [
      `keeper-hub-code-${problem}`,
      { at: 'keeper-hub-code', typed: '', length: 8, busy: false, problem },
    ]),
  ),
};
