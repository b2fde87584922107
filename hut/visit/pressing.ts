import type { Action } from '../../domain/contract/action.ts';
import { onKeeperPress } from '../keeper/pressing.ts';
import { chooseKind, onItem, onPick } from './borrowing.ts';
import type { VisitContext } from './context.ts';
import { onConsent, onIdentify, onPhone, onPin, onRoom } from './identifying.ts';
import { onLoans, takeWay } from './loans.ts';
import { onPutBack, onReturn, onReturnProblem, onReturnScan, onTakeIn } from './returning.ts';
import type { Stage } from './stage.ts';
import { onReturnTell } from './telling.ts';
import { takeBack } from './undoing.ts';

/** Where a press leads from a stage; null when it means nothing there. */
export function onPress(at: VisitContext, stage: Stage, action: Action): Stage | null {
  switch (stage.at) {
    case 'attract':
      return action.do === 'begin' ? { at: 'home' } : null;
    case 'home':
      return fromHome(at, action);
    case 'pick':
      return onPick(at, stage, action);
    case 'item':
      return onItem(at, stage, action);
    case 'fetch':
      return action.do === 'back' ? { at: 'item', item: stage.item, inHand: false, ticked: true } : null;
    case 'identify':
      return onIdentify(at, stage, action);
    case 'phone':
      return onPhone(at, stage, action);
    case 'pin':
      return onPin(at, stage, action);
    case 'consent':
      return onConsent(at, stage, action);
    case 'room':
      return onRoom(at, stage, action);
    case 'door':
    case 'door-doubt':
      return null;
    case 'borrowed':
      if (action.do === 'undo') return takeBack(at, stage);
      return action.do === 'again' ? { at: 'pick', page: 0 } : null;
    case 'returned':
    case 'taken-in':
      if (action.do === 'undo') return takeBack(at, stage);
      return action.do === 'again' ? { at: 'return-scan' } : null;
    case 'return-scan':
      return onReturnScan(at, stage, action);
    case 'return':
      return onReturn(at, stage, action);
    case 'return-problem':
      return onReturnProblem(at, stage, action);
    case 'return-tell':
      return onReturnTell(at, stage, action);
    case 'put-back':
      return onPutBack(at, stage, action);
    case 'take-in':
      return onTakeIn(at, stage, action);
    case 'loans':
      if (action.do === 'undo') return takeBack(at, stage);
      return onLoans(at, stage, action);
    case 'refusal':
      if (action.do === 'back') return stage.under;
      return action.do === 'way' ? takeWay(at, stage, action.way) : null;
    case 'figures':
      if (action.do === 'book') return { at: action.book };
      return action.do === 'back' ? { at: 'home' } : null;
    case 'fund':
    case 'donations':
      return action.do === 'back' ? { at: 'figures' } : null;
    case 'still-there':
      return action.do === 'stay' ? stage.under : null;
    case 'keeper-called':
      return action.do === 'back' ? stage.under : null;
    case 'trouble':
      return null;
    default:
      return onKeeperPress(at, stage, action);
  }
}

function fromHome(at: VisitContext, action: Action): Stage | null {
  if (action.do === 'kind') return chooseKind(at, action.kind, { at: 'pick', page: 0 });
  if (action.do !== 'function') return null;
  switch (action.function) {
    case 'borrow':
      return { at: 'pick', page: 0 };
    case 'return':
      return { at: 'return-scan' };
    case 'figures':
      return { at: 'figures' };
    case 'my-loans':
      return { at: 'identify', want: { to: 'my-loans' } };
  }
}
