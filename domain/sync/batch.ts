import { z } from 'zod';
import { type Chained, chainText } from '../ledger/chain.ts';
import { syncLimits } from './limits.ts';

/** A SHA-256 in lower-case hexadecimal. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/);
export const Seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const Epoch = z.number().int().min(1).max(1_000_000);
/** Printable ASCII: what stands in references, types and actors. */
const plain = (max: number) => z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${max}}$`));

/**
 * An event as it travels. Epoch, number and hashes are not repeated: they follow from the batch. The body is the
 * canonical JSON exactly as it was hashed, as a text, so that no parser comes between it and its hash.
 */
export const SyncEvent = z.strictObject({
  id: plain(64),
  type: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  version: z.number().int().min(1).max(1_000),
  wallAt: z.number().int(),
  boot: plain(64),
  monoMs: z.number().int(),
  actor: plain(100),
  body: z.string().min(2).max(syncLimits.eventBody),
});
export type SyncEvent = z.infer<typeof SyncEvent>;

/**
 * Events of one epoch that follow each other. `prevHash`: of the event before the first, zeros at the beginning.
 * `lastHash`: of the last one, which whoever reads the batch must come to by the chain.
 */
export const Batch = z.strictObject({
  epoch: Epoch,
  firstSeq: Seq.min(1),
  prevHash: Hash,
  events: z.array(SyncEvent).min(1).max(syncLimits.events),
  lastHash: Hash,
});
export type Batch = z.infer<typeof Batch>;

/** Where a log stands: zero and zeros when it is empty. */
export const LogHead = z.strictObject({ epoch: Epoch, lastSeq: Seq, lastHash: Hash });
export type LogHead = z.infer<typeof LogHead>;

/** What a batch says of one event, whole. */
export const chainedOf = (batch: Batch, index: number, event: SyncEvent, prevHash: string): Chained => ({
  epoch: batch.epoch,
  seq: batch.firstSeq + index,
  prevHash,
  ...event,
});

/**
 * The hash of every event of a batch in order; the last must equal `lastHash`, or the batch is not what was
 * written. `sha256` answers lower-case hexadecimal.
 */
export function hashesOf(batch: Batch, sha256: (text: string) => string): string[] {
  let prevHash = batch.prevHash;
  return batch.events.map((event, index) => {
    prevHash = sha256(chainText(chainedOf(batch, index, event, prevHash)));
    return prevHash;
  });
}
