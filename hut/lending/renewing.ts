import type { LoanView, Refusal } from '../../domain/contract/screen.ts';
import { event } from '../../domain/ledger/events.ts';
import { decideRenewal } from '../../domain/lending/borrowing.ts';
import { dueDate } from '../../domain/lending/due-date.ts';
import { recallOf } from '../../domain/lending/recall.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { blockedWhy, itemFacts, kindNamed, type LendingContext, record, rememberAct } from './context.ts';
import type { Loan } from './lending-types.ts';
import { viewOf } from './stock-queries.ts';

/**
 * See `Lending.renew`. A loan that is not this person's, or not open any more, is an unknown code: the screen
 * it was pressed on is out of date.
 */
export function renew(at: LendingContext, ask: { loan: string; person: string }): Result<Loan, Refusal> {
  let renewed: Loan | null = null;
  let before = 0;
  const committed = record<Refusal>(at, `person:${ask.person}`, (read) => {
    const found = read.loan(ask.loan);
    if (found === null || found.returnedAt !== null || found.person !== ask.person) {
      return refused({ why: 'unknown-code' });
    }
    // A term needs a day to end on.
    if (!at.footing.clockRight()) return refused({ why: 'lending-paused', because: 'clock-wrong' });
    const blocked = blockedWhy(at, read, ask.person);
    if (blocked !== null) return refused({ why: 'person-blocked', because: blocked });
    const { returnedAt: _open, ...loan } = found;
    const { item } = itemFacts(read, loan.item);
    const kind = kindNamed(read, item.kind);
    const recall = recallOf(read.mirrors.recalls(), item);
    if (recall !== null) return refused({ why: 'recalled', item: item.name, because: recall.why });
    const allowed = decideRenewal({ name: item.name, due: loan.due, renewals: loan.renewals }, kind);
    if (!allowed.ok) return allowed;
    // Behind the present term: who renews on the first day gains as much as who waits for the last.
    const from = Math.max(Math.trunc(at.clock.wall()), loan.due);
    const due = dueDate(from, kind.termDays, at.hours);
    before = loan.due;
    renewed = { ...loan, due, renewals: loan.renewals + 1 };
    return done([event('loan-renewed', { loan: loan.loan, due })]);
  });
  if (!committed.ok) return committed;
  if (renewed === null) throw new Error('committed without deciding');
  rememberAct(at.renewals, ask.loan, { at: at.clock.mono(), due: before });
  return done(renewed);
}

/** See `Lending.loanView`. */
export function loanView(at: LendingContext, loan: Loan): LoanView {
  const { read } = at.ledger;
  const { item } = itemFacts(read, loan.item);
  const kind = kindNamed(read, item.kind);
  return {
    loan: loan.loan,
    item: viewOf(read, item),
    due: loan.due,
    overdue: at.footing.clockRight() && loan.due < at.clock.wall(),
    renewable:
      blockedWhy(at, read, loan.person) === null &&
      recallOf(read.mirrors.recalls(), item) === null &&
      decideRenewal({ name: item.name, due: loan.due, renewals: loan.renewals }, kind).ok,
  };
}
