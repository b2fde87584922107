import type { DonationEntry } from '../../domain/fund/entry.ts';
import { event } from '../../domain/ledger/events.ts';
import { createEntries, type Entries } from '../fund/entries.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What the hut was given: what kind, how many, by which organisation or by a resident who stays unnamed. */
export type Donations = Entries<DonationEntry>;

export const createDonations = (ledger: Ledger): Donations =>
  createEntries<DonationEntry>(ledger, {
    table: 'donation',
    totals: 'donation_total',
    entered: (entry, donation, keeper) => event('donation-received', { entry, donation, keeper }),
    takenBack: (entry, keeper) => event('donation-taken-back', { entry, keeper }),
    allowed: () => true,
  });
