import type { Action } from '../../domain/contract/action.ts';
import { isSimplePin, Phone, pinLength } from '../../domain/people/identity.ts';
import { proceed } from './borrowing.ts';
import type { VisitContext } from './context.ts';
import type { Stage, Want } from './stage.ts';

const phoneLength = 11;
const roomLengths = { building: 3, unit: 2, room: 4 } as const;

/** Digits after a key of the pad. */
export function afterKey(digits: string, key: string, length: number): string {
  if (key === 'clear') return '';
  if (key === 'delete') return digits.slice(0, -1);
  return digits.length < length ? digits + key : digits;
}

const backFromIdentify = (want: Want): Stage =>
  want.to === 'borrow'
    ? { at: 'item', item: want.item, inHand: want.inHand, ticked: want.ticked }
    : { at: 'home' };

/** Asks for a phone number; without the key to them, for a card instead. */
export function byPhone(at: VisitContext, want: Want): Stage {
  if (at.people.keyFault() === null) return { at: 'phone', want, digits: '' };
  return at.refuse({ why: 'phones-paused' }, { under: { at: 'identify', want }, flow: 'borrow', want });
}

export function onIdentify(
  at: VisitContext,
  stage: Stage & { at: 'identify' },
  action: Action,
): Stage | null {
  if (action.do === 'by-phone') return byPhone(at, stage.want);
  if (action.do === 'back') return backFromIdentify(stage.want);
  return null;
}

export function onPhone(at: VisitContext, stage: Stage & { at: 'phone' }, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'identify', want: stage.want };
  if (action.do === 'key')
    return { at: 'phone', want: stage.want, digits: afterKey(stage.digits, action.key, phoneLength) };
  if (action.do !== 'submit' || stage.digits.length < phoneLength) return null;
  if (!Phone.safeParse(stage.digits).success) {
    at.cue('amber');
    return { ...stage, digits: '', problem: 'not-a-number' };
  }
  const known = at.people.findByPhone(stage.digits);
  return known === null
    ? { at: 'consent', want: stage.want, phone: stage.digits }
    : {
        at: 'pin',
        want: stage.want,
        phone: stage.digits,
        step: 'check',
        digits: '',
        busy: false,
        person: known.person,
      };
}

export function onConsent(_at: VisitContext, stage: Stage & { at: 'consent' }, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'phone', want: stage.want, digits: '' };
  if (action.do !== 'agree') return null;
  return {
    at: 'room',
    want: stage.want,
    phone: stage.phone,
    building: '',
    unit: '',
    room: '',
    field: 'building',
  };
}

export function onRoom(_at: VisitContext, stage: Stage & { at: 'room' }, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'consent', want: stage.want, phone: stage.phone };
  if (action.do === 'field') return { ...stage, field: action.field };
  if (action.do === 'key') {
    const field = stage.field;
    return { ...stage, [field]: afterKey(stage[field], action.key, roomLengths[field]) };
  }
  if (action.do !== 'submit') return null;
  // "Next" walks through the fields, then on.
  const missing = (['building', 'unit', 'room'] as const).find((field) => stage[field] === '');
  if (missing !== undefined) return missing === stage.field ? null : { ...stage, field: missing };
  const { want, phone, building, unit, room } = stage;
  return {
    at: 'pin',
    want,
    phone,
    step: 'choose',
    digits: '',
    busy: false,
    dwelling: { building, unit, room },
  };
}

type PinStage = Stage & { at: 'pin' };

/** A fresh pad of the same step, without what an earlier attempt left. */
const emptied = (
  stage: PinStage,
  problem?: 'wrong' | 'differs' | 'too-simple',
  triesLeft?: number,
): PinStage => {
  const { problem: _problem, triesLeft: _tries, ...rest } = stage;
  return {
    ...rest,
    digits: '',
    busy: false,
    ...(problem === undefined ? {} : { problem }),
    ...(triesLeft === undefined ? {} : { triesLeft }),
  };
};

export function onPin(at: VisitContext, stage: PinStage, action: Action): Stage | null {
  if (stage.busy) return null;
  if (action.do === 'back') return backFromPin(stage);
  if (action.do !== 'key') return null;
  const digits = afterKey(stage.digits, action.key, pinLength);
  const { problem: _problem, triesLeft: _tries, ...calm } = stage;
  if (digits.length < pinLength) return { ...calm, digits };
  // The fourth digit is the answer; nobody has to look for a second button.
  if (stage.step === 'choose') {
    if (isSimplePin(digits)) {
      at.cue('amber');
      return emptied(stage, 'too-simple');
    }
    return { ...emptied(stage), step: 'repeat', first: digits };
  }
  if (stage.step === 'repeat') return repeatPin(at, calm, digits);
  return checkPin(at, calm, digits);
}

function backFromPin(stage: PinStage): Stage {
  if (stage.step === 'repeat') {
    const { first: _first, ...rest } = emptied(stage);
    return { ...rest, step: 'choose' };
  }
  if (stage.step === 'choose' && stage.dwelling !== undefined) {
    return { at: 'room', want: stage.want, phone: stage.phone, ...stage.dwelling, field: 'room' };
  }
  return { at: 'phone', want: stage.want, digits: '' };
}

function repeatPin(at: VisitContext, stage: PinStage, digits: string): Stage {
  if (stage.first !== digits || stage.dwelling === undefined) {
    const { first: _first, ...rest } = emptied(stage, 'differs');
    at.cue('amber');
    return { ...rest, step: 'choose' };
  }
  const busy: PinStage = { ...stage, digits, busy: true };
  const registering = at.people.register({ phone: stage.phone, dwelling: stage.dwelling, pin: digits });
  at.later(registering, busy, (registered) => {
    if (!registered.ok) {
      return at.refuse(registered.refusal, {
        under: { at: 'identify', want: stage.want },
        flow: 'borrow',
        want: stage.want,
      });
    }
    const who = { person: registered.value.person, trust: 'self-registered' as const };
    return proceed(at, stage.want, who, { at: 'identify', want: stage.want });
  });
  return busy;
}

function checkPin(at: VisitContext, stage: PinStage, digits: string): Stage {
  const person = stage.person;
  if (person === undefined) return { at: 'phone', want: stage.want, digits: '' };
  const busy: PinStage = { ...stage, digits, busy: true };
  at.later(at.people.checkPin(person, digits), busy, (checked) => {
    if (checked.ok) return proceed(at, stage.want, checked.value, { at: 'identify', want: stage.want });
    if (checked.refusal.why === 'wrong') {
      at.cue('amber');
      return emptied(stage, 'wrong', checked.refusal.triesLeft);
    }
    return at.refuse(checked.refusal, {
      under: { at: 'identify', want: stage.want },
      flow: 'borrow',
      want: stage.want,
    });
  });
  return busy;
}
