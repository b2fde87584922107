import type { Refusal } from '../../domain/contract/screen.ts';
import { event } from '../../domain/ledger/events.ts';
import { type DoorFault, decideBorrow, thingRefusal } from '../../domain/lending/borrowing.ts';
import { recallOf } from '../../domain/lending/recall.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Kind, LoanGroup } from '../../domain/stock/kinds.ts';
import type { ItemFacts, Reader } from '../ledger/reader.ts';
import {
  blockedWhy,
  dueOf,
  itemFacts,
  kindNamed,
  type LendingContext,
  notRecorded,
  oneActMs,
  record,
  rememberAct,
} from './context.ts';
import type { DoorFaultOf, Loan, OnShelf, Opening } from './lending-types.ts';

/** Nobody: an opening under way is told as out to someone even to the person whose opening it is. */
const nobody = '';

/** The least that any card of this person allows, by the office's word; null where it said nothing. */
function limitsOf(read: Reader, person: string): Record<LoanGroup, number> | null {
  const said = read.mirrors.cardsOf(person).flatMap(({ limits }) => limits ?? []);
  if (said.length === 0) return null;
  return {
    thing: Math.min(...said.map(({ thing }) => thing)),
    book: Math.min(...said.map(({ book }) => book)),
  };
}

/** Whether this person may have this thing, by the facts of this transaction. */
function decide(
  at: LendingContext,
  read: Reader,
  facts: ItemFacts,
  kind: Kind,
  person: string,
  door: { door: number; fault: DoorFault | null } | null,
): Result<null, Refusal> {
  const { item, openLoan } = facts;
  const member = read.member(person);
  if (member === null) throw new Error(`no person ${person}`);
  const unsettled = read.unsettled();
  const leaving = unsettled.find((opening) => opening.item === item.item && opening.purpose === 'borrow');
  const counted = [
    ...read.openLoans(person),
    ...unsettled.flatMap((opening) =>
      opening.person === person && opening.due !== null ? [{ item: opening.item, due: opening.due }] : [],
    ),
  ].map((loan) => {
    const its = itemFacts(read, loan.item).item;
    return { group: kindNamed(read, its.kind).group, due: loan.due, name: its.name };
  });
  const busy =
    door !== null &&
    (unsettled.some((opening) => opening.door === door.door) || read.keeperDoors().includes(door.door));
  return decideBorrow({
    now: Math.trunc(at.clock.wall()),
    item: {
      item: item.item,
      name: item.name,
      condition: item.condition,
      group: kind.group,
      trust: kind.trust,
    },
    recalled: recallOf(read.mirrors.recalls(), item)?.why ?? null,
    openLoan:
      openLoan ??
      (leaving === undefined || leaving.due === null ? null : { person: nobody, due: leaving.due }),
    borrower: {
      person,
      trust: member.trust,
      blocked: blockedWhy(at, read, person),
      limits: limitsOf(read, person),
      loans: counted,
    },
    door: door === null ? null : { door: door.door, fault: door.fault ?? (busy ? 'standing-open' : null) },
  });
}

/** See `Lending.whyNot`. */
export function whyNot(at: LendingContext, item: string, doorFaultOf: DoorFaultOf | null): Refusal | null {
  const lost = at.ledger.check();
  if (lost !== null) return notRecorded(lost);
  const { read } = at.ledger;
  const thing = itemFacts(read, item).item;
  const unfit = thingRefusal({ item: thing, recalled: recallOf(read.mirrors.recalls(), thing)?.why ?? null });
  if (unfit !== null) return unfit;
  const paused = at.footing.paused();
  if (paused !== null) return { why: 'lending-paused', because: paused };
  if (doorFaultOf === null || thing.place.at === 'shelf') return null;
  const { door } = thing.place;
  const because = doorFaultOf(door);
  return because === null ? null : { why: 'door-unusable', door, because, purpose: 'borrow' };
}

/** See `Lending.requestBorrow`. */
export function requestBorrow(
  at: LendingContext,
  ask: { item: string; person: string; visit: string; doorFaultOf: DoorFaultOf },
): Result<Opening, Refusal | OnShelf> {
  const { item, person, visit } = ask;
  const opening = at.newId();
  let asked: Omit<Opening, 'requestedAt'> | null = null;
  const committed = record<Refusal | OnShelf>(at, `person:${person}`, (read) => {
    // Asked here, since a full disk pauses lending in the middle of this very commit.
    const paused = at.footing.paused();
    if (paused !== null) return refused({ why: 'lending-paused', because: paused });
    const facts = itemFacts(read, item);
    const place = facts.item.place;
    if (place.at === 'shelf') return refused({ why: 'on-shelf' });
    const kind = kindNamed(read, facts.item.kind);
    const door = { door: place.door, fault: ask.doorFaultOf(place.door) };
    const allowed = decide(at, read, facts, kind, person, door);
    if (!allowed.ok) return allowed;
    const body = {
      opening,
      door: place.door,
      purpose: 'borrow' as const,
      item,
      person,
      due: dueOf(at, kind),
      problem: null,
      visit,
    };
    asked = { ...body, openedAt: null };
    return done([event('opening-requested', body)]);
  });
  if (!committed.ok) return committed;
  if (asked === null) throw new Error('committed without deciding');
  return done({ ...(asked as Omit<Opening, 'requestedAt'>), requestedAt: committed.value.wallAt });
}

/** See `Lending.borrowFromHand`. */
export function borrowFromHand(
  at: LendingContext,
  ask: { item: string; person: string; visit: string },
): Result<Loan, Refusal> {
  const { item, person } = ask;
  const before = at.handLoans.get(item);
  if (before !== undefined && before.loan.person === person && at.clock.mono() - before.at < oneActMs) {
    return done(before.loan);
  }
  const loan = at.newId();
  // From before the commit: what may be undone still was lent no more than ten seconds ago, however slow the disk.
  const since = at.clock.mono();
  let due = 0;
  let kindLent = '';
  const code = at.slipCode();
  const committed = record<Refusal>(at, `person:${person}`, (read) => {
    const paused = at.footing.paused();
    if (paused !== null) return refused({ why: 'lending-paused', because: paused });
    const facts = itemFacts(read, item);
    const kind = kindNamed(read, facts.item.kind);
    const allowed = decide(at, read, facts, kind, person, null);
    if (!allowed.ok) return refused(allowed.refusal);
    due = dueOf(at, kind);
    kindLent = kind.kind;
    // A return that its door never finished, of a thing that is in a hand now: it was not put in.
    const stale = read.unsettled().filter((each) => each.item === item && each.purpose === 'return');
    return done([
      ...stale.map(({ opening }) => event('opening-void', { opening, because: 'declared-not-moved' })),
      event('loan-begun', { loan, item, person, due, opening: null, evidence: 'shelf' as const, code }),
    ]);
  });
  if (!committed.ok) return committed;
  const begun: Loan = {
    loan,
    item,
    person,
    begunAt: committed.value.wallAt,
    due,
    renewals: 0,
    code,
    opening: null,
  };
  at.tally.lent(kindLent, begun.begunAt);
  at.handReturns.delete(item);
  rememberAct(at.handLoans, item, { at: since, loan: begun });
  return done(begun);
}
