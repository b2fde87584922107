import { hash } from 'node:crypto';
import { chainText } from '../../domain/ledger/chain.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { Batch, chainedOf } from '../../domain/sync/batch.ts';
import { syncLimits } from '../../domain/sync/limits.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import { readJson, unpack } from '../wire/body.ts';
import { refusal } from '../wire/refusing.ts';

/** A batch that is what its hut wrote: read by its schema, its hashes found to follow, its bodies JSON objects. */
export interface Checked {
  batch: Batch;
  /** Of each event. */
  hashes: Buffer[];
}

/** Reads the body of a request that carries a batch, as it travelled. */
export type BatchReader = (body: Buffer, encoding: string | null) => Promise<Result<Checked, SyncRefusal>>;

/** Reads a batch in this very thread. */
export const readHere: BatchReader = async (body, encoding) => readBatch(body, encoding);

/** Unpacks a batch, reads it by its schema, and checks what it says of itself. */
export function readBatch(body: Buffer, encoding: string | null): Result<Checked, SyncRefusal> {
  const unpacked = unpack(body, encoding, syncLimits.body);
  if (!unpacked.ok) return unpacked;
  const batch = readJson(unpacked.value, Batch, 'envelope');
  return batch.ok ? checkBatch(batch.value) : batch;
}

function checkBatch(batch: Batch): Result<Checked, SyncRefusal> {
  const hashes: Buffer[] = [];
  let prevHash = batch.prevHash;
  for (const [i, event] of batch.events.entries()) {
    if (!isObject(event.body)) return refused(refusal('envelope', `events.${i}.body: not a JSON object`));
    prevHash = hash('sha256', chainText(chainedOf(batch, i, event, prevHash)), 'hex');
    hashes.push(Buffer.from(prevHash, 'hex'));
  }
  if (prevHash !== batch.lastHash)
    return refused(refusal('envelope', 'lastHash: the chain does not come to it'));
  return done({ batch, hashes });
}

function isObject(body: string): boolean {
  if (!body.startsWith('{') || !body.isWellFormed()) return false;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
