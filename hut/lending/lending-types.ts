import type { Named } from '../../domain/contract/words.ts';
import type { Purpose } from '../../domain/ledger/events.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import type { Condition, Problem } from '../../domain/stock/kinds.ts';

/** Where a thing lives. `place` is its reference in the ledger. */
export type Place =
  | { at: 'door'; place: string; door: number; name: Named }
  | { at: 'shelf'; place: string; name: Named };

/** One thing of the register. */
export interface Item {
  item: string;
  kind: string;
  name: Named;
  barcode: string;
  parts: string[];
  condition: Condition;
  /** Where it stands now; while it is out, where it belongs. */
  place: Place;
  /** Where the register says it belongs. */
  home: Place;
}

/** A door asked to open for one thing. Instants are milliseconds since 1970 by the hut's clock. */
export interface Opening {
  opening: string;
  door: number;
  purpose: Purpose;
  item: string;
  /** Null for a return: nobody is asked who they are. */
  person: string | null;
  /** When the loan will be due; null for a return. */
  due: number | null;
  /** What was said to be wrong with a thing that comes back. */
  problem: Problem | null;
  visit: string;
  requestedAt: number;
  /** When the door was read open; null before. */
  openedAt: number | null;
}

export interface Loan {
  loan: string;
  item: string;
  person: string;
  begunAt: number;
  due: number;
  renewals: number;
  /** Four digits on the slip and on the verdict. */
  code: string;
  opening: string | null;
}

export interface Returned {
  returned: string;
  item: string;
  /** The loan it closed; null when nobody had borrowed it as far as the hut knows. */
  loan: string | null;
  /** Reference of the place it was put; `Lending.placeView` says it. */
  place: string;
  code: string;
  found: boolean;
  check: 'none' | 'problem' | 'routine';
}

/** What a finished opening led to. */
export type Settled = { to: 'loan'; loan: Loan } | { to: 'returned'; returned: Returned };

/** Why a door cannot be used now, or null. */
export type DoorFaultOf = (door: number) => DoorFault | null;

/** The thing stands on a shelf: there is no door to open for it. */
export interface OnShelf {
  why: 'on-shelf';
}
