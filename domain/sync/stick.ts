import { z } from 'zod';
import { Acknowledged } from './endpoints.ts';
import { HutId, KeyId } from './enrolment.ts';

/**
 * Batches on a stick: a text of JSON lines. The first says whose, each other is a whole signed `push` request as it
 * would have been sent. The hub checks them alike, but for age and nonce: the number makes them harmless to repeat.
 */
export const StickHeader = z.strictObject({
  format: z.literal('xiaowu-stick'),
  version: z.literal(1),
  hut: HutId,
  keyId: KeyId,
});
export type StickHeader = z.infer<typeof StickHeader>;

export const StickRequest = z.strictObject({
  /** Host and port of the hub as signed. */
  authority: z.string().max(255),
  contentDigest: z.string().max(100),
  signatureInput: z.string().max(500),
  signature: z.string().max(200),
  /** The batch as it travels, base64: gzipped, or as it is where it is short. */
  body: z.string().max(1_500_000),
});
export type StickRequest = z.infer<typeof StickRequest>;

/** What the hub says to it, to be carried back. */
export const StickAnswer = z.strictObject({
  format: z.literal('xiaowu-stick-answer'),
  version: z.literal(1),
  hut: HutId,
  acknowledged: Acknowledged,
});
export type StickAnswer = z.infer<typeof StickAnswer>;
