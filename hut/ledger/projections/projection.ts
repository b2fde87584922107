import type { EventBody, EventType } from '../../../domain/ledger/events.ts';

/** What a projection may know besides the body: only what the log itself holds, so that it can be rebuilt. */
export interface Written {
  /** Milliseconds since 1970, by the hut's clock when it was written. */
  wallAt: number;
}

/** Writes what one type of event changes. Runs inside the event's own transaction. */
export type Projection<T extends EventType> = (body: EventBody<T>, written: Written) => void;
export type Projections<T extends EventType = EventType> = { [K in T]: Projection<K> };

/** For events that change nothing that is asked about. */
export const changesNothing = (): void => {};
