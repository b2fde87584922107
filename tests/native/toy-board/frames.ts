import type { Frames } from '../../../native/lock-board/framing.ts';

const start = 0x5a;
const length = 6;
const codes = { open: 0x01, read: 0x02, 'read-all': 0x03 } as const;
const answerBit = 0x80;

/** One frame for both directions: `5A ADDR CODE A B XOR`. */
export interface ToyFrame {
  is: keyof typeof codes;
  /** From the board. */
  answer: boolean;
  board: number;
  /** The channel; 0 where it is about the board. */
  channel: number;
  /** In an answer: of one channel 1 for closed, of the board one bit a channel. */
  status: number;
}

/** A lock board that nobody sells: the eighth, which the tests add to the registry. */
export const toyFrames: Frames<ToyFrame> = {
  encode({ is, answer, board, channel, status }) {
    const bytes = [start, board, codes[is] | (answer ? answerBit : 0), channel, status];
    return Uint8Array.from([...bytes, bytes.reduce((sum, byte) => sum ^ byte, 0)]);
  },
  decode(bytes, at = 0) {
    const raw = bytes.slice(at, at + length);
    if (raw.length < length || raw[0] !== start || raw.reduce((sum, byte) => sum ^ byte, 0) !== 0)
      return null;
    const [, board = 0, code = 0, channel = 0, status = 0] = raw;
    const is = (Object.keys(codes) as ToyFrame['is'][]).find((name) => codes[name] === (code & ~answerBit));
    return is === undefined
      ? null
      : { frame: { is, answer: code >= answerBit, board, channel, status }, raw };
  },
};
