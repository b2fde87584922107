import type { Screen } from '../../domain/contract/screen.ts';
import type { Keeper } from './keepers.ts';

type KeeperRefusalWhy = Extract<Screen, { at: 'keeper-refusal' }>['why'];

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
  | { at: 'keeper-refusal'; why: KeeperRefusalWhy };

/** Stages that stand before the desk: nothing of it is shown there. */
const open: ReadonlySet<string> = new Set(['keeper-called', 'keeper-pin', 'keeper-refusal']);

/** Whether this stage may only be entered while a keeper is signed in. */
export const needsKeeper = (stage: { at: string }): boolean =>
  stage.at.startsWith('keeper-') && !open.has(stage.at);
