import type { Action } from '../../domain/contract/action.ts';
import { memosAtMost } from '../../domain/memo/memo.ts';
import type { VisitContext } from './context.ts';
import type { Stage } from './stage.ts';

type TellStage = Stage & { at: 'return-tell' };

/** Telling what is wrong, by voice, picture or words: always beside the way, never in it. */
export function onReturnTell(at: VisitContext, stage: TellStage, action: Action): Stage | null {
  const { item, told, by } = stage;
  switch (action.do) {
    case 'back':
      return by === 'choose' ? { at: 'return-problem', item, told } : { ...stage, by: 'choose' };
    case 'tell':
      return action.by === 'choose' || told.length >= memosAtMost ? null : { ...stage, by: action.by };
    case 'memo-drop':
      return told.some(({ memo }) => memo === action.memo) ? untold(at, stage, action.memo) : null;
    default:
      return null;
  }
}

function untold(at: VisitContext, stage: TellStage, memo: string): Stage | null {
  const gone = at.memos.erase({ item: stage.item, memo, why: 'teller', actor: `visit:${at.visit}` });
  if (!gone) {
    at.cue('refused');
    return null;
  }
  return { ...stage, told: stage.told.filter((each) => each.memo !== memo) };
}
