import type { Clock } from '../../domain/clock.ts';
import { type Result, refused } from '../../domain/result.ts';
import type { SyncRefusal } from '../../domain/sync/refusals.ts';
import { readBody } from './body.ts';
import { refusal } from './refusing.ts';

/** A body that takes longer is given up where another request finds no room, milliseconds. A batch takes a moment. */
export const slowAfter = 2_000;
/** Seconds after which it may be sent again. */
const comeAgain = 5;

/** Bodies that are on their way. */
export interface Arrivals {
  /** As `readBody`; `busy` when it was given up. */
  read(request: Request, limit: number): Promise<Result<Buffer, SyncRefusal>>;
  /** Gives up the one that has taken longest, if it is slow. Answers whether one was. */
  giveUpSlowest(): boolean;
}

/**
 * Who sends slowly may, as long as nobody needs the room; else some hundred connections would keep every hut out. A
 * server ends what takes minutes; with a refusal that says `busy` the connection is closed.
 */
export function createArrivals(clock: Pick<Clock, 'mono'>): Arrivals {
  // A set keeps the order of insertion: the first has taken longest.
  const onTheirWay = new Set<{ since: number; giveUp: () => void }>();
  return {
    async read(request, limit) {
      const { promise: givenUp, resolve } = Promise.withResolvers<Result<Buffer, SyncRefusal>>();
      const one = {
        since: clock.mono(),
        giveUp: () =>
          resolve(refused(refusal('busy', 'The body came too slowly.', { retryAfter: comeAgain }))),
      };
      onTheirWay.add(one);
      try {
        return await Promise.race([readBody(request, limit), givenUp]);
      } finally {
        onTheirWay.delete(one);
      }
    },
    giveUpSlowest() {
      const [slowest] = onTheirWay;
      if (slowest === undefined || clock.mono() - slowest.since < slowAfter) return false;
      onTheirWay.delete(slowest);
      slowest.giveUp();
      return true;
    },
  };
}
