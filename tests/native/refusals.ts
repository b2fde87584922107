import type { LockProtocol } from '../../domain/config/lock-protocols.ts';

/** Codes by which a board of each protocol says no to an open, where it can. */
export const refusals: Record<LockProtocol, readonly number[]> = {
  'xor-8a': [],
  wkly: [0xff],
  winnsen: [0x00],
  'kerong-cu16': [],
  // ASK: failed, time-out, unknown command, checksum.
  'kerong-cu12': [0x11, 0x12, 0x13, 0x14],
  'kerong-cu48': [],
  // Modbus exceptions: function, address, value, failure.
  'waveshare-relay': [1, 2, 3, 4],
};
