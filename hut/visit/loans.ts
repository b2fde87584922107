import type { Action } from '../../domain/contract/action.ts';
import type { Way } from '../../domain/contract/screen.ts';
import { borrow } from './borrowing.ts';
import type { VisitContext } from './context.ts';
import { byPhone } from './identifying.ts';
import type { RefusalStage, Stage } from './stage.ts';

/** Loans on one page of the screen. */
export const loansPerPage = 3;

export function onLoans(at: VisitContext, stage: Stage & { at: 'loans' }, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'home' };
  if (action.do === 'page') return { at: 'loans', page: action.page };
  // Pressed twice: the term it just got stays as it is.
  if (action.do !== 'renew' || at.who === null || action.loan === stage.renewed) return null;
  const renewed = at.lending.renew({ loan: action.loan, person: at.who.person });
  if (!renewed.ok) return at.refuse(renewed.refusal, { under: stage, flow: 'borrow' });
  at.cue('done');
  return { at: 'loans', page: stage.page, renewed: renewed.value.loan };
}

/** Each way on from a refusal leads somewhere; a way that lost its ground leads home. */
export function takeWay(at: VisitContext, stage: RefusalStage, way: Way): Stage | null {
  if (!stage.ways.includes(way)) return null;
  switch (way) {
    case 'return-one':
      return { at: 'return-scan' };
    case 'renew-loan':
    case 'my-loans':
      return at.who === null ? { at: 'identify', want: { to: 'my-loans' } } : { at: 'loans', page: 0 };
    case 'other-thing':
      return { at: 'pick', page: 0 };
    case 'other-door':
      return otherOne(at, stage);
    case 'use-phone':
      return byPhone(at, stage.want ?? { to: 'my-loans' });
    case 'use-card':
      return { at: 'identify', want: stage.want ?? { to: 'my-loans' } };
    case 'put-on-shelf':
      return stage.item === undefined
        ? { at: 'return-scan' }
        : {
            at: 'put-back',
            item: stage.item,
            problem: stage.problem ?? null,
            place: at.lending.shelfFor(stage.item),
          };
    case 'scan-again':
      return stage.under;
    case 'call-keeper':
      return null;
  }
}

/** Another one of the same kind, behind another door; borrowed at once when the person is already known. */
function otherOne(at: VisitContext, stage: RefusalStage): Stage {
  const item = stage.item === undefined ? null : at.lending.itemById(stage.item);
  if (item === null) return { at: 'pick', page: 0 };
  const other = at.lending.pickItem(item.kind, (door) => at.doors.faultOf(door), item.item);
  if (!other.ok) return at.refuse(other.refusal, { under: { at: 'pick', page: 0 }, flow: 'borrow' });
  const ticked = stage.want?.to === 'borrow' && stage.want.ticked;
  const offered: Stage = { at: 'item', item: other.value.item, inHand: false, ticked };
  if (at.who === null || stage.want?.to !== 'borrow') return offered;
  return borrow(at, { to: 'borrow', item: other.value.item, inHand: false, ticked }, at.who, offered);
}
