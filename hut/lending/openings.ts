import { type Evidence, event, type NewEvent, type VoidReason } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import type { Reader } from '../ledger/reader.ts';
import { itemFacts, type LendingContext, type NotRecorded, record } from './context.ts';
import type { Opening, Returned, Settled } from './lending-types.ts';
import { returnEvents } from './returning.ts';

type KnownOpening = Opening & { outcome: string | null };

function known(read: Reader, opening: string): KnownOpening {
  const found = read.opening(opening);
  if (found === null) throw new Error(`no opening ${opening}`);
  return found;
}

/** See `Lending.openingOpened`. */
export function openingOpened(at: LendingContext, ref: string): Result<Opening, NotRecorded> {
  const { outcome, ...before } = known(at.ledger.read, ref);
  if (outcome !== null || before.openedAt !== null) return done(before);
  const committed = record<NotRecorded>(at, 'hut', () => done([event('opening-opened', { opening: ref })]));
  return committed.ok ? done({ ...before, openedAt: committed.value.wallAt }) : committed;
}

/** What an opening that was settled before led to; null where it came to nothing. */
function alreadyLedTo(at: LendingContext, opening: KnownOpening): Settled | null {
  if (opening.outcome !== 'finished') return null;
  if (opening.purpose === 'borrow') {
    const loan = at.ledger.read.loanOfOpening(opening.opening);
    if (loan === null) throw new Error(`opening ${opening.opening} finished without a loan`);
    return { to: 'loan', loan };
  }
  const row = at.ledger.read.returnOfOpening(opening.opening);
  if (row === null) throw new Error(`opening ${opening.opening} finished without a return`);
  const routine =
    at.ledger.read.kind(itemFacts(at.ledger.read, row.item).item.kind)?.inspectAfterReturn === true;
  const check = row.problem !== null ? 'problem' : routine ? 'routine' : 'none';
  const { returned, item, loan, place, code } = row;
  return { to: 'returned', returned: { returned, item, loan, place, code, found: loan === null, check } };
}

/** See `Lending.finishOpening`. */
export function finishOpening(
  at: LendingContext,
  ref: string,
  evidence: Evidence,
): Result<Settled | null, NotRecorded> {
  const opening = known(at.ledger.read, ref);
  if (opening.outcome !== null) return done(alreadyLedTo(at, opening));
  return opening.purpose === 'borrow'
    ? finishBorrow(at, opening, evidence)
    : finishReturn(at, opening, evidence);
}

function finishBorrow(
  at: LendingContext,
  { opening, item, person, due }: Opening,
  evidence: Evidence,
): Result<Settled, NotRecorded> {
  if (person === null || due === null) throw new Error(`opening ${opening} is a borrow of nobody`);
  const loan = at.newId();
  const code = at.slipCode();
  const committed = record<NotRecorded>(at, `person:${person}`, () =>
    done([
      event('opening-finished', { opening, evidence }),
      event('loan-begun', { loan, item, person, due, opening, evidence, code }),
    ]),
  );
  if (!committed.ok) return committed;
  const begunAt = committed.value.wallAt;
  at.tally.lent(itemFacts(at.ledger.read, item).item.kind, begunAt);
  at.handReturns.delete(item);
  return done({ to: 'loan', loan: { loan, item, person, begunAt, due, renewals: 0, code, opening } });
}

function finishReturn(
  at: LendingContext,
  { opening, item, problem, door, visit }: Opening,
  evidence: Evidence,
): Result<Settled, NotRecorded> {
  let result: Returned | null = null;
  const committed = record<NotRecorded>(at, `visit:${visit}`, (read) => {
    const place = read.doorPlace(door);
    if (place === null) throw new Error(`no place behind door ${door}`);
    const thing = itemFacts(read, item);
    const back = returnEvents(at, read, { thing, problem, place: place.place, opening, evidence });
    result = back.returned;
    return done([event('opening-finished', { opening, evidence }), ...back.events]);
  });
  if (!committed.ok) return committed;
  if (result === null) throw new Error('committed without deciding');
  at.handLoans.delete(item);
  return done({ to: 'returned', returned: result });
}

/** See `Lending.voidOpening`. */
export function voidOpening(at: LendingContext, ref: string, because: VoidReason): Result<null, NotRecorded> {
  const opening = known(at.ledger.read, ref);
  if (opening.outcome !== null) return done(null);
  const committed = record<NotRecorded>(at, 'hut', (read) => {
    const events: NewEvent[] = [event('opening-void', { opening: ref, because })];
    // The power went while the door may have sprung open: nobody saw whether the thing is still there.
    const unseen = because === 'never-seen-open' && opening.purpose === 'borrow';
    // What a keeper said of it meanwhile stands.
    if (unseen && itemFacts(read, opening.item).item.condition === 'in-service') {
      const why = { condition: 'needs-inspection', why: 'unsettled-opening', problem: null } as const;
      events.push(event('item-condition-set', { item: opening.item, ...why }));
    }
    return done(events);
  });
  return committed.ok ? done(null) : committed;
}
