import { audit } from './auditing.ts';
import { backup, list } from './backing-up.ts';
import type { LedgerCommand } from './command.ts';
import { exportLog } from './exporting.ts';
import { rebuild, restore } from './restoring.ts';
import { verify } from './verifying.ts';

/** What `npm run ledger` can do, by word, in the order of its help. */
export const ledgerCommands: Readonly<Record<string, LedgerCommand>> = {
  backup,
  list,
  verify,
  restore,
  rebuild,
  export: exportLog,
  audit,
};
