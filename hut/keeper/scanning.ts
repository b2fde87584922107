import type { VisitContext } from '../visit/context.ts';
import type { Scanned } from '../visit/scanning.ts';
import type { Stage } from '../visit/stage.ts';
import type { KeeperStage } from './stage.ts';

/** Where a scan leads from a stage of the desk; null when it means nothing there. */
export function onKeeperScan(_at: VisitContext, _stage: KeeperStage, _scanned: Scanned): Stage | null {
  return null;
}
