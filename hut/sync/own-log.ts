import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { done, type Result, refused } from '../../domain/result.ts';
import { Batch, chainedOf, hashesOf, type LogHead } from '../../domain/sync/batch.ts';
import { syncLimits } from '../../domain/sync/limits.ts';
import type { StoredEvent } from '../ledger/chain.ts';
import type { CallRefusal, HubClient } from './hub-client.ts';
import { emptyLog, type Outbox } from './outbox.ts';

/** What the hub holds of this hut's log, fetched to be adopted; one batch a line. */
export const ownLogFile = 'hub-log.ndjson';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The last event that both logs hold. The hub's chain proves all before it. */
export async function findAncestor(
  client: HubClient,
  outbox: Pick<Outbox, 'headAt'>,
  hub: LogHead,
  ours: number,
): Promise<Result<LogHead, CallRefusal>> {
  // Both hold 0 in common, and a number in common means that all before it is.
  let shared: LogHead = emptyLog;
  let apart = Math.min(hub.lastSeq, ours) + 1;
  while (apart - shared.lastSeq > 1) {
    const seq = Math.floor((shared.lastSeq + apart) / 2);
    const asked = await client.call('ownLog', { query: { after: seq - 1, limit: 1 } });
    if (!asked.ok) return asked;
    const [batch] = asked.value.batches;
    const here = outbox.headAt(seq);
    if (batch !== undefined && here !== null && batch.firstSeq === seq && batch.lastHash === here.lastHash) {
      shared = here;
    } else apart = seq;
  }
  return done(shared);
}

/** Fetches the hub's log after a number into a file, which is whole or not there. Answers where it ends. */
export async function fetchOwnLog(
  client: HubClient,
  after: number,
  file: string,
): Promise<Result<LogHead, CallRefusal>> {
  const unfinished = `${file}.part`;
  const fd = openSync(unfinished, 'w', 0o600);
  try {
    let from = after;
    for (;;) {
      const asked = await client.call('ownLog', { query: { after: from, limit: syncLimits.ownEvents } });
      if (!asked.ok) return asked;
      const { batches, head } = asked.value;
      const before = from;
      for (const batch of batches) {
        writeFileSync(fd, `${JSON.stringify(batch)}\n`);
        from = batch.firstSeq + batch.events.length - 1;
      }
      if (from >= head.lastSeq) {
        fsyncSync(fd);
        renameSync(unfinished, file);
        return done(head);
      }
      // Half of it is nothing to go on from, and asking the same for ever brings no more.
      if (from <= before) {
        return refused({
          error: 'unreachable',
          message: `the hub sent nothing after ${before} of ${head.lastSeq}`,
        });
      }
    }
  } finally {
    closeSync(fd);
  }
}

/** Lines of a file, read in pieces. */
function* linesOf(file: string): Generator<string> {
  const fd = openSync(file, 'r');
  const piece = Buffer.alloc(256 * 1024);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for (;;) {
      const read = readSync(fd, piece, 0, piece.length, null);
      if (read === 0) break;
      const whole = Buffer.concat([rest, piece.subarray(0, read)]);
      let from = 0;
      for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10, from)) {
        yield whole.subarray(from, end).toString('utf8');
        from = end + 1;
      }
      rest = Buffer.from(whole.subarray(from));
    }
    // A line that was cut off is handed on, to be refused.
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(fd);
  }
}

/** The events of a batch as a ledger stores them. Throws when the batch is not what its last hash says. */
export function storedOf(batch: Batch): StoredEvent[] {
  const hashes = hashesOf(batch, sha256);
  if (hashes.at(-1) !== batch.lastHash) throw new Error('the events are not what their last hash says');
  let prevHash = batch.prevHash;
  return batch.events.map((each, i) => {
    const { epoch, seq } = chainedOf(batch, i, each, prevHash);
    const hash = hashes[i] ?? '';
    const stored: StoredEvent = {
      epoch,
      seq,
      event_id: each.id,
      type: each.type,
      version: each.version,
      wall_at: each.wallAt,
      boot: each.boot,
      mono_ms: each.monoMs,
      actor: each.actor,
      body: each.body,
      prev_hash: Buffer.from(prevHash, 'hex'),
      hash: Buffer.from(hash, 'hex'),
    };
    prevHash = hash;
    return stored;
  });
}

/** Events after a number from a file that `fetchOwnLog` wrote. Ends with an exception where it cannot be read on. */
export function* eventsIn(file: string, after: number): Generator<StoredEvent> {
  for (const line of linesOf(file)) {
    for (const stored of storedOf(Batch.parse(JSON.parse(line)))) if (stored.seq > after) yield stored;
  }
}

/** Whether a file that `fetchOwnLog` wrote goes back to the first event: only then is it a whole log. */
export function isWholeLog(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    for (const line of linesOf(file)) return Batch.parse(JSON.parse(line)).firstSeq === 1;
  } catch {
    // Cut off, or not ours.
  }
  return false;
}

/** See `HubLog`: what was fetched, if anything. */
export const hubLogIn =
  (file: string) =>
  ({ seq }: { seq: number }): Iterable<StoredEvent> | null =>
    existsSync(file) ? eventsIn(file, seq) : null;
