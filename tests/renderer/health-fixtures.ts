import type { Screen } from '../../domain/contract/screen.ts';
import { wellAt } from '../hut/health/well.ts';

const at = Date.UTC(2026, 10, 23, 1, 41);
const well = wellAt(at);

/** How it stands with the hut, as a keeper sees it: well, and with all that can be wrong at once. */
export const healthScreens: Record<string, Screen> = {
  'keeper-health': { at: 'keeper-health', health: well },
  'keeper-health-broken': {
    at: 'keeper-health',
    health: {
      ...well,
      level: 'broken',
      ledger: { level: 'broken', state: 'disk-error', seq: 48_213, bytes: 61_000_000, restored: null },
      devices: {
        level: 'broken',
        boards: 1,
        scanners: 2,
        away: [
          { device: 'locker', doors: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], because: 'missing' },
          { device: 'scanner', doors: [], because: 'missing' },
        ],
      },
      disk: { level: 'broken', state: 'used', freeBytes: 1_200_000, reserved: false },
      clock: { level: 'broken', fault: 'ahead', wall: at + 400 * 86_400_000 },
      backup: {
        level: 'attention',
        lastGoodAt: at - 50 * 3_600_000,
        failure: 'disk-full: no room',
        second: 'failed',
      },
      sync: { level: 'attention', state: 'away', lastAt: at - 30 * 3_600_000, queue: 412, outdated: true },
    },
  },
};
