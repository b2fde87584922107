import type { Book } from '../../domain/contract/fund-screen.ts';
import type { KeeperDone, KeeperRefusalWhy } from '../../domain/contract/keeper-screen.ts';
import type { Language } from '../../domain/contract/words.ts';
import type { ClipId } from '../../domain/sound/clip.ts';
import type { Condition } from '../../domain/stock/kinds.ts';
import type { EntryStage } from '../fund/entering.ts';
import type { EnrolRefusal } from '../sync/hub-desk.ts';
import type { Keeper } from './keepers.ts';
import type { KeeperOpening } from './keeping-types.ts';

/** Typing a PIN after the card was read. */
export interface KeeperPinStage extends Keeper {
  at: 'keeper-pin';
  step: 'check' | 'choose' | 'repeat';
  digits: string;
  busy: boolean;
  /** The PIN typed first, while it is repeated. */
  first?: string;
  problem?: 'wrong' | 'locked' | 'differs' | 'too-simple' | 'same';
  triesLeft?: number;
  until?: number;
}

/** Stages of the keeper's desk. Names begin with `keeper-`; all but the open ones need a keeper signed in. */
export type KeeperStage =
  | KeeperPinStage
  | { at: 'keeper-desk' }
  /** Back leads to the desk for a keeper who is signed in, else home. */
  | {
      at: 'keeper-refusal';
      why: KeeperRefusalWhy;
      door?: number;
      /** The opening whose result could not be written yet; its verdict may still come. */
      opening?: string;
    }
  | { at: 'keeper-doors' }
  | { at: 'keeper-reason'; door: number }
  /** While the door is at work the stage is `door`, as for everybody. */
  | { at: 'keeper-opened'; opening: KeeperOpening }
  | { at: 'keeper-things'; page: number }
  | { at: 'keeper-thing'; item: string }
  | { at: 'keeper-memos'; item: string }
  | { at: 'keeper-why'; item: string; condition: Condition }
  | { at: 'keeper-devices' }
  | { at: 'keeper-health' }
  | { at: 'keeper-hub' }
  | { at: 'keeper-hub-code'; typed: string; busy: boolean; problem?: EnrolRefusal }
  | { at: 'keeper-voice'; page: number }
  | { at: 'keeper-clip'; language: Language; page: number; clip: ClipId }
  | EntryStage
  | {
      at: 'keeper-done';
      what: KeeperDone;
      item?: string;
      condition?: Condition;
      file?: string;
      book?: Book;
    }
  | { at: 'keeper-residents' }
  | { at: 'keeper-phone'; digits: string }
  | { at: 'keeper-resident' | 'keeper-give-card' | 'keeper-block-card' | 'keeper-erase'; person: string };

/** Stages that may stand without a keeper: nothing of the desk is shown there. */
const open: ReadonlySet<string> = new Set(['keeper-called', 'keeper-pin', 'keeper-refusal', 'keeper-opened']);

/** Whether this stage may only be entered while a keeper is signed in. */
export const needsKeeper = (stage: { at: string }): boolean =>
  stage.at.startsWith('keeper-') && !open.has(stage.at);
