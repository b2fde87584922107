import { z } from 'zod';
import { Instant } from '../contract/words.ts';
import { Trust } from '../stock/kinds.ts';
import { Hash } from './batch.ts';

/** A random reference, as in the log: a person, a card, a case. It stands in a path as it is. */
export const Ref = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/**
 * SHA-256 of `cardHashText`: how a hut tells the hub of a card. A code has 40 bits, so whoever holds a list of these
 * can try them all: it goes up over a guarded line, and lies sealed.
 */
export const CardHash = Hash;
/** The code is what stands on the card; upper case. */
export const cardHashText = (code: string): string => `xiaowu card ${code.toUpperCase()}`;

/** The key of the street, 32 bytes in base64url: the hub makes it, and gives it to its huts alone. */
export const StreetKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/**
 * What a card is known by in every list: HMAC-SHA-256 of the card's hash, as hexadecimal text, by the street's key;
 * base64url. Without the key it says nothing of the code.
 */
export const CardToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * A person as the hub keeps them, and the only personal data that leaves a hut. It is put whole, with a version that
 * grows, and can be deleted. Phone and dwelling are null for somebody with a card alone.
 */
export const Member = z.strictObject({
  version: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  trust: Trust,
  phone: z
    .string()
    .regex(/^\d{5,15}$/)
    .nullable(),
  dwelling: z.string().max(60).nullable(),
  /** Version of the words they agreed to, and when. */
  consent: z.string().max(64),
  consentAt: Instant,
  /** When it must be gone. */
  keptUntil: Instant,
  /** `token`: the card's hash, of which the hub makes what the street knows it by. */
  cards: z.array(z.strictObject({ card: Ref, token: CardHash })).max(20),
  /** The hut's own row, sealed with its person key: only this hut can read it again. Base64. */
  sealed: z
    .string()
    .regex(/^[A-Za-z0-9+/]*={0,2}$/)
    .max(4 * 1024)
    .optional(),
});
export type Member = z.infer<typeof Member>;
