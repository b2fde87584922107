import { z } from 'zod';

/** What was given to the hut. */
export const DonatedWhat = z.enum(['books', 'tools', 'aids', 'goods']);
export type DonatedWhat = z.infer<typeof DonatedWhat>;

/** Things of one donation at most: a lorry of books. */
export const donatedAtMost = 9_999;
