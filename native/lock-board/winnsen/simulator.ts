import type { MakeFirmware } from '../simulator/firmware.ts';
import { bitsOf } from '../status-bits.ts';
import { mayBegin, opened, type WinnsenFrame, winnsenFrames } from './frames.ts';

const statusBytes = 2;

/** A `winnsen` board: one that says to an open whether the lock took it, whatever the door does. */
export const winnsenFirmware: MakeFirmware = ({ address, channels, order, status }) => {
  const elsewhere = (address + 1) % 256;
  const tell = (is: WinnsenFrame['is'], data: Uint8Array, station = address) =>
    winnsenFrames.encode({ is, answer: true, station, data });
  const bits = () => bitsOf(statusBytes, order, (channel) => channel <= channels && status(channel));
  return {
    hear(bytes) {
      if (mayBegin(bytes)) return { is: 'part' };
      const found = winnsenFrames.decode(bytes);
      if (found === null || found.frame.answer) return { is: 'unknown' };
      const { frame, raw } = found;
      const used = raw.length;
      if (frame.station !== address) return { is: 'others', used };
      if (frame.is === 'poll') {
        if (frame.data.some((byte) => byte !== 0xff)) return { is: 'unknown' };
        return {
          is: 'order',
          used,
          order: { is: 'read', channels: [], answer: () => tell('poll', bits()) },
        };
      }
      const [lock] = frame.data;
      if (lock === undefined || lock < 1 || lock > channels) return { is: 'unknown' };
      const say = (code: number) => tell('open', Uint8Array.of(lock, code));
      return {
        is: 'order',
        used,
        order: { is: 'open', channels: [lock], answer: () => say(opened.ok), refuse: say },
      };
    },
    notice: () => null,
    stray: () => tell('poll', new Uint8Array(statusBytes), elsewhere),
    // There is none: a bit of what it says is wrong instead, and nothing shows it.
    refusals: [opened.failed],
    badChecksum: (answer) => answer.with(-2, (answer.at(-2) ?? 0) ^ 1),
    fromElsewhere: (answer) => answer.with(3, elsewhere),
  };
};
