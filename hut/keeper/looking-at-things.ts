import type { Action } from '../../domain/contract/action.ts';
import type { Condition, Problem } from '../../domain/stock/kinds.ts';
import type { VisitContext } from '../visit/context.ts';
import type { Stage } from '../visit/stage.ts';
import { diskRefusal } from './refusing.ts';
import type { KeeperStage } from './stage.ts';

/** Things on one page of the screen. */
export const thingsPerPage = 4;

export function onThings(
  at: VisitContext,
  _stage: KeeperStage & { at: 'keeper-things' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-desk' };
  if (action.do === 'page') return { at: 'keeper-things', page: action.page };
  if (action.do !== 'thing' || at.lending.itemById(action.item) === null) return null;
  return { at: 'keeper-thing', item: action.item };
}

export function onThing(
  at: VisitContext,
  { item }: KeeperStage & { at: 'keeper-thing' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-things', page: 0 };
  if (action.do === 'memos') return at.memos.of(item).length === 0 ? null : { at: 'keeper-memos', item };
  if (action.do !== 'condition' || action.condition === 'needs-inspection') return null;
  const { condition } = action;
  // "Missing" and "in service" say it all; the others are asked why.
  if (condition === 'in-repair' || condition === 'retired') return { at: 'keeper-why', item, condition };
  return set(at, item, condition, null);
}

/** What was told of the thing; a keeper may erase it. */
export function onMemos(
  at: VisitContext,
  stage: KeeperStage & { at: 'keeper-memos' },
  action: Action,
): Stage | null {
  const { item } = stage;
  if (action.do === 'back') return { at: 'keeper-thing', item };
  if (action.do !== 'memo-drop' || at.keeper === null) return null;
  const gone = at.memos.erase({
    item,
    memo: action.memo,
    why: 'keeper',
    actor: `keeper:${at.keeper.keeper}`,
  });
  at.cue(gone ? 'done' : 'refused');
  return at.memos.of(item).length === 0 ? { at: 'keeper-thing', item } : stage;
}

export function onWhy(
  at: VisitContext,
  { item, condition }: KeeperStage & { at: 'keeper-why' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-thing', item };
  return action.do === 'problem' ? set(at, item, condition, action.problem) : null;
}

function set(at: VisitContext, item: string, condition: Condition, problem: Problem | null): Stage | null {
  if (at.keeper === null) return null;
  const done = at.keeping.setCondition({ keeper: at.keeper.keeper, item, condition, problem });
  if (!done.ok) {
    at.cue('refused');
    return diskRefusal(done.refusal);
  }
  // What was told has been heard: it is kept no longer than it is needed.
  if (condition === 'in-service' || condition === 'retired') {
    at.memos.eraseAll({ item, why: 'settled', actor: `keeper:${at.keeper.keeper}` });
  }
  at.cue('done');
  return { at: 'keeper-done', what: 'condition', item, condition };
}
