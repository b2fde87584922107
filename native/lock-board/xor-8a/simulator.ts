import type { Heard, MakeFirmware } from '../simulator/firmware.ts';
import { bitsOf } from '../status-bits.ts';
import { commandCode, decodeShort, encodeShort, encodeStatus, shortLength } from './frames.ts';

/** Status bytes of read-all; an eight-channel board sends three. */
const statusBytesOf = (channels: number): number => Math.max(3, Math.ceil(channels / 8));
const highestAddress = 32;

/** An `xor-8a` board: answers an open with the status of the lock after the pulse. */
export const xor8aFirmware: MakeFirmware = ({ address, channels, order, status }) => {
  const codeOf = (channel: number): number => (status(channel) ? 0x11 : 0x00);
  const elsewhere = (address % highestAddress) + 1;
  const known: Heard = { is: 'others', used: shortLength };
  return {
    hear(bytes) {
      if (bytes.length < shortLength) return { is: 'part' };
      const frame = decodeShort(bytes);
      if (frame === null) return { is: 'unknown' };
      if (frame.board !== address) return known;
      const isOpen = frame.is === 'open' && frame.code === commandCode.open && frame.lock > 0;
      const isRead = frame.is === 'read' && frame.code === commandCode.read;
      if ((!isOpen && !isRead) || frame.lock > channels) return { is: 'unknown' };
      return {
        is: 'order',
        used: shortLength,
        order: {
          is: isOpen ? 'open' : 'read',
          channels: frame.lock > 0 ? [frame.lock] : [],
          answer: () =>
            frame.lock > 0
              ? encodeShort({ ...frame, code: codeOf(frame.lock) })
              : encodeStatus({
                  board: address,
                  status: bitsOf(statusBytesOf(channels), order, (channel) => {
                    return channel <= channels && status(channel);
                  }),
                }),
        },
      };
    },
    notice: (channel) => encodeShort({ is: 'notice', board: address, lock: channel, code: codeOf(channel) }),
    stray: () => encodeShort({ is: 'notice', board: address, lock: 1, code: codeOf(1) }),
    refusals: [],
    badChecksum: (answer) => answer.with(-1, (answer.at(-1) ?? 0) ^ 0x40),
    fromElsewhere: (answer) => answer.with(1, elsewhere).with(-1, (answer.at(-1) ?? 0) ^ address ^ elsewhere),
  };
};
