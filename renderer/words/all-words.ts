import type { Language, OwnLanguage } from '../../domain/contract/words.ts';
import { deskCatalogues } from './desk-words.ts';
import { pieceCatalogues } from './piece-words.ts';
import { visitCatalogues } from './visit-words.ts';
import { catalogues, isOwn, type Words, words } from './words.ts';

const ownWords = (language: OwnLanguage): Words => ({
  ...catalogues[language],
  ...visitCatalogues[language],
  ...deskCatalogues[language],
  ...pieceCatalogues[language],
});

/**
 * Every word of a language, of the parts that are fetched later too: for what looks at all of them, such as the clips
 * and the checks. A further language must have been fetched.
 */
export const allWords = (language: Language): Words =>
  isOwn(language) ? ownWords(language) : (words.getResourceBundle(language, 'translation') as Words);
