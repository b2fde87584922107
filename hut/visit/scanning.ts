import type { Scanned as Classified } from '../../domain/scanning/classify.ts';
import { onKeeperScan } from '../keeper/scanning.ts';
import { onKeeperCard } from '../keeper/signing-in.ts';
import { borrow, mayGoOn, proceed } from './borrowing.ts';
import type { VisitContext } from './context.ts';
import { isKeeperStage, type Stage, type Want } from './stage.ts';

/** What a scanned code is to this hut. */
export type Scanned =
  | { is: 'item'; item: string }
  | { is: 'card'; card: string }
  | { is: 'keeper-card'; code: string }
  | { is: 'unknown' }
  /** The label of a thing, and none of this hut. */
  | { is: 'elsewhere'; barcode: string }
  | Exclude<Classified, { is: 'label' }>;

/** What an identity given on this stage is wanted for. */
function wantAt(at: VisitContext, stage: Stage): Want | null {
  switch (stage.at) {
    case 'identify':
    case 'phone':
    case 'pin':
    case 'consent':
    case 'room':
      return stage.want;
    case 'item':
      return mayGoOn(at, stage)
        ? { to: 'borrow', item: stage.item, inHand: stage.inHand, ticked: stage.ticked }
        : null;
    // A code that could not be read does not spoil what was being done.
    case 'refusal':
      return stage.want ?? wantAt(at, stage.under);
    // Here a thing is asked for, not a card.
    case 'fetch':
    case 'return':
    case 'return-scan':
    case 'return-problem':
    case 'return-tell':
    case 'put-back':
      return null;
    default:
      return { to: 'my-loans' };
  }
}

function onCard(at: VisitContext, stage: Stage, card: string): Stage | null {
  const want = wantAt(at, stage);
  if (want === null) return null;
  const under = underRefusal(stage);
  const found = at.people.byCard(card);
  if (!found.ok) return at.refuse(found.refusal, { under, flow: 'borrow', want });
  return proceed(at, want, found.value, under);
}

/**
 * A thing was scanned. Out: it comes back. In: on the return screens it is a found thing and goes back; anywhere
 * else somebody wants to borrow what they hold.
 */
function onThing(at: VisitContext, stage: Stage, item: string): Stage | null {
  const before = stage.at === 'refusal' ? stage.under : stage;
  if (isInHandAlready(stage, item)) return null;
  const returning = isReturning(before);
  at.cue('found');
  if (returning || at.lending.isOut(item)) return { at: 'return', item };
  const unfit = at.lending.whyNot(item, null);
  if (unfit !== null) return at.refuse(unfit, { under: { at: 'home' }, flow: 'borrow', item, inHand: true });
  const chosen = 'item' in before && before.item === item ? before : null;
  const ticked = chosen?.at === 'fetch' || (chosen?.at === 'item' && chosen.ticked);
  const inHand: Stage = { at: 'item', item, inHand: true, ticked };
  // Chosen, fetched, and the person is known: the scan is the last word.
  if (chosen?.at === 'fetch' && at.who !== null) {
    return borrow(at, { to: 'borrow', item, inHand: true, ticked }, at.who, inHand);
  }
  return inHand;
}

/** Whether the screen has asked something about this very thing since it was scanned: nothing said of it is lost. */
function isInHandAlready(stage: Stage, item: string): boolean {
  switch (stage.at) {
    case 'return-problem':
    case 'return-tell':
    case 'put-back':
      return stage.item === item;
    case 'identify':
    case 'phone':
    case 'pin':
    case 'consent':
    case 'room':
      return stage.want.to === 'borrow' && stage.want.inHand && stage.want.item === item;
    default:
      return false;
  }
}

/** Screens on which a thing comes back, whosever it is. */
const isReturning = ({ at }: Stage): boolean =>
  at.startsWith('return') || at === 'put-back' || at === 'take-in' || at === 'taken-in';

/** Where a refused scan leads back to: never to a verdict, which may be of the neighbour before. */
function underRefusal(stage: Stage): Stage {
  switch (stage.at) {
    case 'refusal':
      return stage.under;
    case 'attract':
    case 'borrowed':
      return { at: 'home' };
    case 'returned':
    case 'taken-in':
      return { at: 'return-scan' };
    default:
      return stage;
  }
}

/** Where a scan leads from a stage; null when it means nothing there (it is answered with amber). */
export function onScan(at: VisitContext, stage: Stage, scanned: Scanned): Stage | null {
  if (stage.at === 'still-there' || stage.at === 'keeper-called') return onScan(at, stage.under, scanned);
  // While a door is at work nothing else begins.
  if (stage.at === 'door' || stage.at === 'door-doubt' || stage.at === 'trouble') return null;
  if (stage.at === 'pin' && stage.busy) return null;
  if (scanned.is === 'keeper-card' && at.keeper === null) return onKeeperCard(at, stage, scanned.code);
  if (isKeeperStage(stage)) {
    // Nobody is at the desk: what still tells of it keeps no neighbour from a scan.
    return at.keeper === null && stage.at !== 'keeper-pin'
      ? onScan(at, { at: 'home' }, scanned)
      : onKeeperScan(at, stage, scanned);
  }
  const under = underRefusal(stage);
  const flow = isReturning(under) ? 'return' : 'borrow';
  const around = stage.at === 'identify' ? { want: stage.want } : {};
  switch (scanned.is) {
    case 'item':
      return onThing(at, stage, scanned.item);
    case 'keeper-card':
      return null;
    case 'card':
      return onCard(at, stage, scanned.card);
    case 'elsewhere':
      if (isReturning(under)) {
        at.cue('found');
        return { at: 'take-in', barcode: scanned.barcode };
      }
      return at.refuse({ why: 'unknown-code' }, { under, flow, ...around });
    case 'unknown':
      return at.refuse({ why: 'unknown-code' }, { under, flow, ...around });
    case 'foreign':
      return at.refuse({ why: 'foreign-code', looksLike: scanned.looksLike }, { under, flow, ...around });
    case 'damaged':
      return at.refuse({ why: 'damaged-code', because: scanned.because }, { under, flow, ...around });
  }
}
