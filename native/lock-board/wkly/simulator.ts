import type { MakeFirmware } from '../simulator/firmware.ts';
import { lockCode, statusOk, type WklyFrame, wantedBy, wklyFrames } from './frames.ts';

/** Channels that read-all tells of, however many locks hang on the board. */
const told = 24;

/** A `wkly` board: answers with a status, then what it is about. */
export const wklyFirmware: MakeFirmware = ({ address, channels, status }) => {
  const elsewhere = (address + 1) % 256;
  const lock = (channel: number): number =>
    channel > channels || status(channel) ? lockCode.closed : lockCode.open;
  const tell = (is: WklyFrame['is'], ...data: number[]) =>
    wklyFrames.encode({ is, board: address, data: Uint8Array.from(data) });
  const notice = (channel: number) => tell('notice', channel, lock(channel));
  return {
    hear(bytes) {
      const wanted = wantedBy(bytes);
      if (wanted === null) return { is: 'unknown' };
      if (wanted > 0) return { is: 'part' };
      const found = wklyFrames.decode(bytes);
      if (found === null) return { is: 'unknown' };
      const { frame, raw } = found;
      const used = raw.length;
      if (frame.board !== address) return { is: 'others', used };
      const [channel] = frame.data;
      if (frame.is === 'read-all' && channel === undefined) {
        const answer = () =>
          tell('read-all', statusOk, told, ...Array.from({ length: told }, (_, i) => lock(i + 1)));
        return {
          is: 'order',
          used,
          order: { is: 'read', channels: [], answer, refuse: (code) => tell('read-all', code) },
        };
      }
      const { is } = frame;
      if ((is !== 'open' && is !== 'read-door') || channel === undefined) return { is: 'unknown' };
      if (frame.data.length > 1 || channel < 1 || channel > channels) return { is: 'unknown' };
      return {
        is: 'order',
        used,
        order: {
          is: is === 'open' ? 'open' : 'read',
          channels: [channel],
          answer: () => tell(is, statusOk, channel, lock(channel)),
          refuse: (code) => tell(is, code, channel, lock(channel)),
        },
      };
    },
    notice,
    stray: () => notice(1),
    refusals: [0xff],
    badChecksum: (answer) => answer.with(-1, (answer.at(-1) ?? 0) ^ 0x40),
    fromElsewhere(answer) {
      const found = wklyFrames.decode(answer);
      return found === null ? answer : wklyFrames.encode({ ...found.frame, board: elsewhere });
    },
  };
};
