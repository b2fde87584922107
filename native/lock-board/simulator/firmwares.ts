import type { LockProtocol } from '../../../domain/config/lock-protocols.ts';
import { cu12Firmware } from '../kerong-cu12/simulator.ts';
import { cu16Firmware } from '../kerong-cu16/simulator.ts';
import { cu48Firmware } from '../kerong-cu48/simulator.ts';
import { waveshareFirmware } from '../waveshare-relay/simulator.ts';
import { winnsenFirmware } from '../winnsen/simulator.ts';
import { wklyFirmware } from '../wkly/simulator.ts';
import { xor8aFirmware } from '../xor-8a/simulator.ts';
import type { MakeFirmware } from './firmware.ts';

/** The simulator of every lock board we speak to: one line each. */
export const firmwares: Record<LockProtocol, MakeFirmware> = {
  'xor-8a': xor8aFirmware,
  wkly: wklyFirmware,
  winnsen: winnsenFirmware,
  'kerong-cu16': cu16Firmware,
  'kerong-cu12': cu12Firmware,
  'kerong-cu48': cu48Firmware,
  'waveshare-relay': waveshareFirmware,
};
