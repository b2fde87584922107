import type { Clock } from '../../domain/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What a keeper does with doors and things. */
export interface Keeping {
  /** What waits for a keeper: things to look at, loans past due, loans at all. */
  todo(): { look: number; overdue: number; out: number };
}

export interface KeepingDeps {
  ledger: Ledger;
  clock: Clock;
  newId: () => string;
}

/** The keeper's use cases on a ledger. */
export function createKeeping({ ledger, clock }: KeepingDeps): Keeping {
  const { db } = ledger;
  const look = db
    .prepare<[], number>("SELECT count(*) FROM item WHERE condition = 'needs-inspection'")
    .pluck();
  const overdue = db
    .prepare<[number], number>('SELECT count(*) FROM loan WHERE returned_at IS NULL AND due < ?')
    .pluck();
  const out = db.prepare<[], number>('SELECT count(*) FROM loan WHERE returned_at IS NULL').pluck();
  return {
    todo: () => ({
      look: look.get() ?? 0,
      overdue: overdue.get(Math.trunc(clock.wall())) ?? 0,
      out: out.get() ?? 0,
    }),
  };
}
