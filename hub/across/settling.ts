import type { HubDeps } from '../deps.ts';
import { type SettleDeps, settle, type ToSettle } from './settle.ts';

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

/** Resolves when everything that these touch is settled; rejects when it could not be. */
export type Settling = (what: ToSettle) => Promise<void>;

/**
 * Settles in one transaction after another; what is asked meanwhile is settled together in the next, since huts that
 * come back at once touch the same people and cards. Whoever waits holds no connection to the store. What a store that
 * was away could not settle is tried again with the next that is asked, also when that is nothing; what failed
 * otherwise is told to whoever asked and kept from nobody else.
 */
export function createSettling(deps: SettleDeps & Pick<HubDeps, 'store'>): Settling {
  let wanted = nothing();
  let next: Promise<void> | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const run = async (): Promise<void> => {
    await running;
    next = null;
    const taken = wanted;
    wanted = nothing();
    const settled = deps.store.transaction((sql) => settle(sql, deps, taken));
    running = settled.catch((error: unknown) => {
      if (deps.store.isAway(error)) add(wanted, taken);
    });
    await settled;
  };

  return (what) => {
    add(wanted, what);
    if (isNothing(wanted)) return Promise.resolve();
    next ??= run();
    return next;
  };
}
