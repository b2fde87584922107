import type { Action } from '../../domain/contract/action.ts';
import type { VisitContext } from './context.ts';
import type { Stage, Want, Who } from './stage.ts';

/** A kind was chosen by its picture: the item that will be offered, or why there is none. */
export function chooseKind(at: VisitContext, kind: string, under: Stage): Stage {
  const paused = at.lending.paused();
  if (paused !== null)
    return at.refuse({ why: 'lending-paused', because: paused }, { under, flow: 'borrow' });
  const picked = at.lending.pickItem(kind, (door) => at.doors.faultOf(door));
  if (picked.ok) return { at: 'item', item: picked.value.item, inHand: false, ticked: false };
  return at.refuse(picked.refusal, { under, flow: 'borrow' });
}

/** Borrows for a known person: the door opens, or the thing in the hand is theirs, or a refusal says why not. */
export function borrow(at: VisitContext, want: Want & { to: 'borrow' }, who: Who, under: Stage): Stage {
  const { item } = want;
  const ask = { item, person: who.person, visit: at.visit };
  if (want.inHand) {
    const lent = at.lending.borrowFromHand(ask);
    if (!lent.ok) return at.refuse(lent.refusal, { under, flow: 'borrow', item, want, inHand: true });
    at.cue('done');
    return { at: 'borrowed', loan: lent.value };
  }
  // Everything is asked within its transaction, nothing before it: between a card and its door every reading counts.
  const asked = at.lending.requestBorrow({ ...ask, doorFaultOf: (door) => at.doors.faultOf(door) });
  if (asked.ok) {
    return { at: 'door', opening: asked.value, cycle: at.doors.start(asked.value) };
  }
  const { refusal } = asked;
  return refusal.why === 'on-shelf'
    ? { at: 'fetch', item }
    : at.refuse(refusal, { under, flow: 'borrow', item, want });
}

/** An identity was given: on to what it was wanted for. */
export function proceed(at: VisitContext, want: Want, who: Who, under: Stage): Stage {
  at.know(who);
  if (want.to === 'my-loans') {
    at.cue('found');
    return { at: 'loans', page: 0 };
  }
  return borrow(at, want, who, under);
}

export function onPick(at: VisitContext, stage: Stage & { at: 'pick' }, action: Action): Stage | null {
  if (action.do === 'kind') return chooseKind(at, action.kind, stage);
  if (action.do === 'page') return { at: 'pick', page: action.page };
  if (action.do === 'back') return { at: 'home' };
  return null;
}

/** Kinds with a safety notice are lent only once its tick is set. */
export function mayGoOn(at: VisitContext, stage: Stage & { at: 'item' }): boolean {
  const kind = at.lending.kindOf(stage.item);
  return stage.ticked || kind === null || kind.notices.length === 0;
}

export function onItem(at: VisitContext, stage: Stage & { at: 'item' }, action: Action): Stage | null {
  if (action.do === 'tick') return { ...stage, ticked: !stage.ticked };
  if (action.do === 'back') return stage.inHand ? { at: 'home' } : { at: 'pick', page: 0 };
  if (action.do !== 'borrow') return null;
  if (!mayGoOn(at, stage)) {
    at.cue('amber');
    return null;
  }
  // From a shelf a thing is lent by its scan alone: which of several books it is, only its label tells.
  if (!stage.inHand && at.lending.itemById(stage.item)?.place.at === 'shelf') {
    return { at: 'fetch', item: stage.item };
  }
  const { item, inHand } = stage;
  const want: Want = { to: 'borrow', item, inHand, ticked: stage.ticked };
  if (at.who !== null) return borrow(at, want, at.who, stage);
  const unfit = at.lending.whyNot(item, inHand ? null : (door) => at.doors.faultOf(door));
  return unfit === null
    ? { at: 'identify', want }
    : at.refuse(unfit, { under: stage, flow: 'borrow', item, inHand });
}
