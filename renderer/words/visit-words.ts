import type { OwnLanguage } from '../../domain/contract/words.ts';
import { visitEn } from './visit-en.ts';
import { visitZhCN } from './visit-zh-CN.ts';
import type { Widen } from './zh-CN.ts';

/** What a language must give words for on the screens of a visit. */
export type VisitCatalogue = Widen<typeof visitZhCN>;

/** Words of every screen but the resting one and home. They come with those screens, so that the first does not wait. */
export const visitCatalogues: Record<OwnLanguage, VisitCatalogue> = { 'zh-CN': visitZhCN, en: visitEn };
