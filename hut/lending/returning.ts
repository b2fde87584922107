import type { Refusal } from '../../domain/contract/screen.ts';
import { type EventBody, type Evidence, event, type NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Problem } from '../../domain/stock/kinds.ts';
import type { ItemFacts, Reader } from '../ledger/reader.ts';
import {
  itemFacts,
  kindNamed,
  type LendingContext,
  type NotRecorded,
  oneActMs,
  record,
  rememberAct,
  wasTakenBack,
} from './context.ts';
import type { Opening, Place, Returned } from './lending-types.ts';

/** Where things go whose door cannot be used. Every hut has it from its first start on. */
export const returnsBasket = {
  place: 'returns-basket',
  at: 'shelf',
  name: { zh: '还物筐', en: 'Returns basket' },
} as const;

/** The shelf for a thing: its own, or the basket when it belongs behind a door. */
export const shelfOf = (home: Place): string => (home.at === 'shelf' ? home.place : returnsBasket.place);

interface ReturnAct {
  /** As it stands in this transaction. */
  thing: ItemFacts;
  place: string;
  problem: Problem | null;
  opening: string | null;
  evidence: Evidence;
  /** An open loan begun by the same commit; otherwise the one in the ledger is closed. */
  loan?: string;
}

/** The events of one return, and what the person is told. Never a refusal: a return is always taken. */
export function returnEvents(
  at: LendingContext,
  read: Reader,
  act: ReturnAct,
): { events: NewEvent[]; returned: Returned } {
  const { item, openLoan } = act.thing;
  const loan = act.loan ?? openLoan?.loan ?? null;
  const body: EventBody<'item-returned'> = {
    returned: at.newId(),
    item: item.item,
    loan,
    place: act.place,
    opening: act.opening,
    problem: act.problem,
    evidence: act.evidence,
    code: at.slipCode(),
  };
  const events = [event('item-returned', body)];
  const routine = kindNamed(read, item.kind).inspectAfterReturn || item.condition === 'missing';
  const why = act.problem !== null ? 'problem-reported' : routine ? 'routine-check' : null;
  // A thing in repair or retired stays so; whoever brings it cannot put it back into lending.
  if (why === 'problem-reported' && item.condition === 'in-service') {
    rememberAct(at.reports, item.item, { at: at.clock.mono() });
  } else at.reports.delete(item.item);
  // What waits to be looked at waits already: a look that is due anyway may not take away what was said to be wrong.
  const waits = why === 'routine-check' && item.condition === 'needs-inspection';
  if (why !== null && !waits && item.condition !== 'in-repair' && item.condition !== 'retired') {
    events.push(
      event('item-condition-set', {
        item: item.item,
        condition: 'needs-inspection',
        why,
        problem: act.problem,
      }),
    );
  }
  const check = act.problem !== null ? 'problem' : routine ? 'routine' : 'none';
  const { returned, place, code } = body;
  return { events, returned: { returned, item: item.item, loan, place, code, found: loan === null, check } };
}

/** See `Lending.requestReturn`. */
export function requestReturn(
  at: LendingContext,
  ask: { item: string; problem: Problem | null; visit: string },
): Result<Opening, Refusal> {
  const opening = at.newId();
  const asked = { opening, purpose: 'return' as const, item: ask.item, person: null, due: null };
  let door = 0;
  const committed = record<Refusal>(at, `visit:${ask.visit}`, (read) => {
    const { home } = itemFacts(read, ask.item).item;
    if (home.at !== 'door') throw new Error(`item ${ask.item} does not belong behind a door`);
    door = home.door;
    // Not about who or what: another opening of this very door is not over yet.
    if (read.unsettled().some((other) => other.door === door) || read.keeperDoors().includes(door)) {
      return refused({ why: 'door-unusable', door, because: 'standing-open', purpose: 'return' });
    }
    return done([event('opening-requested', { ...asked, door, problem: ask.problem, visit: ask.visit })]);
  });
  if (!committed.ok) return committed;
  return done({
    ...asked,
    door,
    problem: ask.problem,
    visit: ask.visit,
    requestedAt: committed.value.wallAt,
    openedAt: null,
  });
}

/**
 * An unsettled opening of a thing that turns up in somebody's hand. A borrow: it did come out, and its loan
 * begins, to be closed at once. A return: it is complete, only elsewhere.
 */
function settleByHand(
  at: LendingContext,
  item: string,
  unsettled: Opening | undefined,
): { events: NewEvent[]; loan?: string; returning: string | null } {
  if (unsettled === undefined) return { events: [], returning: null };
  const { opening, person, due } = unsettled;
  const evidence = 'declared' as const;
  const finished = event('opening-finished', { opening, evidence });
  if (unsettled.purpose === 'return' || person === null || due === null) {
    return { events: [finished], returning: opening };
  }
  const loan = at.newId();
  const begun = event('loan-begun', { loan, item, person, due, opening, evidence, code: at.slipCode() });
  return { events: [finished, begun], loan, returning: null };
}

/** The loan that a return by hand ended. */
interface Closed {
  kind: string;
  begunAt: number;
  opening: string | null;
}

function countBack(at: LendingContext, closed: Closed | null, returnedAt: number): void {
  if (closed === null || !wasTakenBack(closed, returnedAt)) return;
  at.tally.takenBack(closed.kind, closed.begunAt);
}

/** See `Lending.returnByHand`. */
export function returnByHand(
  at: LendingContext,
  ask: { item: string; problem: Problem | null; visit: string; place?: string },
): Result<Returned, NotRecorded> {
  const { item, problem } = ask;
  const before = at.handReturns.get(item);
  if (before !== undefined && at.clock.mono() - before.at < oneActMs) {
    // The same act; but a problem that is only told now is news.
    if (problem === null || before.problem === problem) return done(before.returned);
  }
  let result: Returned | null = null;
  let lentKind: string | null = null;
  let closed: Closed | null = null;
  const committed = record<NotRecorded>(at, `visit:${ask.visit}`, (read) => {
    const thing = itemFacts(read, item);
    const settled = settleByHand(
      at,
      item,
      read.unsettled().find((opening) => opening.item === item),
    );
    if (settled.loan !== undefined) lentKind = thing.item.kind;
    else if (settled.returning === null && thing.openLoan !== null) {
      closed = { kind: thing.item.kind, ...thing.openLoan };
    }
    const act = { thing, problem, place: ask.place ?? thing.item.place.place, opening: settled.returning };
    const back = returnEvents(at, read, {
      ...act,
      evidence: 'shelf',
      ...(settled.loan === undefined ? {} : { loan: settled.loan }),
    });
    result = back.returned;
    return done([...settled.events, ...back.events]);
  });
  if (!committed.ok) return committed;
  if (result === null) throw new Error('committed without deciding');
  const { wallAt } = committed.value;
  if (lentKind !== null) at.tally.lent(lentKind, wallAt);
  countBack(at, closed, wallAt);
  at.handLoans.delete(item);
  rememberAct(at.handReturns, item, { at: at.clock.mono(), returned: result, problem });
  return done(result);
}
