import type { MoneyEntry } from '../../domain/fund/entry.ts';
import { event } from '../../domain/ledger/events.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createEntries, type Entries, type Total } from './entries.ts';

/** The hut's fund: a ledger of its own within the ledger. Amounts are integer fen. */
export type Fund = Entries<MoneyEntry>;

const sum = (totals: readonly Total[], of: 'in' | 'out'): number =>
  totals.reduce((all, total) => (total.of === of ? all + total.amount : all), 0);

/** What came in, what went out, and what is there, fen. */
export function fundStands(totals: readonly Total[]): { in: number; out: number; left: number } {
  const [came, went] = [sum(totals, 'in'), sum(totals, 'out')];
  return { in: came, out: went, left: came - went };
}

export const createFund = (ledger: Ledger): Fund =>
  createEntries<MoneyEntry>(ledger, {
    table: 'fund_entry',
    totals: 'fund_total',
    entered: (entry, money, keeper) => event('fund-entered', { entry, money, keeper }),
    takenBack: (entry, keeper) => event('fund-taken-back', { entry, keeper }),
    // Nothing is spent that is not there: a slip of the finger, or an entry that is missing.
    allowed(totals, { of, amount }, taken) {
      const leaves = (of === 'out') === (taken === 'in');
      return !leaves || amount <= fundStands(totals).left;
    },
  });
