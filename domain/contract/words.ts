import { z } from 'zod';

/** A name in the languages the hut speaks. `en` falls back to `zh` where nobody wrote one. */
export const Named = z.strictObject({ zh: z.string(), en: z.string() });
export type Named = z.infer<typeof Named>;

export const Language = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof Language>;

/** Milliseconds since 1970, from the hut's clock. It may be wrong; order comes from the ledger's sequence. */
export const Instant = z.number().int();
