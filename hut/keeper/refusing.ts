import type { LedgerFault } from '../ledger/fault.ts';
import type { KeeperStage } from './stage.ts';

/** Nothing was recorded, so nothing was done: the keeper is told which of the two it was. */
export const diskRefusal = (fault: LedgerFault): KeeperStage => ({
  at: 'keeper-refusal',
  why: fault.code === 'disk-full' ? 'disk-full' : 'disk-error',
});
