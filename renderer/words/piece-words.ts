import type { OwnLanguage } from '../../domain/contract/words.ts';
import { piecesEn } from './pieces-en.ts';
import { piecesZhCN } from './pieces-zh-CN.ts';
import { addWords } from './words.ts';
import type { Widen } from './zh-CN.ts';

/** What a language must give words for in components that come later than the first screen. */
export type PieceCatalogue = Widen<typeof piecesZhCN>;

export const pieceCatalogues: Record<OwnLanguage, PieceCatalogue> = { 'zh-CN': piecesZhCN, en: piecesEn };

/** Such a component calls this where it is loaded. */
export const addPieceWords = (): void => addWords(pieceCatalogues);
