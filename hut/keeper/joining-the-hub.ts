import type { Action } from '../../domain/contract/action.ts';
import type { VisitContext } from '../visit/context.ts';
import type { Stage } from '../visit/stage.ts';
import type { KeeperStage } from './stage.ts';

/** Characters of the office's code. */
export const hubCodeLength = 8;

type CodeStage = KeeperStage & { at: 'keeper-hub-code' };

export function onHub(
  at: VisitContext,
  stage: KeeperStage & { at: 'keeper-hub' },
  action: Action,
): Stage | null {
  if (action.do === 'back') return { at: 'keeper-desk' };
  if (action.do !== 'hub') return null;
  if (action.act === 'hurry') {
    at.hub.hurry();
    return stage;
  }
  return at.hub.address() === null ? null : { at: 'keeper-hub-code', typed: '', busy: false };
}

export function onHubCode(at: VisitContext, stage: CodeStage, action: Action): Stage | null {
  if (stage.busy) return null;
  if (action.do === 'back') return { at: 'keeper-hub' };
  if (action.do !== 'letter') return null;
  const typed =
    action.letter === 'clear'
      ? ''
      : action.letter === 'delete'
        ? stage.typed.slice(0, -1)
        : `${stage.typed}${action.letter}`;
  if (typed.length < hubCodeLength) return { at: 'keeper-hub-code', typed, busy: false };
  return join(at, { at: 'keeper-hub-code', typed, busy: true });
}

/** The last character is the word: the code is given to the hub. */
function join(at: VisitContext, busy: CodeStage): Stage | null {
  if (at.keeper === null) return null;
  at.later(at.hub.enrol(busy.typed, `keeper:${at.keeper.keeper}`), busy, (enrolled) => {
    at.cue(enrolled.ok ? 'done' : 'amber');
    return enrolled.ok
      ? { at: 'keeper-hub' }
      : { at: 'keeper-hub-code', typed: '', busy: false, problem: enrolled.refusal };
  });
  return busy;
}
