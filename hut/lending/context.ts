import type { Clock } from '../../domain/clock.ts';
import type { OpeningHours } from '../../domain/config/config.ts';
import type { Refusal } from '../../domain/contract/screen.ts';
import type { Pause } from '../../domain/contract/trouble.ts';
import type { Named } from '../../domain/contract/words.ts';
import type { Actor, NewEvent } from '../../domain/ledger/events.ts';
import { dueDate } from '../../domain/lending/due-date.ts';
import { type Result, refused } from '../../domain/result.ts';
import type { Kind, Problem } from '../../domain/stock/kinds.ts';
import { isLedgerFault, type LedgerFault } from '../ledger/fault.ts';
import type { Committed, Ledger } from '../ledger/ledger.ts';
import type { ItemFacts, Reader } from '../ledger/reader.ts';
import type { Log } from '../log.ts';
import type { Loan, Returned } from './lending-types.ts';
import { type Chance, createSlipCodes } from './slip-codes.ts';
import { createTally, type Tally } from './tally.ts';

/** What lending stands on: room on the disk, and a clock that can be right. */
export interface Footing {
  /** Why nothing new is lent now, while everything else goes on; null when lending goes on. */
  paused(): Pause | null;
  /** Whether the wall clock can be right. Where not, nothing is overdue by it. */
  clockRight(): boolean;
}

export interface LendingDeps {
  ledger: Ledger;
  clock: Clock;
  hours: OpeningHours;
  /** References of loans, openings and returns. */
  newId: () => string;
  /** Draws slip codes. */
  chance: Chance;
  log?: Log;
  /** Left out: always firm. */
  footing?: Footing;
}

export type NotRecorded = Refusal & { why: 'not-recorded' };

/** What the use cases of lending share. */
export interface LendingContext extends LendingDeps {
  footing: Footing;
  slipCode: () => string;
  tally: Tally;
  /** Acts by hand of the last seconds, by item: the same scan again is the same act. Monotonic times. */
  handLoans: Map<string, { at: number; loan: Loan }>;
  handReturns: Map<string, { at: number; returned: Returned; problem: Problem | null }>;
  /** What may be taken back: renewals by loan, with the day they were due before; things said to be wrong. */
  renewals: Map<string, { at: number; due: number }>;
  reports: Map<string, { at: number }>;
}

/** The same scan within this long is one act, milliseconds (rule 8 of the handbook). */
export const oneActMs = 10_000;

/**
 * Whether a loan that comes back by hand at this time was taken back, and so never was for those who count: lent from a
 * shelf, no more than ten seconds before, by undo or by the next scan. The trigger of the ledger has the same rule.
 */
export const wasTakenBack = (
  loan: { begunAt: number; opening: string | null },
  returnedAt: number,
): boolean => loan.opening === null && returnedAt >= loan.begunAt && returnedAt - loan.begunAt <= oneActMs;

/** Remembers an act by hand and forgets those that are over, so that ten years of acts take no memory. */
export function rememberAct<T extends { at: number }>(acts: Map<string, T>, item: string, act: T): void {
  // A map keeps the order of insertion: the first is the oldest.
  acts.delete(item);
  acts.set(item, act);
  for (const [oldest, { at }] of acts) {
    if (act.at - at < oneActMs) break;
    acts.delete(oldest);
  }
}

export const createContext = (deps: LendingDeps): LendingContext => ({
  ...deps,
  footing: deps.footing ?? { paused: () => null, clockRight: () => true },
  slipCode: createSlipCodes(deps.ledger.db, deps.chance),
  tally: createTally(deps.ledger.db, deps.clock.wall()),
  handLoans: new Map(),
  handReturns: new Map(),
  renewals: new Map(),
  reports: new Map(),
});

export const notRecorded = (fault: LedgerFault): NotRecorded => ({
  why: 'not-recorded',
  because: fault.code === 'disk-full' ? 'disk-full' : 'disk-error',
});

/** A commit whose faults are spoken to a person. */
export function record<R extends { why: string }>(
  at: LendingContext,
  actor: Actor,
  decide: (read: Reader) => Result<readonly NewEvent[], R>,
): Result<Committed, R | NotRecorded> {
  const committed = at.ledger.commit<R>(actor, decide);
  if (committed.ok) return committed;
  const { refusal } = committed;
  return refused(isLedgerFault(refusal) ? notRecorded(refusal) : (refusal as R));
}

/** The thing of this reference; the caller took it from the ledger, so a missing one is a bug. */
export function itemFacts(read: Reader, item: string): ItemFacts {
  const facts = read.item(item);
  if (facts === null) throw new Error(`no item ${item}`);
  return facts;
}

/** The kind of a thing; the database holds no thing without one. */
export function kindNamed(read: Reader, kind: string): Kind {
  const found = read.kind(kind);
  if (found === null) throw new Error(`no kind ${kind}`);
  return found;
}

export const dueOf = (at: LendingContext, kind: Kind): number =>
  dueDate(Math.trunc(at.clock.wall()), kind.termDays, at.hours);

/** Why the office lets this person borrow nothing now, or null. */
export function blockedWhy(at: LendingContext, read: Reader, person: string): Named | null {
  const block = read.mirrors.blockOf(person);
  return block === null || (block.until !== null && block.until <= at.clock.wall()) ? null : block.why;
}
