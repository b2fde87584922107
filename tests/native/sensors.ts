import type { LockProtocol } from '../../domain/config/lock-protocols.ts';

/** Settings by which a board has the sensors that its protocol can tell of, where that is a matter of wiring. */
export const sensors: Partial<Record<LockProtocol, object>> = {
  'waveshare-relay': { inputs: { door: { 1: 1, 2: 2, 3: 3 }, occupied: { 1: 4, 2: 5, 3: 6 } } },
};
