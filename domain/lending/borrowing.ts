import type { Refusal } from '../contract/screen.ts';
import type { Named } from '../contract/words.ts';
import { done, type Result, refused } from '../result.ts';
import type { Condition, LoanGroup, Trust } from '../stock/kinds.ts';

/** At most this many open loans at once, by group. */
export const loanLimits: Record<LoanGroup, number> = { thing: 3, book: 5 };

/** Why a door cannot be used now; known before anybody is asked to open it. */
export type DoorFault = 'unreachable' | 'standing-open' | 'stuck';

export interface BorrowFacts {
  now: number;
  item: { item: string; name: Named; condition: Condition; group: LoanGroup; trust: Trust };
  /** Why things like it must not be lent, by the office's word; null when they may. */
  recalled: Named | null;
  /** The open loan of this very item, if there is one. */
  openLoan: { person: string; due: number } | null;
  borrower: {
    person: string;
    trust: Trust;
    /** Why this person may not borrow for now, by the office's word; null when they may. */
    blocked: Named | null;
    /** Open loans that the office allows this person, where it said so; the hut's own limits hold besides. */
    limits: Record<LoanGroup, number> | null;
    /** All open loans, counted in the transaction that will commit the new one. */
    loans: readonly { group: LoanGroup; due: number; name: Named }[];
  };
  /** The door it must come out of; null when it is in the person's hand or on a shelf. */
  door: { door: number; fault: DoorFault | null } | null;
}

/** What speaks against lending this item, whoever asks; null when nothing does. */
export function thingRefusal({
  item,
  recalled,
}: {
  item: { name: Named; condition: Condition };
  recalled: Named | null;
}): Refusal | null {
  if (recalled !== null) return { why: 'recalled', item: item.name, because: recalled };
  return item.condition === 'in-service'
    ? null
    : { why: 'not-in-service', item: item.name, condition: item.condition };
}

/**
 * Whether this person may borrow this item now. Pure; refusals come in the order in which a person can do
 * something about them: the thing first, then the person, then the door.
 */
export function decideBorrow(facts: BorrowFacts): Result<null, Refusal> {
  const { item, openLoan, borrower, door, now } = facts;
  if (openLoan !== null) {
    const why = openLoan.person === borrower.person ? 'out-to-you' : 'out-to-someone';
    return refused({ why, item: item.name, due: openLoan.due });
  }
  const unfit = thingRefusal(facts);
  if (unfit !== null) return refused(unfit);
  if (borrower.blocked !== null) return refused({ why: 'person-blocked', because: borrower.blocked });
  if (item.trust === 'verified' && borrower.trust !== 'verified') return refused({ why: 'trust-too-low' });
  const overdue = borrower.loans.filter((loan) => loan.due < now).sort((a, b) => a.due - b.due)[0];
  if (overdue !== undefined) return refused({ why: 'overdue-loan', item: overdue.name, due: overdue.due });
  const have = borrower.loans.filter((loan) => loan.group === item.group).length;
  const limit = Math.min(loanLimits[item.group], borrower.limits?.[item.group] ?? loanLimits[item.group]);
  if (have >= limit) return refused({ why: 'limit-reached', group: item.group, limit, have });
  if (door !== null && door.fault !== null) {
    return refused({ why: 'door-unusable', door: door.door, because: door.fault, purpose: 'borrow' });
  }
  return done(null);
}

/** Whether a loan may get a new term: a renewal is a new term on the same loan. */
export function decideRenewal(
  loan: { name: Named; due: number; renewals: number },
  kind: { renewals: number },
): Result<null, Refusal> {
  if (loan.renewals >= kind.renewals)
    return refused({ why: 'renewal-limit', item: loan.name, due: loan.due });
  return done(null);
}
