import type { MakeFirmware } from '../../../native/lock-board/simulator/firmware.ts';
import { bitsOf } from '../../../native/lock-board/status-bits.ts';
import { toyFrames } from './frames.ts';

const length = 6;

export const toyFirmware: MakeFirmware = ({ address, channels, order, status }) => {
  const elsewhere = (address % 16) + 1;
  const all = () => bitsOf(1, order, (channel) => channel <= channels && status(channel))[0] ?? 0;
  return {
    hear(bytes) {
      if (bytes.length < length) return { is: 'part' };
      const frame = toyFrames.decode(bytes)?.frame;
      if (frame === undefined || frame.answer || frame.channel > channels) return { is: 'unknown' };
      if (frame.board !== address) return { is: 'others', used: length };
      const of = frame.channel;
      const tell = () => (frame.is === 'read-all' ? all() : Number(status(of)));
      const answer = () => toyFrames.encode({ ...frame, answer: true, status: tell() });
      const is = frame.is === 'open' ? 'open' : 'read';
      return { is: 'order', used: length, order: { is, channels: of > 0 ? [of] : [], answer } };
    },
    notice: () => null,
    stray: () =>
      toyFrames.encode({ is: 'read', answer: true, board: elsewhere, channel: 1, status: Number(status(1)) }),
    refusals: [],
    badChecksum: (answer) => answer.with(-1, (answer.at(-1) ?? 0) ^ 0x40),
    fromElsewhere: (answer) => answer.with(1, elsewhere).with(-1, (answer.at(-1) ?? 0) ^ address ^ elsewhere),
  };
};
