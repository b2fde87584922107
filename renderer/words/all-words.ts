import type { Language } from '../../domain/contract/words.ts';
import { deskCatalogues } from './desk-words.ts';
import { pieceCatalogues } from './piece-words.ts';
import { catalogues } from './words.ts';

/**
 * Every word of a language, of the parts that are fetched later too: for what looks at all of them, such as the clips
 * and the checks. A new part has its line here.
 */
export const allWords = (language: Language) => ({
  ...catalogues[language],
  ...deskCatalogues[language],
  ...pieceCatalogues[language],
});
