import { done, type Result, refused } from '../../domain/result.ts';
import type { Acknowledged } from '../../domain/sync/endpoints.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import { type StickAnswer, StickHeader, StickRequest } from '../../domain/sync/stick.ts';
import type { Settling } from '../across/settling.ts';
import type { HubDeps } from '../deps.ts';
import { readJson } from '../wire/body.ts';
import { refusal } from '../wire/refusing.ts';
import { checkSigned } from '../wire/signed.ts';
import { openEpoch } from './epochs.ts';
import { createLanes } from './lanes.ts';
import { push } from './push.ts';
import { readBatch } from './reading.ts';

/** What was wrong with a stick: at which line of its text, counted from one. What came before it was taken. */
export interface StickFault {
  line: number;
  refusal: SyncRefusal;
}

/**
 * Takes the batches of a stick as if they had come by the wire: each with its signature, in order. Only their age is
 * not looked at. What the hub has already is passed over, so a stick may come twice. `settle`: the hub's own, where one
 * serves in this process, since it keeps what could not be settled.
 */
export async function importStick(
  deps: HubDeps,
  settle: Settling,
  text: string,
): Promise<Result<StickAnswer, StickFault>> {
  const [head = '', ...requests] = text.split('\n').filter((line) => line.trim() !== '');
  const header = readJson(Buffer.from(head), StickHeader, 'bad-request');
  if (!header.ok) return refused({ line: 1, refusal: header.refusal });
  const { hut } = header.value;
  let acknowledged: Acknowledged | null = null;
  for (const [i, line] of requests.entries()) {
    const taken = await takeLine(deps, settle, hut, line);
    if (!taken.ok) return refused({ line: i + 2, refusal: taken.refusal });
    acknowledged = taken.value;
  }
  if (acknowledged === null) {
    return refused({ line: 1, refusal: refusal('bad-request', 'There is no batch on it.') });
  }
  return done({ format: 'xiaowu-stick-answer', version: 1, hut, acknowledged });
}

/** A short batch travels as it is, and no JSON begins as gzip does (RFC 1952, 2.3.1). */
const isPacked = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b;

async function takeLine(
  deps: HubDeps,
  settle: Settling,
  hut: string,
  line: string,
): Promise<Result<Acknowledged, SyncRefusal>> {
  const read = readJson(Buffer.from(line), StickRequest, 'bad-request');
  if (!read.ok) return read;
  const { authority, contentDigest, signatureInput, signature } = read.value;
  const body = Buffer.from(read.value.body, 'base64');
  const headers: Record<string, string> = {
    'content-digest': contentDigest,
    'signature-input': signatureInput,
    signature,
  };
  const sent = {
    method: 'POST',
    authority,
    path: '/v1/huts/me/events',
    query: '?',
    header: (name: string) => headers[name],
    body,
  };
  const signed = await checkSigned(deps, sent, false);
  if (!signed.ok) return signed;
  const { hutId } = signed.value;
  if (hutId !== hut) return refused(refusal('bad-request', 'The batch is of another hut than the stick.'));
  const batch = readBatch(body, isPacked(body) ? 'gzip' : null);
  if (!batch.ok) return batch;
  const { epoch, firstSeq, prevHash, events } = batch.value.batch;
  if (events[0]?.type === 'ledger-restored') {
    // On the wire the hut asks for its epoch first; where that is not the next one, the batch itself is refused.
    const after = { seq: firstSeq - 1, hash: prevHash };
    const opened = await deps.store.transaction((sql) =>
      openEpoch(sql, hutId, { epoch, after }, deps.clock.wall()),
    );
    if (opened.ok) deps.log({ what: 'epoch-opened', hut: hutId, epoch: opened.value.epoch });
  }
  return push(deps, createLanes(deps.clock, 0), settle, hutId, batch.value, {
    enter: async () => null,
    clockOffset: null,
  });
}
