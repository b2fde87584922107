import type { Action } from '../../domain/contract/action.ts';
import type { VisitContext } from '../visit/context.ts';
import type { Stage } from '../visit/stage.ts';
import { diskRefusal } from './refusing.ts';
import type { KeeperStage } from './stage.ts';

export function onDoors(
  at: VisitContext,
  _stage: KeeperStage & { at: 'keeper-doors' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-desk' };
  if (action.do !== 'door' || !at.doors.numbers.includes(action.door)) return null;
  return { at: 'keeper-reason', door: action.door };
}

/** The reason is the last word: intent committed, then the pulse. */
export function onReason(
  at: VisitContext,
  stage: KeeperStage & { at: 'keeper-reason' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-doors' };
  if (action.do !== 'reason' || at.keeper === null) return null;
  const { door } = stage;
  at.doors.stopWaiting(door);
  const asked = at.keeping.requestOpening({
    keeper: at.keeper.keeper,
    door,
    reason: action.reason,
    visit: at.visit,
    doorFault: at.doors.faultOf(door),
  });
  if (!asked.ok) {
    at.cue('refused');
    const { refusal } = asked;
    return refusal.why === 'ledger-fault'
      ? diskRefusal(refusal)
      : { at: 'keeper-refusal', why: refusal.why, door };
  }
  return { at: 'door', opening: asked.value, cycle: at.doors.start(asked.value) };
}

export function onOpened(
  at: VisitContext,
  _stage: KeeperStage & { at: 'keeper-opened' },
  action: Action,
): Stage | null {
  return action.do === 'again' && at.keeper !== null ? { at: 'keeper-doors' } : null;
}
