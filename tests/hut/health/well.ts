import type { Health } from '../../../domain/contract/health.ts';

/** A hut with nothing wrong, at this moment. */
export const wellAt = (at: number): Health => ({
  level: 'ok',
  at,
  ledger: { level: 'ok', state: 'open', seq: 48_213, bytes: 61_000_000, restored: null },
  devices: { level: 'ok', boards: 1, scanners: 2, away: [] },
  disk: { level: 'ok', state: 'enough', freeBytes: 212_000_000_000, reserved: true },
  clock: { level: 'ok', fault: null, wall: at },
  backup: { level: 'ok', lastGoodAt: at - 2_400_000, failure: null, second: 'good' },
  sync: { level: 'ok', state: 'fine', lastAt: at - 40_000, queue: 0, outdated: false },
  program: { level: 'ok', release: '0.1.0', upSeconds: 260_000, memoryBytes: 118_000_000 },
});
