import { event, type NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import type { StoredEvent } from './chain.ts';
import { faultOf, type LedgerFault } from './fault.ts';
import type { Ledger } from './ledger.ts';
import { readBack } from './rebuild.ts';

/** What became of facts that were recorded in a history that was left. */
export interface Carried {
  /** Recorded again. */
  kept: number;
  /** Found no room beside what the other history says, and wait for a person. */
  aside: number;
}

/** As much of a body as an event may hold beside its own words. */
const longestBody = 12_000;

/**
 * The same fact in the history it is carried to. A return of something nobody had borrowed, or on a loan that found no
 * room here, ends the loan that this history knows of: the thing was in somebody's hand, and is back.
 */
function fitted(ledger: Ledger, fact: NewEvent): NewEvent {
  if (fact.type !== 'item-returned') return fact;
  const { loan: own, item } = fact.body;
  if (own !== null && ledger.read.loan(own) !== null) return fact;
  const loan = ledger.read.item(item)?.openLoan?.loan ?? null;
  return event('item-returned', { ...fact.body, loan });
}

/**
 * Records facts of a history that was left in the one that goes on, each as it was: its id, when, by whom, on which
 * boot. Disks may be set back and joined in any order: by its id a fact that came over before is known. One
 * that the tables have no room for (a thing lent twice, a number given twice) is set aside, with its words.
 */
export function carryOver(ledger: Ledger, facts: Iterable<StoredEvent>): Result<Carried, LedgerFault> {
  const carried: Carried = { kept: 0, aside: 0 };
  for (const stored of facts) {
    const { event_id: id, wall_at: wallAt, mono_ms: monoMs, boot, actor } = stored;
    const at = { id, wallAt, monoMs, boot, actor };
    let why = 'this release cannot read it';
    try {
      const fact = fitted(ledger, readBack(stored.type, stored.body));
      const kept = ledger.record(at, fact);
      if (!kept.ok) return kept;
      carried.kept++;
      continue;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      // The disk's own faults were refused above; a rule of the tables is thrown.
      if (faultOf(error) !== null) throw error;
      if (/constraint|RAISE|not settled/i.test(said)) why = said;
    }
    const { type, body } = stored;
    const words = { event: id, type, body: body.slice(0, longestBody), why: why.slice(0, 200) };
    const aside = ledger.record(at, event('fact-set-aside', words));
    if (!aside.ok) return aside;
    carried.aside++;
  }
  return done(carried);
}
