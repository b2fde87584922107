import { z } from 'zod';

/** A name in the languages the hut speaks. `en` falls back to `zh` where nobody wrote one. */
export const Named = z.strictObject({ zh: z.string(), en: z.string() });
export type Named = z.infer<typeof Named>;

/** The languages that come with the hut and with the office's desk. */
export const OwnLanguage = z.enum(['zh-CN', 'en']);
export type OwnLanguage = z.infer<typeof OwnLanguage>;

/**
 * A language by its tag (BCP 47: language, script, region). Which ones a screen speaks is what stands in
 * `renderer/words/languages`: the hut keeps the tag and needs no words.
 */
export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/);
export type Language = z.infer<typeof Language>;

/** Milliseconds since 1970, from the hut's clock. It may be wrong; order comes from the ledger's sequence. */
export const Instant = z.number().int();
