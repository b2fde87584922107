import type { Cue, Refusal } from '../../domain/contract/screen.ts';
import type { Language } from '../../domain/contract/words.ts';
import type { CycleState } from '../../domain/door/cycle.ts';
import type { Purpose } from '../../domain/ledger/events.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import type { Result } from '../../domain/result.ts';
import type { ClipId } from '../../domain/sound/clip.ts';
import type { Problem } from '../../domain/stock/kinds.ts';
import type { Commissioning } from '../commissioning/commissioning.ts';
import type { DoorOpening } from '../doors/door-book.ts';
import type { Books } from '../fund/entering.ts';
import type { Keeper, Keepers } from '../keeper/keepers.ts';
import type { Keeping } from '../keeper/keeping.ts';
import type { Lending } from '../lending/lending.ts';
import type { Memos } from '../memo/memos.ts';
import type { ExportRefusal, WrittenExport } from '../people/export-file.ts';
import type { ResidentExport } from '../people/exporting.ts';
import type { People } from '../people/people.ts';
import type { Residents } from '../people/residents.ts';
import type { HubDesk } from '../sync/hub-desk.ts';
import type { Stage, Want, Who } from './stage.ts';

/** What the doors offer a visit. */
export interface VisitDoors {
  /** All doors of the hut. */
  readonly numbers: readonly number[];
  /** Why this door cannot be used now, or null. */
  faultOf(door: number): DoorFault | null;
  /** Sends the pulse of a committed opening, in this very turn of the event loop. */
  start(opening: DoorOpening): CycleState;
  /** A keeper is about to open this door: what waits for its switch in vain ends. */
  stopWaiting(door: number): void;
  /** The person says the door did not open, or will not close. */
  complain(): void;
  /** The person says whether the thing was taken or put in. */
  declare(moved: boolean): void;
  /** The visit ends with a doubt unanswered; the door settles it when it can. Nothing otherwise. */
  abandon(): void;
}

/** What the handlers of a stage may use. They answer with the next stage, or null when a press has no meaning. */
export interface VisitContext extends Books {
  readonly visit: string;
  readonly who: Who | null;
  know(who: Who): void;
  /** From here on nobody is known. */
  forget(): void;
  /** The keeper at the desk; gone as soon as home or attract is on the screen. */
  readonly keeper: Keeper | null;
  signIn(keeper: Keeper): void;
  readonly lending: Lending;
  readonly people: People;
  readonly keepers: Keepers;
  readonly keeping: Keeping;
  readonly residents: Residents;
  /** Writes what is held about a resident for the resident; see `writeExport`. */
  writeExport(held: ResidentExport): Result<WrittenExport, ExportRefusal>;
  readonly commissioning: Commissioning;
  /** A keeper says that the clock is right. False when that could not be recorded. */
  confirmClock(keeper: string): boolean;
  /** The hub, as a keeper sees it. */
  readonly hub: HubDesk;
  /** A keeper takes a recording back. False when the disk did not let it go. */
  dropRecording(language: Language, clip: ClipId): boolean;
  readonly memos: Memos;
  /** Takes back what was told of this thing in this visit. */
  untell(item: string): void;
  readonly doors: VisitDoors;
  cue(cue: Cue): void;
  refuse(
    refusal: Refusal,
    from: {
      under: Stage;
      flow: Purpose;
      item?: string;
      want?: Want;
      problem?: Problem | null;
      inHand?: boolean;
      /** The opening whose result could not be written; its verdict may still come. */
      opening?: string;
    },
  ): Stage;
  /**
   * Work that takes a while, such as hashing a PIN: its answer leads on from `stage`, also when the keeper was
   * called meanwhile. Ignored when the visit moved on. Work that breaks leads to a refusal.
   */
  later<T>(work: Promise<T>, stage: Stage, change: (answer: T) => Stage): void;
}
