import type { DoorSight } from '../../domain/door/noticing.ts';
import type { DoorWire } from '../../hut/doors/door-wire.ts';
import { Doors } from '../../hut/doors/doors.ts';
import type { HutStore } from '../../hut/ledger/hut-store.ts';
import { SimClock } from '../sim-clock.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Lock = DoorSight['lock'];
const sightOf = (lock: Lock | undefined): DoorSight | undefined =>
  lock === undefined ? undefined : { lock };

/** Doors that all stand alike. A pulse is a failure: nothing is opened by coming back. */
function standing(locks: Map<number, Lock>, pulsed: (door: number) => void): DoorWire {
  return {
    doors: [...locks.keys()],
    async open(door) {
      pulsed(door);
      return 'not-sent';
    },
    coil: () => 300,
    read: async (door) => sightOf(locks.get(door)) ?? 'silence',
    groups: [
      {
        doors: [...locks.keys()],
        readAll: async () => new Map([...locks].map(([door, lock]) => [door, { lock }])),
        reachable: () => true,
      },
    ],
    reachable: () => true,
    onLink: () => {},
    onHint: () => {},
    troubles: () => [],
    close: async () => {},
  };
}

/**
 * Brings doors and ledger together, as a start does: `found` is how the doors of unsettled openings stand. A door
 * found open is shut a little later. Gives what is not right afterwards.
 */
export async function reconcile({ ledger, lending }: HutStore, found: 'open' | 'closed'): Promise<string[]> {
  const wrong: string[] = [];
  const clock = new SimClock();
  const before = lending.unsettledOpenings();
  const doors = ledger.read.places().flatMap((place) => (place.at === 'door' ? [place.door] : []));
  const locks = new Map<number, Lock>(doors.map((door) => [door, 'closed']));
  for (const { door } of before) locks.set(door, found);
  const wire = standing(locks, (door) => wrong.push(`a pulse to door ${door} at the start`));
  const at = new Doors({
    clock,
    wire,
    lending,
    news: () => {},
    mayResume: () => true,
    visit: () => null,
    alarm: () => {},
    changed: () => {},
    log: ({ what }) => {
      if (what === 'doors-failed') wrong.push(what);
    },
  });
  await at.settleAtBoot();
  if (found === 'open') {
    const [first] = before;
    if (first !== undefined && at.running?.opening.opening !== first.opening) {
      wrong.push(`the opening of door ${first.door}, which stands open, is not followed`);
    }
    for (const door of locks.keys()) locks.set(door, 'closed');
  }
  // The readings that tell a shut door, and a round for those that nobody could follow.
  for (let i = 0; i < 40 && lending.unsettledOpenings().length > 0; i++) {
    clock.advance(clock.untilNext() ?? 0);
    await turn();
  }
  await at.close();
  for (const { opening, door } of lending.unsettledOpenings())
    wrong.push(`opening ${opening} of door ${door} hangs`);
  for (const { opening, purpose, openedAt, item } of before) {
    const { outcome } = ledger.read.opening(opening) ?? { outcome: null };
    const moved = openedAt !== null || found === 'open';
    if (moved !== (outcome === 'finished'))
      wrong.push(`opening ${opening}: moved is ${moved}, outcome ${outcome}`);
    const loan = ledger.read.loanOfOpening(opening);
    if (purpose === 'borrow' && (loan?.item === item) !== moved)
      wrong.push(`opening ${opening}: the loan is ${loan?.loan}`);
  }
  return wrong;
}
