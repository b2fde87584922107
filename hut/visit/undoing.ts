import type { Undoable } from '../lending/undoing.ts';
import type { VisitContext } from './context.ts';
import type { Stage, Who } from './stage.ts';

/** What the screen tells of and may be taken back; null when there is no such thing on it. */
export function undoableOn(stage: Stage, who: Who | null): Undoable | null {
  switch (stage.at) {
    case 'borrowed':
      // What came out of a door goes back behind it by being returned.
      return stage.loan.opening === null
        ? { what: 'loan', item: stage.loan.item, person: stage.loan.person }
        : null;
    case 'returned':
      return stage.returned.check === 'problem' ? { what: 'report', item: stage.returned.item } : null;
    case 'loans':
      return stage.renewed === undefined || who === null
        ? null
        : { what: 'renewal', loan: stage.renewed, person: who.person };
    default:
      return null;
  }
}

/** The act is taken back, or it is too late for that and the screen stays. */
export function takeBack(at: VisitContext, stage: Stage): Stage | null {
  const act = undoableOn(stage, at.who);
  if (act === null || at.lending.undoLeft(act) === 0) return null;
  const back = at.lending.undo(act, at.visit);
  if (!back.ok) return at.refuse(back.refusal, { under: { at: 'home' }, flow: 'return' });
  at.cue('done');
  if (stage.at === 'loans') return { at: 'loans', page: stage.page };
  if (stage.at === 'returned') {
    // Nothing is wrong after all: what was told of it goes too.
    at.untell(stage.returned.item);
    const check = at.lending.kindOf(stage.returned.item)?.inspectAfterReturn ? 'routine' : 'none';
    return { at: 'returned', returned: { ...stage.returned, check } };
  }
  return back.value === null ? { at: 'home' } : { at: 'returned', returned: back.value };
}
