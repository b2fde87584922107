import type { MakeFirmware } from '../simulator/firmware.ts';
import { bitsOf } from '../status-bits.ts';
import { type Cu16Status, cu16Frames, wholeBus } from './frames.ts';

const orderLength = 5;
const statusBytes = 2;

/** A `kerong-cu16` board: says nothing to an unlock, tells its status when it or the whole bus is asked. */
export const cu16Firmware: MakeFirmware = ({ address, channels, order, status, occupied }) => {
  const elsewhere = (address + 1) % wholeBus;
  const bits = (of: (channel: number) => boolean) =>
    bitsOf(statusBytes, order, (channel) => channel <= channels && of(channel));
  const tell = (is: Cu16Status['is'], board = address) =>
    cu16Frames.encode({ is, board, locks: bits(status), occupied: bits(occupied) });
  return {
    hear(bytes) {
      if (bytes.length < orderLength) return { is: 'part' };
      const frame = cu16Frames.decode(bytes)?.frame;
      const used = orderLength;
      if (frame === undefined || !('lock' in frame) || frame.lock >= channels) return { is: 'unknown' };
      const toAll = frame.is === 'status-of-all' && frame.board === wholeBus;
      if (frame.board !== address && !toAll) return { is: 'others', used };
      if (frame.is === 'unlock') {
        const opened = [frame.lock + 1];
        return { is: 'order', used, order: { is: 'open', channels: opened, answer: () => null } };
      }
      if (frame.is === 'unlock-time') {
        return { is: 'order', used, order: { is: 'other', channels: [], answer: () => null } };
      }
      if (frame.is === 'unlock-all' || frame.lock > 0) return { is: 'unknown' };
      const answer = () => tell(toAll ? 'status-of-all-is' : 'status-is');
      return { is: 'order', used, order: { is: 'read', channels: [], answer } };
    },
    notice: () => null,
    stray: () => tell('status-is', elsewhere),
    refusals: [],
    badChecksum: (answer) => answer.with(-1, (answer.at(-1) ?? 0) ^ 0x40),
    fromElsewhere: () => tell('status-is', elsewhere),
  };
};
