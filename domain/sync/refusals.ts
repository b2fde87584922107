import { z } from 'zod';
import { Instant } from '../contract/words.ts';
import { Epoch, Hash, Seq } from './batch.ts';

const refusal = <Code extends string, Fields extends z.ZodRawShape>(error: Code, fields: Fields) =>
  z.strictObject({
    error: z.literal(error),
    /** What was wrong and what to do, in English, for a log or a developer. */
    message: z.string(),
    ...fields,
  });

/** Every refusal of the hub, by code, with its status. */
export const syncRefusals = {
  /** The request is not of the protocol: a header, a parameter, its JSON. The same again is refused again. */
  'bad-request': { status: 400, body: refusal('bad-request', {}) },
  /** No signature, or not by this key over this request. */
  signature: { status: 401, body: refusal('signature', {}) },
  /** Content-Digest is not that of the body. */
  digest: { status: 401, body: refusal('digest', {}) },
  /** `created` is too far from the hub's clock, which shows `time`. Sign again with the offset. */
  skew: { status: 401, body: refusal('skew', { time: Instant }) },
  /** This nonce was used. Sign again with another. */
  replayed: { status: 401, body: refusal('replayed', {}) },
  /** The key was revoked. Nothing more is taken from it. */
  revoked: { status: 403, body: refusal('revoked', {}) },
  /** The office has not compared the fingerprint yet. Ask again later. */
  unconfirmed: { status: 403, body: refusal('unconfirmed', {}) },
  /** No such code, or a wrong one. */
  'code-unknown': { status: 404, body: refusal('code-unknown', {}) },
  /** The code is used, too old, or was tried too often. The office makes a new one. */
  'code-over': { status: 410, body: refusal('code-over', {}) },
  'not-found': { status: 404, body: refusal('not-found', {}) },
  /** Events before these are missing: send from `expectedSeq`. */
  gap: { status: 409, body: refusal('gap', { expectedSeq: Seq }) },
  /** At `seq` the hub has another event than the one sent: fetch the own log, open a new epoch. */
  fork: { status: 409, body: refusal('fork', { seq: Seq }) },
  /** The batch is of an epoch that was not opened, or the epoch cannot be opened; this is where the hub stands. */
  epoch: { status: 409, body: refusal('epoch', { epoch: Epoch, lastSeq: Seq, lastHash: Hash }) },
  /** The feed cannot go on from there: take the snapshot. */
  'feed-gone': { status: 410, body: refusal('feed-gone', {}) },
  /** A version that is not above the one the hub has. */
  stale: { status: 412, body: refusal('stale', { version: Seq }) },
  /** More than `limit` bytes once unpacked, or more events than a batch may have. */
  'too-large': { status: 413, body: refusal('too-large', { limit: z.number().int() }) },
  /** The envelope is not one, or its hashes do not follow. Nothing of the batch was taken. */
  envelope: { status: 422, body: refusal('envelope', {}) },
  /** Come again after so many seconds; also in Retry-After. */
  'slow-down': { status: 429, body: refusal('slow-down', { retryAfter: z.number().int() }) },
  busy: { status: 503, body: refusal('busy', { retryAfter: z.number().int() }) },
  /** A bug or a broken machine at the hub. Nothing was taken; send again later. */
  broken: { status: 500, body: refusal('broken', {}) },
} as const;

export type SyncRefusalCode = keyof typeof syncRefusals;
export type SyncRefusal = {
  [Code in SyncRefusalCode]: z.infer<(typeof syncRefusals)[Code]['body']>;
}[SyncRefusalCode];
/** Any refusal. */
export const SyncRefusal = z.discriminatedUnion('error', [
  syncRefusals['bad-request'].body,
  syncRefusals.signature.body,
  syncRefusals.digest.body,
  syncRefusals.skew.body,
  syncRefusals.replayed.body,
  syncRefusals.revoked.body,
  syncRefusals.unconfirmed.body,
  syncRefusals['code-unknown'].body,
  syncRefusals['code-over'].body,
  syncRefusals['not-found'].body,
  syncRefusals.gap.body,
  syncRefusals.fork.body,
  syncRefusals.epoch.body,
  syncRefusals['feed-gone'].body,
  syncRefusals.stale.body,
  syncRefusals['too-large'].body,
  syncRefusals.envelope.body,
  syncRefusals['slow-down'].body,
  syncRefusals.busy.body,
  syncRefusals.broken.body,
]);
/** Refusals that any signed request may meet. */
export const signedRefusals = [
  'bad-request',
  'signature',
  'digest',
  'skew',
  'replayed',
  'revoked',
  'unconfirmed',
  'too-large',
  'slow-down',
  'busy',
  'broken',
] as const satisfies SyncRefusalCode[];
