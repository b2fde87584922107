import { z } from 'zod';
import { Entry, EntryOf, EntryWhat } from '../fund/entry.ts';
import { PublicWords } from '../fund/public-words.ts';
import { Instant } from './words.ts';

const Ref = z.string().min(1).max(64);
const Fen = z.number().int();

/** Entries on one screen. */
export const entriesShown = 3;

/** An entry as everybody may see it: who confirmed it is a keeper's number. */
export const EntryView = z.strictObject({
  ref: Ref,
  entry: Entry,
  at: Instant,
  keeper: z.number().int(),
  takenBack: z.boolean(),
});
export type EntryView = z.infer<typeof EntryView>;

/** What stands, of each purpose, and the newest of what stands. */
const standing = {
  sums: z.array(z.strictObject({ of: EntryOf, what: EntryWhat, amount: z.number().int() })).max(8),
  newest: z.array(EntryView).max(entriesShown),
};

/** Further pages of the public figures: what was given; where money came from, and where it went. Amounts in fen. */
export const bookScreens = [
  z.strictObject({ at: z.literal('donations'), ...standing }),
  z.strictObject({ at: z.literal('fund'), came: Fen, went: Fen, left: Fen, ...standing }),
] as const;

/** Which of the two books a keeper is at. */
export const Book = z.enum(['fund', 'donations']);
export type Book = z.infer<typeof Book>;

/** Screens of entering money and donations at the keeper's desk. */
export const entryScreens = [
  z.strictObject({
    at: z.literal('keeper-entries'),
    book: Book,
    page: z.number().int().min(0),
    pages: z.number().int().min(1),
    /** Fen in the fund; things given. */
    stands: z.number().int(),
    entries: z.array(EntryView).max(entriesShown),
  }),
  /** One that was entered: it may be taken back. */
  z.strictObject({ at: z.literal('keeper-entry'), kept: EntryView }),
  /** What for, or what was given? */
  z.strictObject({ at: z.literal('keeper-entry-what'), of: EntryOf }),
  /** How much? Fen as they are typed, or how many things. */
  z.strictObject({
    at: z.literal('keeper-entry-amount'),
    of: EntryOf,
    what: EntryWhat,
    amount: z.number().int().min(0),
  }),
  /** Who gave: a resident, who stays unnamed, or an organisation. */
  z.strictObject({ at: z.literal('keeper-entry-from'), what: EntryWhat, amount: z.number().int() }),
  /** What for, or which organisation, in words. */
  z.strictObject({ at: z.literal('keeper-entry-words'), of: EntryOf, what: EntryWhat }),
  /** All of it once more, before it stands. */
  z.strictObject({ at: z.literal('keeper-entry-sure'), entry: Entry }),
] as const;

export const entryActions = [
  /** From the public figures to one of the two books. */
  z.strictObject({ do: z.literal('book'), book: Book }),
  z.strictObject({ do: z.literal('enter'), of: EntryOf }),
  z.strictObject({ do: z.literal('entry'), ref: Ref }),
  z.strictObject({ do: z.literal('entry-what'), what: EntryWhat }),
  z.strictObject({ do: z.literal('entry-from'), from: z.enum(['resident', 'organisation']) }),
  /** Null: none, where none are needed. */
  z.strictObject({ do: z.literal('entry-words'), words: PublicWords.nullable() }),
] as const;
