import type { LockProtocol } from '../../domain/config/lock-protocols.ts';
import type { Protocol } from './protocol.ts';
import { xor8a } from './xor-8a/codec.ts';

/** Every lock board we speak to: one line each. */
export const protocols: Record<LockProtocol, Protocol> = {
  'xor-8a': xor8a,
};
