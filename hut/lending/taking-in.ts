import { event } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import { type LendingContext, type NotRecorded, record } from './context.ts';
import { returnsBasket } from './returning.ts';

/** A thing of another hut that was put down here. */
export interface TakenIn {
  found: string;
  place: string;
  code: string;
}

/** See `Lending.takeIn`. */
export function takeIn(
  at: LendingContext,
  ask: { barcode: string; visit: string },
): Result<TakenIn, NotRecorded> {
  const taken: TakenIn = { found: at.newId(), place: returnsBasket.place, code: at.slipCode() };
  const committed = record<NotRecorded>(at, `visit:${ask.visit}`, () =>
    done([event('item-found', { ...taken, barcode: ask.barcode, problem: null })]),
  );
  return committed.ok ? done(taken) : committed;
}
