import { addWords } from './words.ts';

/** Fetches the words that the screens of a visit say. Idempotent. */
export const fetchVisitWords = (): Promise<void> =>
  import('./visit-words.ts').then(({ visitCatalogues }) => addWords(visitCatalogues));

/** Fetches the words of the keeper's desk. Idempotent. */
export const fetchDeskWords = (): Promise<void> =>
  import('./desk-words.ts').then(({ deskCatalogues }) => addWords(deskCatalogues));
