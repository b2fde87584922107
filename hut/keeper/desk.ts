import type { KeeperFunctionId } from '../../domain/keeper/keeper.ts';
import type { VisitContext } from '../visit/context.ts';
import type { Stage } from '../visit/stage.ts';

/** One thing a keeper can do at the desk: where it begins. Its words and picture are in `renderer/keeper`. */
export interface DeskFunction {
  id: KeeperFunctionId;
  begin(at: VisitContext): Stage;
}

/** Everything that the desk of this hut offers, in its order. A new function adds its line here. */
export const deskFunctions: readonly DeskFunction[] = [
  { id: 'open-door', begin: () => ({ at: 'keeper-doors' }) },
  { id: 'things', begin: () => ({ at: 'keeper-things', page: 0 }) },
  { id: 'residents', begin: () => ({ at: 'keeper-residents' }) },
  { id: 'donations', begin: () => ({ at: 'keeper-entries', book: 'donations', page: 0 }) },
  { id: 'fund', begin: () => ({ at: 'keeper-entries', book: 'fund', page: 0 }) },
  {
    id: 'devices',
    begin(at) {
      at.commissioning.begin();
      return { at: 'keeper-devices' };
    },
  },
  { id: 'health', begin: () => ({ at: 'keeper-health' }) },
  { id: 'hub', begin: () => ({ at: 'keeper-hub' }) },
  { id: 'voice', begin: () => ({ at: 'keeper-voice', page: 0 }) },
];
