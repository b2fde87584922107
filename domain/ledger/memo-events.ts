import { z } from 'zod';
import { MemoWhat } from '../memo/memo.ts';

const Ref = z.string().min(1).max(64);

/**
 * That something was said, shown or written of a thing: what it was lies in a file beside the ledger, which can be
 * erased, and its sum tells whether that file is the one.
 */
export const memoEventBodies = {
  'memo-kept': z.strictObject({
    memo: Ref,
    item: Ref,
    what: MemoWhat,
    /** HMAC-SHA-256 of the file, under a salt that only its name holds: without the file it tells nothing. Hexadecimal. */
    sum: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().min(1),
    visit: Ref,
  }),
  /** `teller`: who told it took it back. `settled`: the thing is lent again, or never more. `time`: it was kept long enough. */
  'memo-erased': z.strictObject({
    memo: Ref,
    item: Ref,
    why: z.enum(['teller', 'keeper', 'settled', 'time']),
  }),
} as const;
