import type { VisitContext } from '../visit/context.ts';
import type { Scanned } from '../visit/scanning.ts';
import type { Stage } from '../visit/stage.ts';
import { onResidentCard } from './caring-for-residents.ts';
import type { KeeperStage } from './stage.ts';

/** Where a scan leads from a stage of the desk; null when it means nothing there (it is answered with amber). */
export function onKeeperScan(at: VisitContext, stage: KeeperStage, scanned: Scanned): Stage | null {
  // Before the PIN a scan opens nothing of the desk.
  if (at.keeper === null || stage.at === 'keeper-pin') return null;
  if (scanned.is === 'item') {
    at.cue('found');
    return { at: 'keeper-thing', item: scanned.item };
  }
  if (scanned.is === 'card') return onResidentCard(at, stage, scanned.card);
  return scanned.is === 'keeper-card' ? null : { at: 'keeper-refusal', why: 'scan-unknown' };
}
