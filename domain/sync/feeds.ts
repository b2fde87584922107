import { z } from 'zod';
import { Instant, Named } from '../contract/words.ts';
import { ReleaseNumber } from '../release.ts';
import { Kind, Trust } from '../stock/kinds.ts';
import { Seq } from './batch.ts';
import { HutId } from './enrolment.ts';
import { Ref } from './members.ts';

const Words = Named.refine(({ zh }) => zh.length > 0 && zh.length <= 500, 'zh must not be empty');
const Barcode = z.string().min(3).max(64);
/** References as the log may hold them: what a hut recorded must never be what its feed cannot say. */
const LogRef = z.string().min(1).max(64);

/** A recall by kind alone takes all of it, by model what is named so, by barcode these very things. */
const Recall = z.strictObject({
  kind: z.string().max(31).nullable(),
  /** What the item's name contains, in either language. */
  model: z.string().min(1).max(80).nullable(),
  barcodes: z.array(Barcode).max(500),
  why: Words,
  at: Instant,
});
export type Recall = z.infer<typeof Recall>;

/** What a thing is matched by. */
export interface Recallable {
  kind: string;
  barcode: string;
  name: Named;
}

/** Whether a recall means this thing. Barcodes, when given, say which; else kind and model must both fit. */
export function isRecalled(recall: Recall, { kind, barcode, name }: Recallable): boolean {
  if (recall.barcodes.length > 0) return recall.barcodes.includes(barcode);
  if (recall.kind === null && recall.model === null) return false;
  if (recall.kind !== null && recall.kind !== kind) return false;
  const model = recall.model?.toLowerCase();
  return (
    model === undefined || name.zh.toLowerCase().includes(model) || name.en.toLowerCase().includes(model)
  );
}

/**
 * What travels down: streams of rows, each the newest value of a key; null when it is gone. `scope`: every hut gets
 * the same rows, or each hut its own.
 */
export const feedStreams = {
  /** Kinds and their terms, by kind. */
  policy: { scope: 'all', value: Kind },
  /** Cards of the street, by token. `limits`: open loans at once in all huts together. */
  cards: {
    scope: 'all',
    value: z.strictObject({
      person: Ref,
      trust: Trust,
      status: z.enum(['active', 'blocked']),
      limits: z.strictObject({ thing: z.number().int().min(0), book: z.number().int().min(0) }).nullable(),
    }),
  },
  /** Persons who borrow nothing for now, by reference. `until` null: until it is taken back. */
  blocks: { scope: 'all', value: z.strictObject({ why: Words, until: Instant.nullable() }) },
  /** Things that are not lent any more, by the recall's reference. */
  recalls: { scope: 'all', value: Recall },
  /** Answers to cases and orders of this hut, by reference of the case or order. */
  replies: {
    scope: 'hut',
    value: z.strictObject({
      of: z.enum(['case', 'order']),
      state: z.enum(['seen', 'in-work', 'done', 'declined']),
      words: Words,
      at: Instant,
    }),
  },
  /** What can be ordered, by reference. */
  services: {
    scope: 'all',
    value: z.strictObject({
      list: z.enum(['shared', 'individual']),
      name: Words,
      what: Words,
      by: Words.nullable(),
    }),
  },
  /** What is on, by reference. */
  events: {
    scope: 'all',
    value: z.strictObject({
      name: Words,
      place: Words,
      from: Instant,
      until: Instant,
      seats: z.number().int().min(1).nullable(),
    }),
  },
  /** Persons of whom nothing may be left, by reference. */
  erasures: { scope: 'all', value: z.strictObject({ at: Instant }) },
  /** Things of this hut that came back at another one, by the reference of that return. */
  returns: {
    scope: 'hut',
    value: z.strictObject({
      item: LogRef,
      barcode: Barcode,
      /** The loan that it ends; null while the hub knows of none. */
      loan: LogRef.nullable(),
      /** Where it came back. */
      hut: HutId,
      hutName: z.string().max(80),
      at: Instant,
    }),
  },
  /** One key, `minimum`: releases before it are to be replaced. */
  version: { scope: 'all', value: z.strictObject({ release: ReleaseNumber }) },
} as const satisfies Record<string, { scope: 'all' | 'hut'; value: z.ZodType }>;

export const FeedStream = z.enum(Object.keys(feedStreams) as [keyof typeof feedStreams]);
export type FeedStream = keyof typeof feedStreams;
export type FeedValue<S extends FeedStream> = z.infer<(typeof feedStreams)[S]['value']>;

/** One row of a feed. Its value is read by the schema of its stream; one that this release cannot read is passed over. */
export const FeedRow = z.strictObject({
  rev: Seq.min(1),
  key: z.string().min(1).max(128),
  value: z.unknown().nullable(),
});
export type FeedRow = z.infer<typeof FeedRow>;

/** Where a feed was when it was read; given back with the number, so that a hub set back in time is noticed. */
export const FeedMark = z.string().regex(/^[A-Za-z0-9_-]{0,32}$/);
export const FeedAnswer = z.strictObject({
  rows: z.array(FeedRow).max(500),
  /** To ask after next time, with its mark. */
  nextRev: Seq,
  mark: FeedMark,
  /** The newest there is. More is there while `nextRev` is below. */
  head: Seq,
});
export type FeedAnswer = z.infer<typeof FeedAnswer>;

/** The whole feed as it stands, in order of the keys; without the keys that are gone. */
export const FeedSnapshot = z.strictObject({ rows: z.array(FeedRow), rev: Seq, mark: FeedMark });
export type FeedSnapshot = z.infer<typeof FeedSnapshot>;

/** Mark before the first row. */
export const firstMark = '';
