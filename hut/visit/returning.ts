import type { Action } from '../../domain/contract/action.ts';
import type { Problem } from '../../domain/stock/kinds.ts';
import type { VisitContext } from './context.ts';
import type { Stage } from './stage.ts';

/**
 * The thing was looked at: the door where it belongs opens, or its shelf is named, wherever it lay meanwhile. A return is
 * never refused.
 */
function putBack(at: VisitContext, item: string, problem: Problem | null, under: Stage): Stage {
  const known = at.lending.itemById(item);
  if (known === null) return { at: 'return-scan' };
  const { home } = known;
  if (home.at === 'shelf') return { at: 'put-back', item, problem, place: home.place };
  const fault = at.doors.faultOf(home.door);
  if (fault !== null) {
    return at.refuse(
      { why: 'door-unusable', door: home.door, because: fault, purpose: 'return' },
      { under, flow: 'return', item, problem, inHand: true },
    );
  }
  const asked = at.lending.requestReturn({ item, problem, visit: at.visit });
  if (!asked.ok) return at.refuse(asked.refusal, { under, flow: 'return', item, problem, inHand: true });
  return { at: 'door', opening: asked.value, cycle: at.doors.start(asked.value) };
}

export function onReturnScan(_at: VisitContext, _stage: Stage, action: Action): Stage | null {
  return action.do === 'back' ? { at: 'home' } : null;
}

export function onReturn(at: VisitContext, stage: Stage & { at: 'return' }, action: Action): Stage | null {
  if (action.do === 'all-fine') {
    // Nothing is wrong after all: what was told of it goes too.
    at.untell(stage.item);
    return putBack(at, stage.item, null, stage);
  }
  if (action.do === 'something-wrong') return { at: 'return-problem', item: stage.item, told: [] };
  if (action.do === 'back') return { at: 'return-scan' };
  return null;
}

export function onReturnProblem(
  at: VisitContext,
  stage: Stage & { at: 'return-problem' },
  action: Action,
): Stage | null {
  const { item, told } = stage;
  if (action.do === 'problem') return putBack(at, item, action.problem, stage);
  if (action.do === 'tell') return { at: 'return-tell', item, by: 'choose', told };
  if (action.do !== 'back') return null;
  // Nothing is wrong after all: what was told of it goes too.
  for (const { memo } of told) at.memos.erase({ item, memo, why: 'teller', actor: `visit:${at.visit}` });
  return { at: 'return', item };
}

export function onPutBack(at: VisitContext, stage: Stage & { at: 'put-back' }, action: Action): Stage | null {
  if (action.do === 'back') {
    // Whether all is fine is asked anew: what was told of it goes too.
    at.untell(stage.item);
    return { at: 'return', item: stage.item };
  }
  if (action.do !== 'put-back') return null;
  const back = at.lending.returnByHand({
    item: stage.item,
    problem: stage.problem,
    visit: at.visit,
    place: stage.place,
  });
  if (!back.ok)
    return at.refuse(back.refusal, { under: stage, flow: 'return', item: stage.item, inHand: true });
  at.cue('done');
  return { at: 'returned', returned: back.value };
}

export function onTakeIn(at: VisitContext, stage: Stage & { at: 'take-in' }, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'return-scan' };
  if (action.do !== 'put-back') return null;
  const taken = at.lending.takeIn({ barcode: stage.barcode, visit: at.visit });
  if (!taken.ok) return at.refuse(taken.refusal, { under: stage, flow: 'return' });
  at.cue('done');
  return { at: 'taken-in', taken: taken.value };
}
