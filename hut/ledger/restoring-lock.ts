import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Runs `act` while no other process changes which ledger lies in this directory: two that start at once must not both
 * restore it, nor one end the swap that the other is in the middle of. The lock goes with the process. Throws
 * SQLITE_BUSY, at once, where another process has it.
 */
export function underRestoringLock<T>(dir: string, act: () => T): T {
  const lock = new Database(join(dir, 'restoring.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return act();
  } finally {
    lock.close();
  }
}
