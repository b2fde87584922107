import type { TellBy, ToldMemo } from '../../domain/contract/memo.ts';
import type { Refusal, Way } from '../../domain/contract/screen.ts';
import type { Trouble } from '../../domain/contract/trouble.ts';
import type { CycleState, DoubtReason } from '../../domain/door/cycle.ts';
import type { Purpose } from '../../domain/ledger/events.ts';
import { memoSeconds } from '../../domain/memo/memo.ts';
import type { Problem, Trust } from '../../domain/stock/kinds.ts';
import type { DoorOpening } from '../doors/door-book.ts';
import { type KeeperStage, needsKeeper } from '../keeper/stage.ts';
import type { Loan, Returned } from '../lending/lending-types.ts';
import type { TakenIn } from '../lending/taking-in.ts';

/** Somebody who showed a card or typed a PIN in this visit. */
export interface Who {
  person: string;
  trust: Trust;
}

/** What an identity is wanted for. */
export type Want = { to: 'borrow'; item: string; inHand: boolean; ticked: boolean } | { to: 'my-loans' };

export interface RefusalStage {
  at: 'refusal';
  flow: Purpose;
  refusal: Refusal;
  ways: Way[];
  /** Where "scan again" and "back" lead. */
  under: Stage;
  item?: string;
  want?: Want;
  /** What was said to be wrong with a thing that could not go back behind its door. */
  problem?: Problem | null;
  /** The opening whose result could not be written yet; its verdict may still come. */
  opening?: string;
}

/** Where the visit is. The screen is drawn from this and from the ledger; nothing else is kept. */
export type Stage =
  | { at: 'attract' }
  | { at: 'home' }
  | { at: 'figures' }
  | { at: 'fund' }
  | { at: 'donations' }
  | { at: 'pick'; page: number }
  | { at: 'item'; item: string; inHand: boolean; ticked: boolean }
  /** Chosen by its picture and standing on a shelf: it is fetched and scanned. */
  | { at: 'fetch'; item: string }
  | { at: 'identify'; want: Want }
  | { at: 'phone'; want: Want; digits: string; problem?: 'not-a-number' }
  | {
      at: 'pin';
      want: Want;
      phone: string;
      step: 'check' | 'choose' | 'repeat';
      digits: string;
      busy: boolean;
      /** The PIN typed first, while it is repeated. */
      first?: string;
      dwelling?: { building: string; unit: string; room: string };
      person?: string;
      problem?: 'wrong' | 'differs' | 'too-simple';
      triesLeft?: number;
    }
  | { at: 'consent'; want: Want; phone: string }
  | {
      at: 'room';
      want: Want;
      phone: string;
      building: string;
      unit: string;
      room: string;
      field: 'building' | 'unit' | 'room';
    }
  | { at: 'door'; opening: DoorOpening; cycle: CycleState }
  | { at: 'door-doubt'; opening: DoorOpening; because: DoubtReason }
  | { at: 'borrowed'; loan: Loan }
  | { at: 'return-scan' }
  | { at: 'return'; item: string }
  | { at: 'return-problem'; item: string; told: readonly ToldMemo[] }
  | { at: 'return-tell'; item: string; by: TellBy; told: readonly ToldMemo[] }
  | { at: 'put-back'; item: string; problem: Problem | null; place: string }
  | { at: 'returned'; returned: Returned }
  /** One of our labels, and no thing of this hut: it is taken all the same. */
  | { at: 'take-in'; barcode: string }
  | { at: 'taken-in'; taken: TakenIn }
  | { at: 'loans'; page: number; renewed?: string }
  | RefusalStage
  | { at: 'still-there'; under: Stage }
  | { at: 'keeper-called'; under: Stage }
  | KeeperStage
  | { at: 'trouble'; trouble: Trouble };

export const isKeeperStage = (stage: Stage): stage is KeeperStage =>
  stage.at.startsWith('keeper-') && stage.at !== 'keeper-called';

/** Named delays of the visit, milliseconds (touchscreen.md, "idle"). */
export const visitDelays = {
  homeToAttract: 90_000,
  /** No touch for this long, and the screen asks; screens that show somebody's own things ask sooner. */
  idle: 120_000,
  idlePersonal: 60_000,
  stillThere: 45_000,
  stillTherePersonal: 30_000,
  /** A keeper's hands are at the locker, and what they do there comes to the screen by itself. */
  atLocker: 10 * 60_000,
  /** A verdict stays this long; any touch gives it its full time again. */
  verdict: 20_000,
  /** The same code again within this long is one act. */
  sameScan: 10_000,
  /** What is read again within this time, and again, lies before the scanner. */
  liesThere: 3_000,
} as const;

const personal: ReadonlySet<Stage['at']> = new Set([
  'phone',
  'pin',
  'consent',
  'room',
  'loans',
  'refusal',
  'keeper-pin',
]);
export const isPersonal = (stage: Stage): boolean => personal.has(stage.at) || needsKeeper(stage);
/** How long a stage waits for a touch, and what then; null: for ever. `known`: somebody showed who they are. */
export function waitOf(
  stage: Stage,
  known: boolean,
): { ms: number; next: 'attract' | 'home' | 'ask' | 'under' } | null {
  switch (stage.at) {
    case 'attract':
    case 'door':
    case 'trouble':
      return null;
    case 'home':
      return { ms: visitDelays.homeToAttract, next: 'attract' };
    case 'keeper-opened':
      // Signed out meanwhile: the verdict of a door, and then home.
      return known
        ? { ms: visitDelays.idlePersonal, next: 'ask' }
        : { ms: visitDelays.verdict, next: 'home' };
    case 'borrowed':
    case 'returned':
    case 'taken-in':
      return { ms: visitDelays.verdict, next: 'home' };
    case 'keeper-called':
      return { ms: visitDelays.verdict, next: 'under' };
    case 'return-tell':
      // Who speaks touches nothing, and is not asked in the middle of it whether they are still there.
      if (stage.by === 'voice')
        return {
          ms: Math.max(visitDelays.idle, memoSeconds * 1_000 + visitDelays.idlePersonal),
          next: 'ask',
        };
      return { ms: known ? visitDelays.idlePersonal : visitDelays.idle, next: 'ask' };
    case 'still-there':
      return {
        ms: known || isPersonal(stage.under) ? visitDelays.stillTherePersonal : visitDelays.stillThere,
        next: 'home',
      };
    default:
      return { ms: known || isPersonal(stage) ? visitDelays.idlePersonal : visitDelays.idle, next: 'ask' };
  }
}
