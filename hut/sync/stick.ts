import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { done, type Result, refused } from '../../domain/result.ts';
import type { LogHead } from '../../domain/sync/batch.ts';
import { StickAnswer, type StickHeader, type StickRequest } from '../../domain/sync/stick.ts';
import { syncDirectory } from '../ledger/sync-directory.ts';
import type { HubClient } from './hub-client.ts';
import type { HubIdentity } from './hub-file.ts';
import type { SyncStore } from './sync-store.ts';

/** What was written to a stick. */
export interface OnStick {
  events: number;
  batches: number;
  /** Number of the last event on it. */
  upTo: number;
}

/** Why nothing came of a stick; `message` for a person. */
export interface StickFault {
  message: string;
}

/**
 * Writes everything that the hub has not acknowledged, as the signed requests that would have been sent, one a line:
 * what cannot go by a network goes in a pocket. The file is whole or not there. Throws what the disk says.
 */
export async function writeStick(
  file: string,
  identity: HubIdentity,
  store: Pick<SyncStore, 'now' | 'headAt' | 'after'>,
  client: Pick<HubClient, 'signed'>,
): Promise<Result<OnStick, StickFault>> {
  if (existsSync(file)) return refused({ message: `${file} is there already.` });
  const from = store.headAt(store.now().acked);
  if (from === null) return refused({ message: 'The hub has more of this log than the hut: sync first.' });
  const unfinished = `${file}.part`;
  const fd = openSync(unfinished, 'w', 0o600);
  const written: OnStick = { events: 0, batches: 0, upTo: from.lastSeq };
  try {
    const { hutId: hut, keyId } = identity;
    const header: StickHeader = { format: 'xiaowu-stick', version: 1, hut, keyId };
    writeFileSync(fd, `${JSON.stringify(header)}\n`);
    let position: LogHead = from;
    for (let batch = store.after(position); batch !== null; batch = store.after(position)) {
      const { headers, body, url } = await client.signed('push', { body: batch.text });
      const line: StickRequest = {
        authority: new URL(url).host,
        contentDigest: headers['content-digest'] ?? '',
        signatureInput: headers['signature-input'] ?? '',
        signature: headers.signature ?? '',
        body: Buffer.from(body).toString('base64'),
      };
      writeFileSync(fd, `${JSON.stringify(line)}\n`);
      position = batch.end;
      written.events += batch.events;
      written.batches++;
      written.upTo = position.lastSeq;
    }
    fsyncSync(fd);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  renameSync(unfinished, file);
  // Told only now: the stick may be pulled at once.
  syncDirectory(dirname(file));
  return done(written);
}

/**
 * Reads what the hub answered to a stick. It is believed as far as it names an event of ours by its hash: nothing is
 * thrown away by it, and the next talk with the hub says what is so.
 */
export function readStickAnswer(
  file: string,
  identity: Pick<HubIdentity, 'hutId'>,
  store: Pick<SyncStore, 'headAt' | 'acknowledge' | 'now'>,
  now: number,
): Result<{ upTo: number }, StickFault> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refused({ message: `${file} cannot be read: ${error instanceof Error ? error.message : error}` });
  }
  const read = StickAnswer.safeParse(json);
  if (!read.success) return refused({ message: `${file} is not what a hub answers to a stick.` });
  const { hut, acknowledged } = read.data;
  if (hut !== identity.hutId) return refused({ message: `It is for the hut ${hut}, not for this one.` });
  const { ackSeq, ackHash, safeSeq } = acknowledged;
  if (store.headAt(ackSeq)?.lastHash !== ackHash) {
    return refused({ message: 'It names an event that this hut has not, or has otherwise.' });
  }
  if (ackSeq > store.now().acked) store.acknowledge(ackSeq, safeSeq, now);
  return done({ upTo: ackSeq });
}
