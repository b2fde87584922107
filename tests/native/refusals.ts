import type { LockProtocol } from '../../domain/config/lock-protocols.ts';

/** Codes by which a board of each protocol says no to an open, where it can. */
export const refusals: Record<LockProtocol, readonly number[]> = {
  'xor-8a': [],
};
