import type { OwnLanguage } from '../../domain/contract/words.ts';
import { fundEn } from './fund-en.ts';
import { fundZhCN } from './fund-zh-CN.ts';
import { piecesEn } from './pieces-en.ts';
import { piecesZhCN } from './pieces-zh-CN.ts';
import { addWords } from './words.ts';
import type { Widen } from './zh-CN.ts';

const zhCN = { ...piecesZhCN, fund: fundZhCN };
/** What a language must give words for in components that come later than the first screen. */
export type PieceCatalogue = Widen<typeof zhCN>;

export const pieceCatalogues: Record<OwnLanguage, PieceCatalogue> = {
  'zh-CN': zhCN,
  en: { ...piecesEn, fund: fundEn },
};

/** Such a component calls this where it is loaded. */
export const addPieceWords = (): void => addWords(pieceCatalogues);
