import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { faultOf } from './fault.ts';

/** Whether somebody has this ledger open, a running hut that is. A damaged or missing one is held by nobody. Writes nothing. */
export function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true, timeout: 1_000 });
    db.pragma('user_version');
    db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    return false;
  } catch (error) {
    return faultOf(error)?.code === 'in-use';
  } finally {
    db?.close();
  }
}
