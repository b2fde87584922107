import type { Database } from 'better-sqlite3';
import type { NewEvent } from '../../../domain/ledger/events.ts';
import { clockProjections } from './clock.ts';
import { fundProjections } from './fund.ts';
import { keepingProjections } from './keeping.ts';
import { lendingProjections } from './lending.ts';
import { peopleProjections } from './people.ts';
import { changesNothing, type Projection, type Projections, type Written } from './projection.ts';
import { restoringProjections } from './restoring.ts';
import { stockProjections } from './stock.ts';
import { syncProjections } from './sync.ts';

/** Applies one event to the projections; every statement is prepared once, here. */
export function createProjections(db: Database): (event: NewEvent, written: Written) => void {
  const trust = db.prepare(
    'INSERT INTO door_trust VALUES (?, ?) ON CONFLICT (door) DO UPDATE SET suspect = excluded.suspect',
  );
  const byType: Projections = {
    ...stockProjections(db),
    ...peopleProjections(db),
    ...lendingProjections(db),
    ...clockProjections(db),
    ...fundProjections(db),
    ...keepingProjections(db),
    ...restoringProjections(db),
    ...syncProjections(db),
    'hut-started': changesNothing,
    'keeper-called': changesNothing,
    'memo-kept': changesNothing,
    'memo-erased': changesNothing,
    'door-noticed': ({ door, what }) => {
      if (what === 'suspect') trust.run(door, 1);
      if (what === 'trusted') trust.run(door, 0);
    },
  };
  // The map is keyed by the very type of the body; the compiler cannot follow that through a lookup.
  return (event, written) =>
    (byType[event.type] as Projection<typeof event.type>)(event.body as never, written);
}
