import type { Clock } from '../domain/clock.ts';
import type { BatchReader } from './intake/reading.ts';
import type { HubLog } from './log-catalogue.ts';
import type { Store } from './store/store.ts';

/** What the hub is given; it makes no time, no randomness and no connection by itself. */
export interface HubDeps {
  store: Store;
  clock: Clock;
  /** Fills bytes with randomness. */
  random: (bytes: Uint8Array) => void;
  log: HubLog;
  /** How bodies with a batch are read: here, or in threads beside. */
  readBatch: BatchReader;
  /** 32 bytes that seal personal data; kept outside of the store. */
  memberKey: Buffer;
  /** How long a batch waits for the one before it, milliseconds; `syncLimits.patience`, and 0 where time stands. */
  patience: number;
}
