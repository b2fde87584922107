import { z } from 'zod';

/** What shows that a thing moved. `boot`: the opening was settled from the doors after a restart. */
export const Evidence = z.enum(['door', 'shelf', 'declared', 'boot']);
export type Evidence = z.infer<typeof Evidence>;

/** Why an opening came to nothing. Nothing is lent or returned by a void opening. */
export const VoidReason = z.enum([
  'not-sent',
  'stuck',
  'declared-not-moved',
  'never-seen-open',
  'nothing-taken',
]);
export type VoidReason = z.infer<typeof VoidReason>;
