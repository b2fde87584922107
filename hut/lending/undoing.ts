import type { Refusal } from '../../domain/contract/screen.ts';
import { event } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { itemFacts, kindNamed, type LendingContext, oneActMs, record } from './context.ts';
import type { Returned } from './lending-types.ts';
import { returnByHand, shelfOf } from './returning.ts';

/** What may be taken back for ten seconds: a loan from a shelf, a renewal, a word that something is wrong. */
export type Undoable =
  | { what: 'loan'; item: string; person: string }
  | { what: 'renewal'; loan: string; person: string }
  | { what: 'report'; item: string };

/** When it was done, monotonic; null when it was not, or by somebody else. */
function doneAt(at: LendingContext, act: Undoable): number | null {
  switch (act.what) {
    case 'loan': {
      const lent = at.handLoans.get(act.item);
      return lent === undefined || lent.loan.person !== act.person ? null : lent.at;
    }
    case 'renewal':
      return at.renewals.get(act.loan)?.at ?? null;
    case 'report':
      return at.reports.get(act.item)?.at ?? null;
  }
}

/** See `Lending.undoLeft`. */
export function undoLeft(at: LendingContext, act: Undoable): number {
  const since = doneAt(at, act);
  return since === null ? 0 : Math.max(0, since + oneActMs - at.clock.mono());
}

/** See `Lending.undo`. Nothing is deleted: what was done stands, and what takes it back stands after it. */
export function undo(at: LendingContext, act: Undoable, visit: string): Result<Returned | null, Refusal> {
  if (undoLeft(at, act) === 0) return refused({ why: 'unknown-code' });
  switch (act.what) {
    case 'loan':
      // Nobody took it further than the screen. What lies out of its door was lent from the basket and is there still.
      return returnByHand(at, {
        item: act.item,
        problem: null,
        visit,
        place: shelfOf(itemFacts(at.ledger.read, act.item).item.home),
      });
    case 'renewal':
      return undoRenewal(at, act);
    case 'report':
      return undoReport(at, act, visit);
  }
}

function undoRenewal(
  at: LendingContext,
  { loan, person }: Undoable & { what: 'renewal' },
): Result<null, Refusal> {
  const before = at.renewals.get(loan);
  const committed = record<Refusal>(at, `person:${person}`, (read) => {
    const found = read.loan(loan);
    if (before === undefined || found === null || found.returnedAt !== null || found.person !== person) {
      return refused({ why: 'unknown-code' });
    }
    return done([event('renewal-undone', { loan, due: before.due })]);
  });
  if (!committed.ok) return committed;
  at.renewals.delete(loan);
  return done(null);
}

/** Back into lending only what this very word took out of it; what is looked at after each return stays so. */
function undoReport(
  at: LendingContext,
  { item }: Undoable & { what: 'report' },
  visit: string,
): Result<null, Refusal> {
  const committed = record<Refusal>(at, `visit:${visit}`, (read) => {
    const facts = itemFacts(read, item).item;
    if (facts.condition !== 'needs-inspection') return refused({ why: 'unknown-code' });
    const routine = kindNamed(read, facts.kind).inspectAfterReturn;
    const condition = routine ? 'needs-inspection' : 'in-service';
    return done([event('item-condition-set', { item, condition, why: 'problem-withdrawn', problem: null })]);
  });
  if (!committed.ok) return committed;
  at.reports.delete(item);
  // The same word told once more is news again; the thing itself came back already.
  const back = at.handReturns.get(item);
  if (back !== undefined) {
    const check = kindNamed(at.ledger.read, itemFacts(at.ledger.read, item).item.kind).inspectAfterReturn;
    const returned: Returned = { ...back.returned, check: check ? 'routine' : 'none' };
    at.handReturns.set(item, { ...back, returned, problem: null });
  }
  return done(null);
}
