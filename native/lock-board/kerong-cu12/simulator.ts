import type { MakeFirmware } from '../simulator/firmware.ts';
import { bitsOf } from '../status-bits.ts';
import { allLocks, asks, type Cu12Frame, cu12Frames } from './frames.ts';

const orderLength = 8;
const statusBytes = 2;
const sumAt = 7;

/** A `kerong-cu12` board: answers each order with what became of it, ASK. */
export const cu12Firmware: MakeFirmware = ({ address, channels, order, status }) => {
  const elsewhere = (address + 1) % 256;
  const none = new Uint8Array(0);
  const bits = () => bitsOf(statusBytes, order, (channel) => channel <= channels && status(channel));
  const tell = ({ is, lock }: Cu12Frame, board = address) =>
    cu12Frames.encode({ is, board, lock, ask: asks.ok, data: is === 'status' ? bits() : none });
  return {
    hear(bytes) {
      if (bytes.length < orderLength) return { is: 'part' };
      const frame = cu12Frames.decode(bytes)?.frame;
      const used = orderLength;
      if (frame === undefined || frame.ask !== asks.order || frame.data.length > 0) return { is: 'unknown' };
      if (frame.board !== address) return { is: 'others', used };
      const isOpen = frame.is === 'unlock';
      if (isOpen ? frame.lock === allLocks || frame.lock >= channels : frame.lock > 0)
        return { is: 'unknown' };
      return {
        is: 'order',
        used,
        order: {
          is: isOpen ? 'open' : 'read',
          channels: isOpen ? [frame.lock + 1] : [],
          answer: () => tell(frame),
          refuse: (ask) => cu12Frames.encode({ ...frame, ask, data: none }),
        },
      };
    },
    notice: () => null,
    stray: () => tell({ is: 'status', board: elsewhere, lock: 0, ask: asks.ok, data: none }, elsewhere),
    // ASK: failed, time-out, unknown command, checksum.
    refusals: [0x11, 0x12, 0x13, 0x14],
    badChecksum: (answer) => answer.with(sumAt, (answer[sumAt] ?? 0) ^ 0x40),
    fromElsewhere(answer) {
      const frame = cu12Frames.decode(answer)?.frame;
      return frame === undefined ? answer : cu12Frames.encode({ ...frame, board: elsewhere });
    },
  };
};
