import type { LockProtocol } from '../../domain/config/lock-protocols.ts';
import { kerongCu12 } from './kerong-cu12/codec.ts';
import { kerongCu16 } from './kerong-cu16/codec.ts';
import { kerongCu48 } from './kerong-cu48/codec.ts';
import type { Protocol } from './protocol.ts';
import { waveshareRelay } from './waveshare-relay/codec.ts';
import { winnsen } from './winnsen/codec.ts';
import { wkly } from './wkly/codec.ts';
import { xor8a } from './xor-8a/codec.ts';

/** Every lock board we speak to: one line each. */
export const protocols: Record<LockProtocol, Protocol> = {
  'xor-8a': xor8a,
  wkly,
  winnsen,
  'kerong-cu16': kerongCu16,
  'kerong-cu12': kerongCu12,
  'kerong-cu48': kerongCu48,
  'waveshare-relay': waveshareRelay,
};
