import type { ItemView, KindCard, LoanView, PlaceView, Refusal } from '../../domain/contract/screen.ts';
import type { Pause } from '../../domain/contract/trouble.ts';
import type { Named } from '../../domain/contract/words.ts';
import type { EventBody, Evidence, VoidReason } from '../../domain/ledger/events.ts';
import type { Result } from '../../domain/result.ts';
import type { Kind, Problem } from '../../domain/stock/kinds.ts';
import { stillOn } from '../../domain/street/events.ts';
import { borrowFromHand, requestBorrow, whyNot } from './borrowing.ts';
import { createContext, dueOf, itemFacts, kindNamed, type LendingDeps, type NotRecorded } from './context.ts';
import { createHutFigures, type HutFigures } from './hut-figures.ts';
import type { DoorFaultOf, Item, Loan, OnShelf, Opening, Returned, Settled } from './lending-types.ts';
import { createNotes } from './notes.ts';
import { finishOpening, openingOpened, voidOpening } from './openings.ts';
import { loanView, renew } from './renewing.ts';
import { requestReturn, returnByHand, shelfOf } from './returning.ts';
import { kindCards, pickItem, placeViewOf, spokenNames, viewOf } from './stock-queries.ts';
import { type TakenIn, takeIn } from './taking-in.ts';
import { type Undoable, undo, undoLeft } from './undoing.ts';

export type { LendingDeps, NotRecorded } from './context.ts';
export type { Settled } from './lending-types.ts';

/**
 * Everything the hut does with its things. All of it is synchronous: when a call returns ok, what it says is on
 * disk. Only `ok: false` answers are expected failures; unknown references throw, they are bugs.
 */
export interface Lending {
  /**
   * Why this thing can be lent to nobody now, whoever asks; null when that is up to the person alone. Asked before a
   * card is: nobody shall look for one in vain. `doorFaultOf`: null for a thing in a hand.
   */
  whyNot(item: string, doorFaultOf: DoorFaultOf | null): Refusal | null;
  /**
   * Asks for a thing behind a door: commits the intent. The pulse may follow, never before. A thing that stands on a
   * shelf is left alone: whoever fetches it borrows it from the hand.
   */
  requestBorrow(ask: {
    item: string;
    person: string;
    visit: string;
    doorFaultOf: DoorFaultOf;
  }): Result<Opening, Refusal | OnShelf>;
  /** Lends a thing in the hand or on a shelf. The same person within ten seconds: the same loan. */
  borrowFromHand(ask: { item: string; person: string; visit: string }): Result<Loan, Refusal>;
  /** Asks for the door a thing belongs behind. Refused only when nothing can be written, or the door is busy. */
  requestReturn(ask: { item: string; problem: Problem | null; visit: string }): Result<Opening, Refusal>;
  /** A thing was put down by hand. `place`: its own when left out. Twice within ten seconds is one act. */
  returnByHand(ask: {
    item: string;
    problem: Problem | null;
    visit: string;
    place?: string;
  }): Result<Returned, NotRecorded>;
  /** A thing with one of our labels that this hut does not know was put into the returns basket. */
  takeIn(ask: { barcode: string; visit: string }): Result<TakenIn, NotRecorded>;
  /** The door was read open after its pulse. Answers the opening with `openedAt`. */
  openingOpened(opening: string): Result<Opening, NotRecorded>;
  /**
   * The thing moved: the loan begins, or the return is complete. A settled opening answers what it led to; null: it
   * was made void, since the thing turned up in somebody's hand.
   */
  finishOpening(opening: string, evidence: Evidence): Result<Settled | null, NotRecorded>;
  /** Nothing moved. A settled opening stays as it is. */
  voidOpening(opening: string, because: VoidReason): Result<null, NotRecorded>;
  /** Why nothing new is lent now, while returns go on; null when lending goes on. */
  paused(): Pause | null;
  /** Openings neither finished nor void, oldest first. */
  unsettledOpenings(): readonly Opening[];
  renew(ask: { loan: string; person: string }): Result<Loan, Refusal>;
  /** Milliseconds in which this may still be taken back; 0 when it may not. */
  undoLeft(act: Undoable): number;
  /** Takes it back. Answers where a thing is put that is not lent after all. */
  undo(act: Undoable, visit: string): Result<Returned | null, Refusal>;
  /** Open loans of a person, the one due first first. */
  loansOf(person: string): Loan[];
  loanView(loan: Loan): LoanView;

