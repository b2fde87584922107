import { z } from 'zod';
import { DonationEntry, MoneyEntry } from '../fund/entry.ts';

const Ref = z.string().min(1).max(64);

/**
 * The hut's fund and what it was given: what a keeper enters stands for good. A mistake is taken back by an event of its
 * own, and entered again as it should have been.
 */
export const fundEventBodies = {
  /** `keeper` confirms it. */
  'fund-entered': z.strictObject({ entry: Ref, keeper: Ref, money: MoneyEntry }),
  'fund-taken-back': z.strictObject({ entry: Ref, keeper: Ref }),
  'donation-received': z.strictObject({ entry: Ref, keeper: Ref, donation: DonationEntry }),
  'donation-taken-back': z.strictObject({ entry: Ref, keeper: Ref }),
} as const;
