import { z } from 'zod';
import { Instant, Named } from '../contract/words.ts';
import { CardToken } from '../sync/members.ts';

const Ref = z.string().min(1).max(64);
const Count = z.number().int().min(0);
/** A text that is read at a screen, in both languages, as long as it fits there. */
const words = (zh: number, en: number) =>
  z.strictObject({ zh: z.string().trim().min(2).max(zh), en: z.string().trim().min(2).max(en) });
const HutName = z.strictObject({ hut: Ref, name: z.string() });

/** By what somebody is looked for: the number they gave, the code of a card in the hand, or the reference of a loan. */
export const ResidentSought = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('phone'), phone: z.string().regex(/^\d{5,15}$/) }),
  z.strictObject({ by: z.literal('card'), code: z.string().trim().min(4).max(64) }),
  z.strictObject({ by: z.literal('person'), person: Ref }),
]);
export type ResidentSought = z.infer<typeof ResidentSought>;

/** A card of the street. */
export const CardView = z.strictObject({
  token: CardToken,
  /** The hut that gave it out. */
  hut: HutName,
  /** Blocked by the office, by the hut that gave it out, or not at all. */
  blockedBy: z.enum(['office', 'hut']).nullable(),
});
export type CardView = z.infer<typeof CardView>;

/** Why the office lets somebody borrow nothing, and until when; `until` null: until it is taken back. */
export const BlockDraft = z.strictObject({ why: words(60, 120), until: Instant.nullable() });
export type BlockDraft = z.infer<typeof BlockDraft>;

/** Somebody as the office sees them: no name, no dwelling, a masked number, and what an act on them would touch. */
export const ResidentView = z.strictObject({
  /** The reference that stands for all of `persons`. */
  person: Ref,
  /** Everybody with the same number is one person, whichever hut registered them. */
  persons: z.array(Ref).min(1),
  phoneMasked: z.string().nullable(),
  huts: z.array(HutName),
  cards: z.array(CardView),
  /** Things in their hands, in all huts. */
  out: z.array(z.strictObject({ hut: HutName, name: Named, due: Instant })),
  block: z.strictObject({ why: Named, until: Instant.nullable() }).nullable(),
  /** When their erasure was ordered. */
  erasureAt: Instant.nullable(),
});
export type ResidentView = z.infer<typeof ResidentView>;

/** One standing block. */
export const BlockRow = z.strictObject({
  person: Ref,
  phoneMasked: z.string().nullable(),
  why: Named,
  until: Instant.nullable(),
  since: Instant,
});
export type BlockRow = z.infer<typeof BlockRow>;

/** A card that the office blocked. */
export const BlockedCardRow = z.strictObject({ token: CardToken, hut: HutName.nullable(), since: Instant });
export type BlockedCardRow = z.infer<typeof BlockedCardRow>;

/** An erasure, and how far it is: a hut with things of theirs out carries it out when they are back. */
export const ErasureRow = z.strictObject({
  person: Ref,
  at: Instant,
  huts: z.array(
    z.strictObject({
      ...HutName.shape,
      state: z.enum(['done', 'things-out', 'waits']),
      /** When it was done there, by that hut's clock. */
      doneAt: Instant.nullable(),
      lastSeenAt: Instant.nullable(),
    }),
  ),
});
export type ErasureRow = z.infer<typeof ErasureRow>;

/** The program of one hut, by its own word; before it said so, by its enrolment. */
export const HutReleaseRow = z.strictObject({
  ...HutName.shape,
  release: z.string().nullable(),
  lastSeenAt: Instant.nullable(),
});
export type HutReleaseRow = z.infer<typeof HutReleaseRow>;

/** The number on a resident's slip: six digits, given by the desk. */
export const CaseNumber = z.string().regex(/^\d{6}$/);
export const ReplyState = z.enum(['seen', 'in-work', 'done', 'declined']);
export type ReplyState = z.infer<typeof ReplyState>;

/** What the office answers to a resident's case; they read it at that hut by their number. */
export const ReplyDraft = z.strictObject({ state: ReplyState, words: words(120, 240) });
export type ReplyDraft = z.infer<typeof ReplyDraft>;
export const ReplyRow = z.strictObject({
  hut: Ref,
  hutName: z.string(),
  number: z.string(),
  state: ReplyState,
  words: Named,
  at: Instant,
});
export type ReplyRow = z.infer<typeof ReplyRow>;

/** A line of one of the two public lists. `by`: who does it, where that helps. */
export const ServiceDraft = z.strictObject({
  list: z.enum(['shared', 'individual']),
  name: words(16, 40),
  what: words(60, 120),
  by: words(20, 40).nullable(),
});
export type ServiceDraft = z.infer<typeof ServiceDraft>;
export const ServiceRow = z.strictObject({
  service: Ref,
  list: z.enum(['shared', 'individual']),
  name: Named,
  what: Named,
  by: Named.nullable(),
});
export type ServiceRow = z.infer<typeof ServiceRow>;

/** Something that is on. It ends after it began, and takes at most two weeks. */
export const EventDraft = z
  .strictObject({
    name: words(20, 48),
    place: words(20, 48),
    from: Instant,
    until: Instant,
    seats: z.number().int().min(1).max(10_000).nullable(),
  })
  .refine(({ from, until }) => until > from && until - from <= 14 * 86_400_000, {
    message: 'it ends after it began, and takes at most two weeks',
  });
export type EventDraft = z.infer<typeof EventDraft>;
export const EventRow = z.strictObject({
  event: Ref,
  name: Named,
  place: Named,
  from: Instant,
  until: Instant,
  seats: Count.nullable(),
});
export type EventRow = z.infer<typeof EventRow>;
