import type { z } from 'zod';
import type { NoticeIcon } from '../../domain/stock/kinds.ts';
import type { Drawing } from './icon.tsx';
import {
  Baby,
  Cable,
  Drop,
  Fire,
  FlatGround,
  Goggles,
  HandFist,
  HandPalm,
  Height,
  Plug,
  Slow,
  SprayBottle,
  Stairs,
  TwoPeople,
  Warning,
} from './icons.ts';

export const noticeIcons: Record<z.infer<typeof NoticeIcon>, Drawing> = {
  goggles: Goggles,
  plug: Plug,
  child: Baby,
  'two-people': TwoPeople,
  'flat-ground': FlatGround,
  'top-step': Stairs,
  brake: HandPalm,
  clean: SprayBottle,
  slow: Slow,
  grip: HandFist,
  tip: Warning,
  height: Height,
  heat: Fire,
  water: Drop,
  'return-cable': Cable,
};
