import { z } from 'zod';
import { withoutSecrets } from '../sound/spoken-units.ts';

/** Characters of what a keeper may write for everybody to read. */
export const publicWordsLength = 20;

/**
 * Words that stand on the public screen and in the log for good: what money was for, which organisation gave. No name of
 * a person belongs there; what looks like the number of one is not taken.
 */
export const PublicWords = z
  .string()
  .min(1)
  .refine(
    (text) => text === text.trim() && !/\p{Cc}/u.test(text),
    'no blanks around it, and no control characters',
  )
  .refine((text) => [...text].length <= publicWordsLength, `${publicWordsLength} characters at most`)
  .refine((text) => withoutSecrets(text) === text, 'no number of a person');
export type PublicWords = z.infer<typeof PublicWords>;
