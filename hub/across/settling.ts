import type { HubDeps } from '../deps.ts';
import type { Touched } from '../projections/fold.ts';
import { crossingOf, type SettleDeps, settle, type ToSettle } from './settle.ts';

interface Wanted {
  persons: Set<string>;
  barcodes: Set<string>;
  tokens: Set<string>;
}
const nothing = (): Wanted => ({ persons: new Set(), barcodes: new Set(), tokens: new Set() });

const isNothing = ({ persons, barcodes, tokens }: Wanted): boolean =>
  persons.size + barcodes.size + tokens.size === 0;

function add(to: Wanted, what: ToSettle): void {
  for (const person of what.persons) to.persons.add(person);
  for (const barcode of what.barcodes) to.barcodes.add(barcode);
  for (const token of what.tokens) to.tokens.add(token);
}

/** What one hut's events touched, of which the store is still to say in what another hut has a part. */
export interface TouchedBy {
  hutId: string;
  touched: Touched;
}
export interface Asked extends ToSettle {
  by?: TouchedBy;
}

/** Resolves when everything that these touch is settled; rejects when it could not be. */
export type Settling = (what: Asked) => Promise<void>;

/**
 * Settles in one transaction after another; what is asked meanwhile is settled together in the next, since huts that
 * come back at once touch the same people and cards. Whoever waits holds no connection to the store. What a store that
 * was away could not settle, or not say of, is kept and tried again with the next that is asked, also when that is
 * nothing: nobody asks for the same again. What failed otherwise is told to whoever asked and kept from nobody else.
 * What was kept is lost with the process; `allBetween` finds it, at the next start and daily.
 */
export function createSettling(deps: SettleDeps & Pick<HubDeps, 'store'>): Settling {
  const { store } = deps;
  let wanted = nothing();
  let unasked: TouchedBy[] = [];
  let next: Promise<void> | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const run = async (): Promise<void> => {
    await running;
    next = null;
    const taken = wanted;
    wanted = nothing();
    const settled = store.transaction((sql) => settle(sql, deps, taken));
    running = settled.catch((error: unknown) => {
      if (store.isAway(error)) add(wanted, taken);
    });
    await settled;
  };

  /** Also of what was kept: all that crosses, or it is kept again, with what was asked besides. */
  const crossing = async ({ by, ...what }: Asked): Promise<Wanted> => {
    const asking = by === undefined ? unasked : [...unasked, by];
    unasked = [];
    const crosses = nothing();
    add(crosses, what);
    for (const [i, { hutId, touched }] of asking.entries()) {
      try {
        add(crosses, await crossingOf(store.read, hutId, touched));
      } catch (error) {
        add(wanted, crosses);
        unasked.push(...asking.slice(store.isAway(error) ? i : i + 1));
        throw error;
      }
    }
    return crosses;
  };

  return async (what) => {
    const asked = what.by === undefined && unasked.length === 0 ? what : await crossing(what);
    // Now: what was wanted before the store was asked may be on its way already.
    add(wanted, asked);
    if (isNothing(wanted)) return;
    next ??= run();
    await next;
  };
}
