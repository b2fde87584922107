import { z } from 'zod';
import { DonatedWhat, donatedAtMost } from '../donating/donation.ts';
import { PublicWords } from './public-words.ts';

/** Where money of the hut's fund comes from: the charity sale, the fund for small matters, a gift, anything else. */
export const FundSource = z.enum(['sale', 'small-matters', 'gift', 'other-in']);
export type FundSource = z.infer<typeof FundSource>;

/** What it is spent on: mending things, buying them, neighbours in need, anything else. */
export const FundUse = z.enum(['mending', 'buying', 'neighbours', 'other-out']);
export type FundUse = z.infer<typeof FundUse>;

/** Fen of one entry at most: 999,999.99 yuan. */
export const fenAtMost = 99_999_999;

const Fen = z.number().int().min(1).max(fenAtMost);
const Words = PublicWords.nullable();

/** Money into the fund or out of it. `amount`: fen. `words`: what for, where the choice alone does not say it. */
export const MoneyEntry = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('in'), what: FundSource, amount: Fen, words: Words }),
  z.strictObject({ of: z.literal('out'), what: FundUse, amount: Fen, words: Words }),
]);
export type MoneyEntry = z.infer<typeof MoneyEntry>;

/** A donation. `amount`: how many. `words`: the organisation that gave; null is a resident, who stays unnamed. */
export const DonationEntry = z.strictObject({
  of: z.literal('donation'),
  what: DonatedWhat,
  amount: z.number().int().min(1).max(donatedAtMost),
  words: Words,
});
export type DonationEntry = z.infer<typeof DonationEntry>;

/** What a keeper enters in the hut's public book. */
export const Entry = z.discriminatedUnion('of', [MoneyEntry, DonationEntry]);
export type Entry = z.infer<typeof Entry>;

/** What an entry is of. */
export const EntryOf = z.enum(['in', 'out', 'donation']);
export type EntryOf = z.infer<typeof EntryOf>;
export const EntryWhat = z.enum([...FundSource.options, ...FundUse.options, ...DonatedWhat.options]);
export type EntryWhat = z.infer<typeof EntryWhat>;

/** The choices of what an entry is for. */
export const choicesOf: Record<EntryOf, readonly EntryWhat[]> = {
  in: FundSource.options,
  out: FundUse.options,
  donation: DonatedWhat.options,
};

/** Digits that can be typed for the amount of an entry. */
export const amountDigits: Record<EntryOf, number> = {
  in: String(fenAtMost).length,
  out: String(fenAtMost).length,
  donation: String(donatedAtMost).length,
};
