import type { Action } from '../../domain/contract/action.ts';
import { keeperPinLength } from '../../domain/keeper/keeper.ts';
import { isSimplePin } from '../../domain/people/identity.ts';
import type { VisitContext } from '../visit/context.ts';
import { afterKey } from '../visit/identifying.ts';
import type { Stage } from '../visit/stage.ts';
import { diskRefusal } from './refusing.ts';
import type { KeeperPinStage } from './stage.ts';

/** Screens on which a keeper's card is taken: nobody is in the middle of anything there. */
const taken: ReadonlySet<Stage['at']> = new Set([
  'attract',
  'home',
  'borrowed',
  'returned',
  'taken-in',
  'refusal',
  'keeper-pin',
  'keeper-refusal',
]);

/** A keeper's card was read. Whoever was known in this visit is forgotten: a keeper's time is not a resident's. */
export function onKeeperCard(at: VisitContext, stage: Stage, code: string): Stage | null {
  if (!taken.has(stage.at) || (stage.at === 'keeper-pin' && stage.busy)) return null;
  at.forget();
  const found = at.keepers.byCard(code);
  if (!found.ok) {
    at.cue('refused');
    return { at: 'keeper-refusal', why: found.refusal === 'unknown' ? 'card-unknown' : 'card-blocked' };
  }
  at.cue('found');
  const until = at.keepers.lockedUntil(found.value.keeper);
  const pad: KeeperPinStage = { at: 'keeper-pin', ...found.value, step: 'check', digits: '', busy: false };
  return until === null ? pad : { ...pad, problem: 'locked', until };
}

/** A fresh pad of a step, without what an earlier attempt left. */
const pad = (
  { at, keeper, number }: KeeperPinStage,
  more: Partial<KeeperPinStage> & Pick<KeeperPinStage, 'step'>,
): KeeperPinStage => ({ at, keeper, number, digits: '', busy: false, ...more });

export function onKeeperPin(at: VisitContext, stage: KeeperPinStage, action: Action): Stage | null {
  if (stage.busy) return null;
  if (action.do === 'back') return stage.step === 'repeat' ? pad(stage, { step: 'choose' }) : { at: 'home' };
  if (action.do !== 'key') return null;
  if (stage.problem === 'locked') {
    const until = at.keepers.lockedUntil(stage.keeper);
    if (until !== null) {
      at.cue('amber');
      return pad(stage, { step: 'check', problem: 'locked', until });
    }
  }
  const digits = afterKey(stage.digits, action.key, keeperPinLength);
  const { first } = stage;
  const kept = first === undefined ? { step: stage.step } : { step: stage.step, first };
  if (digits.length < keeperPinLength) return pad(stage, { ...kept, digits });
  // The last digit is the answer, as with residents.
  if (stage.step === 'check') return check(at, pad(stage, { ...kept, digits, busy: true }));
  if (stage.step === 'choose') {
    if (isSimplePin(digits)) {
      at.cue('amber');
      return pad(stage, { step: 'choose', problem: 'too-simple' });
    }
    return pad(stage, { step: 'repeat', first: digits });
  }
  if (first !== digits) {
    at.cue('amber');
    return pad(stage, { step: 'choose', problem: 'differs' });
  }
  return choose(at, pad(stage, { ...kept, digits, busy: true }));
}

function check(at: VisitContext, busy: KeeperPinStage): Stage {
  at.later(at.keepers.checkPin(busy.keeper, busy.digits), busy, (checked) => {
    if (checked.ok && checked.value.oneTime) return pad(busy, { step: 'choose' });
    if (checked.ok) return signIn(at, busy);
    at.cue('amber');
    const { refusal } = checked;
    if (refusal.why === 'wrong') {
      return pad(busy, { step: 'check', problem: 'wrong', triesLeft: refusal.triesLeft });
    }
    if (refusal.why === 'locked') {
      return pad(busy, { step: 'check', problem: 'locked', until: refusal.until });
    }
    return diskRefusal(refusal);
  });
  return busy;
}

function choose(at: VisitContext, busy: KeeperPinStage): Stage {
  at.later(at.keepers.choosePin(busy.keeper, busy.digits), busy, (chosen) => {
    if (chosen.ok) return signIn(at, busy);
    at.cue('amber');
    return chosen.refusal.why === 'same'
      ? pad(busy, { step: 'choose', problem: 'same' })
      : diskRefusal(chosen.refusal);
  });
  return busy;
}

function signIn(at: VisitContext, { keeper, number }: KeeperPinStage): Stage {
  const recorded = at.keepers.signedIn(keeper);
  if (!recorded.ok) {
    at.cue('amber');
    return diskRefusal(recorded.refusal);
  }
  at.signIn({ keeper, number });
  at.cue('done');
  return { at: 'keeper-desk' };
}
