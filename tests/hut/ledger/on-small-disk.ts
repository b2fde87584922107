// The remains of a hut on a disk of its own, which is small: what comes of opening them, or of going back to a backup.
import { cpSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { openHutStore } from '../../../hut/ledger/hut-store.ts';
import { restore } from '../../../hut/ledger/restore.ts';
import { restoredReport } from '../../../hut/ledger/restored-report.ts';
import { SimClock } from '../../sim-clock.ts';
import { hours } from './stocked-hut.ts';

const [what, from = '', dir = '', backup = '', wall, bytes] = process.argv.slice(2);
cpSync(from, dir, { recursive: true });
// Longer than it is, as a ledger of which much was taken away: SQLite goes by what its header says.
truncateSync(join(dir, 'ledger.db'), Number(bytes));
const clock = new SimClock(Number(wall));

function outcome(): unknown {
  if (what === 'restore') {
    const how = { dir, name: 'ledger.db', clock, boot: 'b', log: () => {}, found: 'a test', recorded: null };
    return restore(join(dir, 'backups', backup), how);
  }
  const opened = openHutStore({ dir, clock, boot: 'b', hours });
  return opened.ok ? { ok: true, value: restoredReport(opened.value.ledger) } : opened;
}
process.stdout.write(JSON.stringify(outcome()));
