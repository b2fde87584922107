import type { OwnLanguage } from '../../domain/contract/words.ts';
import { deskEn } from './desk-en.ts';
import { deskZhCN } from './desk-zh-CN.ts';
import { devicesEn } from './devices-en.ts';
import { devicesZhCN } from './devices-zh-CN.ts';
import { healthEn } from './health-en.ts';
import { healthZhCN } from './health-zh-CN.ts';
import { voiceEn } from './voice-en.ts';
import { voiceZhCN } from './voice-zh-CN.ts';
import type { Widen } from './zh-CN.ts';

const zhCN = { desk: deskZhCN, devices: devicesZhCN, health: healthZhCN, voice: voiceZhCN };
/** What a language must give words for at the keeper's desk. */
export type DeskCatalogue = Widen<typeof zhCN>;

/** Words that only keepers see. They come with the desk's screens, so that the first screen does not wait for them. */
export const deskCatalogues: Record<OwnLanguage, DeskCatalogue> = {
  'zh-CN': zhCN,
  en: { desk: deskEn, devices: devicesEn, health: healthEn, voice: voiceEn },
};
