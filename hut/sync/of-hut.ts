import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import type { Health } from '../../domain/contract/health.ts';
import { LedgerGone, ledgerFault, systemFaultOf } from '../ledger/fault.ts';
import type { HeldStore } from '../ledger/held-store.ts';
import { markParted } from '../ledger/marks.ts';
import type { Log } from '../log.ts';
import type { Wire } from './hub-client.ts';
import { createHubDesk, type HubDesk } from './hub-desk.ts';
import { readHubFile } from './hub-file.ts';
import { ownLogFile } from './own-log.ts';
import { type Sync, startSync } from './sync.ts';
import { httpWire } from './wire.ts';

/** Between two looks whether the hut is free, milliseconds. */
const freeEvery = 1_000;

export interface SyncOfHutDeps {
  clock: Clock;
  chance: () => number;
  log: Log;
  /** Left out: HTTP. */
  wire?: Wire;
  held: HeldStore;
  /** Directory of the ledger. */
  dir: string;
  /** Address of the hub by the configuration. */
  address: string | null;
  health: () => Health;
  /** Somebody is at the screen, or a door is at work. */
  busy: () => boolean;
  redraw: () => void;
  /** The office ordered somebody to be forgotten. */
  ordered: () => void;
}

/** Sync as a hut runs it. */
export interface SyncOfHut {
  sync: Sync;
  desk: HubDesk;
  close(): Promise<void>;
}

export function syncOfHut(deps: SyncOfHutDeps): SyncOfHut {
  const { clock, chance, log, held, dir, busy, redraw, wire = httpWire } = deps;
  const store = held.part((of) => of.sync);
  /** Both histories become one while nobody is there: for a moment there is no ledger. */
  let cancelJoin = () => {};
  const joinWhenFree = (after: number): void => {
    cancelJoin();
    if (busy()) {
      cancelJoin = clock.after(freeEvery, () => joinWhenFree(after));
      return;
    }
    try {
      markParted(dir, after);
    } catch (error) {
      const fault = systemFaultOf(error);
      if (fault === null) throw error;
      // The next look at the hub finds the same.
      const { code, message } = fault;
      log({ what: 'histories-not-joined', code, message });
      return;
    }
    // Opened anew by the held store, and joined on the way; one that is away is opened anew in any case.
    if (held.fault() === null)
      held.now().ledger.suspect(new LedgerGone(ledgerFault('corrupt', 'the hub holds a part of this log')));
  };
  const sync = startSync({
    clock,
    chance,
    random: (bytes) => randomBytes(bytes),
    wire,
    identity: () => readHubFile(dir),
    store,
    log,
    health: deps.health,
    busy,
    changed(stream) {
      if (stream === 'erasures') deps.ordered();
      redraw();
    },
    redraw,
    ownLogFile: join(dir, ownLogFile),
    parted: ({ lastSeq }) => joinWhenFree(lastSeq),
  });
  return {
    sync,
    async close() {
      cancelJoin();
      await sync.close();
    },
    desk: createHubDesk({ address: deps.address, wire, store, sync: () => sync, dir }),
  };
}
