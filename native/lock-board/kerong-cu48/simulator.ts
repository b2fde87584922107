import type { MakeFirmware } from '../simulator/firmware.ts';
import { bitsOf } from '../status-bits.ts';
import { allLocks, cu48Frames } from './frames.ts';

const orderLength = 6;
const statusBytes = 6;

/** A `kerong-cu48` board: says nothing to an unlock, tells its status when it is asked. */
export const cu48Firmware: MakeFirmware = ({ address, channels, order, status, occupied }) => {
  const elsewhere = (address + 1) % 256;
  const bits = (of: (channel: number) => boolean) =>
    bitsOf(statusBytes, order, (channel) => channel <= channels && of(channel));
  const tell = (board = address) =>
    cu48Frames.encode({ is: 'status-is', board, lock: 0, locks: bits(status), occupied: bits(occupied) });
  return {
    hear(bytes) {
      if (bytes.length < orderLength) return { is: 'part' };
      const frame = cu48Frames.decode(bytes)?.frame;
      const used = orderLength;
      if (frame === undefined || frame.is === 'status-is') return { is: 'unknown' };
      if (frame.board !== address) return { is: 'others', used };
      if (frame.is === 'unlock') {
        if (frame.lock === allLocks || frame.lock >= channels) return { is: 'unknown' };
        const opened = [frame.lock + 1];
        return { is: 'order', used, order: { is: 'open', channels: opened, answer: () => null } };
      }
      if (frame.lock > 0) return { is: 'unknown' };
      return { is: 'order', used, order: { is: 'read', channels: [], answer: () => tell() } };
    },
    notice: () => null,
    stray: () => tell(elsewhere),
    refusals: [],
    badChecksum: (answer) => answer.with(-1, (answer.at(-1) ?? 0) ^ 0x40),
    fromElsewhere: () => tell(elsewhere),
  };
};
