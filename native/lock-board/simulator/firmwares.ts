import type { LockProtocol } from '../../../domain/config/lock-protocols.ts';
import { xor8aFirmware } from '../xor-8a/simulator.ts';
import type { MakeFirmware } from './firmware.ts';

/** The simulator of every lock board we speak to: one line each. */
export const firmwares: Record<LockProtocol, MakeFirmware> = {
  'xor-8a': xor8aFirmware,
};