  itemByBarcode(barcode: string): Item | null;
  itemById(item: string): Item | null;
  /** All things, retired ones included, by name. */
  items(): Item[];
  /** Names that this hut gave its shelves and its things in service, each once: what its voice says of its own. */
  spokenNames(): Named[];
  itemView(item: string): ItemView;
  placeView(place: string): PlaceView;
  /** The kind of an item. */
  kindOf(item: string): Kind | null;
  /** On loan, or on its way out through an open door. */
  isOut(item: string): boolean;
  /** The shelf to put a thing on when its door cannot be used: its own, or the returns basket. */
  shelfFor(item: string): string;
  /** All kinds that have things, most borrowed first, then in catalogue order. */
  kindCards(doorFaultOf: DoorFaultOf): KindCard[];
  /** A thing of this kind to offer, from where it can be had; or none-left with when one comes back, or recalled. */
  pickItem(
    kind: string,
    doorFaultOf: DoorFaultOf,
    except?: string,
  ): Result<Item, Refusal & { why: 'none-left' | 'recalled' }>;
  /** When a loan of this kind begun now is due. */
  dueFor(kind: string): number;
  figures(): { lentThisMonth: number; outNow: number; things: number };
  /** What is still on in the street today by the office's word, the next two. */
  today(): { name: Named; place: Named; from: number; until: number }[];
  /** What the public panel shows. */
  hutFigures(): HutFigures;

  noteDoor(body: EventBody<'door-noticed'>): Result<null, NotRecorded>;
  /** Doors that stopped being trusted and were not trusted again. */
  suspectDoors(): Set<number>;
  noteKeeperCalled(visit: string, screen: string): Result<null, NotRecorded>;
  noteStarted(settled: number): Result<null, NotRecorded>;
  /** A code nobody knew; kept outside the log for the keeper. */
  noteUnknownScan(text: string): void;
}

/** Lending on a ledger. */
export function createLending(deps: LendingDeps): Lending {
  const at = createContext(deps);
  const { read } = deps.ledger;
  const figures = createHutFigures(deps.ledger, at.tally);
  return {
    ...createNotes(at),
    whyNot: (item, doorFaultOf) => whyNot(at, item, doorFaultOf),
    requestBorrow: (ask) => requestBorrow(at, ask),
    borrowFromHand: (ask) => borrowFromHand(at, ask),
    requestReturn: (ask) => requestReturn(at, ask),
    returnByHand: (ask) => returnByHand(at, ask),
    takeIn: (ask) => takeIn(at, ask),
    openingOpened: (opening) => openingOpened(at, opening),
    finishOpening: (opening, evidence) => finishOpening(at, opening, evidence),
    voidOpening: (opening, because) => voidOpening(at, opening, because),
    paused: () => at.footing.paused(),
    unsettledOpenings: () => read.unsettled(),
    renew: (ask) => renew(at, ask),
    undoLeft: (act) => undoLeft(at, act),
    undo: (act, visit) => undo(at, act, visit),
    loansOf: (person) => read.openLoans(person),
    loanView: (loan) => loanView(at, loan),
    itemByBarcode: (barcode) => read.itemByBarcode(barcode)?.item ?? null,
    itemById: (item) => read.item(item)?.item ?? null,
    items: () => read.items().map(({ item }) => item),
    spokenNames: () => spokenNames(read),
    itemView: (item) => viewOf(read, itemFacts(read, item).item),
    placeView(place) {
      const found = read.place(place);
      if (found === null) throw new Error(`no place ${place}`);
      return placeViewOf(found);
    },
    kindOf(item) {
      const found = read.item(item);
      return found === null ? null : read.kind(found.item.kind);
    },
    isOut: (item) =>
      read.item(item)?.openLoan != null ||
      read.unsettled().some((opening) => opening.item === item && opening.purpose === 'borrow'),
    shelfFor: (item) => shelfOf(itemFacts(read, item).item.home),
    kindCards: (doorFaultOf) => kindCards(at, doorFaultOf),
    pickItem: (kind, doorFaultOf, except) => pickItem(at, kind, doorFaultOf, except),
    dueFor: (kind) => dueOf(at, kindNamed(read, kind)),
    today: () =>
      stillOn(read.mirrors.events(), at.clock.wall()).map(({ name, place, from, until }) => ({
        name,
        place,
        from,
        until,
      })),
    hutFigures: () => figures(at.clock.wall()),
    figures: () => {
      const { outNow, things } = read.stockFigures();
      return { lentThisMonth: at.tally.lentThisMonth(at.clock.wall()), outNow, things };
    },
  };
}
