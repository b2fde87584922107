import { z } from 'zod';
import { Health } from '../contract/health.ts';
import { Instant } from '../contract/words.ts';
import { Batch, Epoch, Hash, LogHead, Seq } from './batch.ts';
import { EnrolCode, HutId, KeyId, Proof, PublicKey } from './enrolment.ts';
import { FeedAnswer, FeedMark, FeedSnapshot, FeedStream } from './feeds.ts';
import { syncLimits } from './limits.ts';
import { Member, Ref, StreetKey } from './members.ts';
import { type SyncRefusalCode, signedRefusals } from './refusals.ts';

/** One line of the protocol. Numbers in a query are decimal. */
interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{name}` where a parameter stands. */
  path: string;
  what: string;
  signed: boolean;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answer: z.ZodType;
  refusals: readonly SyncRefusalCode[];
}

const endpoint = <E extends Endpoint>(given: E): E => given;
const decimal = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number)
  .pipe(Seq);

/** Where the hub stands with this hut. `time`: the hub's clock, milliseconds since 1970. */
export const Cursor = LogHead.extend({
  /** Up to here the hub keeps it beyond the loss of one disk; the hut may prune. */
  safeSeq: Seq,
  time: Instant,
});
export type Cursor = z.infer<typeof Cursor>;

/** What came of a batch. `parked`: numbers of events whose type or form this hub cannot read yet; they are kept. */
export const Acknowledged = z.strictObject({
  ackSeq: Seq,
  ackHash: Hash,
  safeSeq: Seq,
  parked: z.array(Seq),
  time: Instant,
});
export type Acknowledged = z.infer<typeof Acknowledged>;

/** A hut that the hub knows now. It takes nothing signed until the office has compared the fingerprint. */
export const Enrolled = z.strictObject({
  hutId: HutId,
  keyId: KeyId,
  epoch: Epoch,
  lastSeq: Seq,
  /** Feeds that the hub has, by name; a later hub may have some that a hut does not know. */
  streams: z.array(z.string().min(1).max(40)).max(100),
  time: Instant,
});
export type Enrolled = z.infer<typeof Enrolled>;

/** A part of the hut's log, oldest first; one batch for each epoch it touches. Ends where `head` stands. */
export const OwnLog = z.strictObject({ batches: z.array(Batch), head: LogHead });
export type OwnLog = z.infer<typeof OwnLog>;

/** The protocol between hut and hub. */
export const syncEndpoints = {
  enrol: endpoint({
    method: 'POST',
    path: '/v1/enrol',
    what: 'A new machine, or a new one for a hut that lost its own, gives its key and the code of the office.',
    signed: false,
    body: z.strictObject({
      code: EnrolCode,
      publicKey: PublicKey,
      proof: Proof,
      release: z.string().max(40),
    }),
    answer: Enrolled,
    refusals: ['bad-request', 'code-unknown', 'code-over', 'too-large', 'slow-down', 'broken'],
  }),
  cursor: endpoint({
    method: 'GET',
    path: '/v1/huts/me/cursor',
    what: 'Where the hub stands; asked at each start of the hut.',
    signed: true,
    answer: Cursor,
    refusals: signedRefusals,
  }),
  push: endpoint({
    method: 'POST',
    path: '/v1/huts/me/events',
    what: 'Events that follow those the hub has. Sent again they are known by epoch, number and hash, and skipped.',
    signed: true,
    body: Batch,
    answer: Acknowledged,
    refusals: [...signedRefusals, 'gap', 'fork', 'epoch', 'envelope'],
  }),
  ownLog: endpoint({
    method: 'GET',
    path: '/v1/huts/me/events',
    what: 'The own log after a number, to rebuild a hut or to find where two logs part.',
    signed: true,
    query: z.strictObject({
      after: decimal,
      limit: decimal.pipe(z.number().min(1).max(syncLimits.ownEvents)),
    }),
    answer: OwnLog,
    refusals: signedRefusals,
  }),
  openEpoch: endpoint({
    method: 'POST',
    path: '/v1/huts/me/epochs',
    what: 'Begins an epoch after the last event the hub has. The same again, while nothing is in it, answers the same.',
    signed: true,
    body: z.strictObject({ epoch: Epoch, after: z.strictObject({ seq: Seq, hash: Hash }) }),
    answer: Cursor,
    refusals: [...signedRefusals, 'epoch'],
  }),
  feed: endpoint({
    method: 'GET',
    path: '/v1/feeds/{stream}',
    what: 'What changed after a revision.',
    signed: true,
    params: z.strictObject({ stream: FeedStream }),
    query: z.strictObject({ after: decimal, mark: FeedMark }),
    answer: FeedAnswer,
    refusals: [...signedRefusals, 'not-found', 'feed-gone'],
  }),
  snapshot: endpoint({
    method: 'GET',
    path: '/v1/feeds/{stream}/snapshot',
    what: 'The whole feed as it stands.',
    signed: true,
    params: z.strictObject({ stream: FeedStream }),
    answer: FeedSnapshot,
    refusals: [...signedRefusals, 'not-found'],
  }),
  putMember: endpoint({
    method: 'PUT',
    path: '/v1/members/{ref}',
    what: 'Personal data of somebody this hut registered; the version must be above the one the hub has.',
    signed: true,
    params: z.strictObject({ ref: Ref }),
    body: Member,
    answer: z.strictObject({ version: Seq }),
    refusals: [...signedRefusals, 'stale'],
  }),
  deleteMember: endpoint({
    method: 'DELETE',
    path: '/v1/members/{ref}',
    what: 'Erases them; only the reference and the version stay, so that an older put does not bring them back. A hut that never had them erases nobody: stale, with version 0.',
    signed: true,
    params: z.strictObject({ ref: Ref }),
    query: z.strictObject({ version: decimal }),
    answer: z.strictObject({ version: Seq }),
    refusals: [...signedRefusals, 'stale'],
  }),
  ownMembers: endpoint({
    method: 'GET',
    path: '/v1/huts/me/members',
    what: 'What this hut put, for a machine that is rebuilt.',
    signed: true,
    answer: z.strictObject({ members: z.array(z.strictObject({ ref: Ref, member: Member })) }),
    refusals: signedRefusals,
  }),
  putHealth: endpoint({
    method: 'PUT',
    path: '/v1/huts/me/health',
    what: 'How the hut is by its own word; the newest replaces the one before. A hub that cannot read it loses nothing else.',
    signed: true,
    body: Health,
    answer: z.strictObject({ time: Instant }),
    refusals: signedRefusals,
  }),
  streetKey: endpoint({
    method: 'GET',
    path: '/v1/street-key',
    what: 'The key by which cards of the street are known. A hut asks at each start, over a guarded line only.',
    signed: true,
    answer: z.strictObject({ key: StreetKey }),
    refusals: signedRefusals,
  }),
  nextKey: endpoint({
    method: 'POST',
    path: '/v1/keys',
    what: 'Announces the next key, signed by the present one, which is revoked when the next one is first used.',
    signed: true,
    body: z.strictObject({ publicKey: PublicKey, proof: Proof }),
    answer: z.strictObject({ keyId: KeyId }),
    refusals: signedRefusals,
  }),
} as const satisfies Record<string, Endpoint>;

export type SyncEndpoint = keyof typeof syncEndpoints;
export type SyncAnswer<E extends SyncEndpoint> = z.infer<(typeof syncEndpoints)[E]['answer']>;
