import type { Action } from '../../domain/contract/action.ts';
import { onEntering } from '../fund/entering.ts';
import type { VisitContext } from '../visit/context.ts';
import type { Stage } from '../visit/stage.ts';
import { onKeeperPhone, onResident, onResidents } from './caring-for-residents.ts';
import { deskFunctions } from './desk.ts';
import { onHub, onHubCode } from './joining-the-hub.ts';
import { onMemos, onThing, onThings, onWhy } from './looking-at-things.ts';
import { onDoors, onOpened, onReason } from './opening-a-door.ts';
import { onClip, onVoice } from './recording-clips.ts';
import { onKeeperPin } from './signing-in.ts';
import type { KeeperStage } from './stage.ts';

/** Where a press leads from a stage of the desk; null when it means nothing there. */
export function onKeeperPress(at: VisitContext, stage: KeeperStage, action: Action): Stage | null {
  if (action.do === 'to-desk' && at.keeper !== null && stage.at !== 'keeper-desk')
    return { at: 'keeper-desk' };
  switch (stage.at) {
    case 'keeper-pin':
      return onKeeperPin(at, stage, action);
    case 'keeper-desk': {
      if (action.do !== 'desk') return null;
      return deskFunctions.find(({ id }) => id === action.function)?.begin(at) ?? null;
    }
    case 'keeper-refusal':
      if (action.do !== 'back') return null;
      return at.keeper === null ? { at: 'home' } : { at: 'keeper-desk' };
    case 'keeper-doors':
      return onDoors(at, stage, action);
    case 'keeper-reason':
      return onReason(at, stage, action);
    case 'keeper-opened':
      return onOpened(at, stage, action);
    case 'keeper-things':
      return onThings(at, stage, action);
    case 'keeper-thing':
      return onThing(at, stage, action);
    case 'keeper-memos':
      return onMemos(at, stage, action);
    case 'keeper-why':
      return onWhy(at, stage, action);
    case 'keeper-devices':
      if (action.do !== 'devices') return null;
      if (at.commissioning.press(action.act)) return stage;
      return action.act === 'back' ? { at: 'keeper-desk' } : null;
    case 'keeper-health':
      if (action.do === 'back') return { at: 'keeper-desk' };
      if (action.do !== 'clock-is-right' || at.keeper === null) return null;
      at.cue(at.confirmClock(at.keeper.keeper) ? 'done' : 'refused');
      return stage;
    case 'keeper-hub':
      return onHub(at, stage, action);
    case 'keeper-hub-code':
      return onHubCode(at, stage, action);
    case 'keeper-voice':
      return onVoice(at, stage, action);
    case 'keeper-clip':
      return onClip(at, stage, action);
    case 'keeper-done':
      if (action.do !== 'again') return null;
      if (stage.book !== undefined) return { at: 'keeper-entries', book: stage.book, page: 0 };
      return stage.what === 'condition' ? { at: 'keeper-things', page: 0 } : { at: 'keeper-residents' };
    case 'keeper-residents':
      return onResidents(at, stage, action);
    case 'keeper-phone':
      return onKeeperPhone(at, stage, action);
    case 'keeper-entries':
    case 'keeper-entry':
    case 'keeper-entry-what':
    case 'keeper-entry-amount':
    case 'keeper-entry-from':
    case 'keeper-entry-words':
    case 'keeper-entry-sure':
      return onEntering(at, stage, action);
    case 'keeper-resident':
    case 'keeper-give-card':
    case 'keeper-block-card':
    case 'keeper-erase':
      return onResident(at, stage, action);
  }
}
