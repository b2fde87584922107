import type { Frames } from '../framing.ts';

/** Function codes; the answer to one has the highest bit set. */
export const functions = { poll: 0x02, open: 0x05 } as const;
const answerBit = 0x80;
/** The last byte of what a board says to an open. */
export const opened = { ok: 0x01, failed: 0x00 } as const;

/** One frame for both directions: `90 LEN FN STATION … 03`. */
export interface WinnsenFrame {
  is: keyof typeof functions;
  /** From the board. */
  answer: boolean;
  station: number;
  /**
   * Of an open: the lock, and in the answer 1 for opened and 0 for failed. Of a poll: in the order a mask of two
   * bytes, in the answer two status bytes.
   */
  data: Uint8Array;
}

const start = 0x90;
const end = 0x03;
/** Bytes of a frame without data. */
const emptyLength = 5;
/** Bytes of data by function, asked and answered. */
const dataLengths = { poll: { asked: 2, answered: 2 }, open: { asked: 1, answered: 2 } } as const;

/**
 * The wire of `winnsen` boards, 9600 8N1. LEN counts the whole frame. There is no checksum: a frame must have its
 * start, length, function, and end, each of which fixes the others. Sources: vendor text and a driver, gathered
 * with vectors in tests/native/locker-vectors.json.
 */
export const winnsenFrames: Frames<WinnsenFrame> = {
  encode({ is, answer, station, data }) {
    const code = functions[is] | (answer ? answerBit : 0);
    return Uint8Array.from([start, emptyLength + data.length, code, station, ...data, end]);
  },
  decode(bytes, at = 0) {
    const [first, length, code, station] = bytes.subarray(at, at + 4);
    if (first !== start || length === undefined || code === undefined || station === undefined) return null;
    const answer = code >= answerBit;
    const plain = code & ~answerBit;
    const is = plain === functions.poll ? 'poll' : plain === functions.open ? 'open' : null;
    if (is === null || length !== emptyLength + dataLengths[is][answer ? 'answered' : 'asked']) return null;
    const raw = bytes.slice(at, at + length);
    if (raw.length < length || raw.at(-1) !== end) return null;
    return { frame: { is, answer, station, data: raw.slice(4, -1) }, raw };
  },
};

/** True while the bytes may be the beginning of a frame. */
export const mayBegin = (bytes: Uint8Array): boolean =>
  bytes[0] === start && (bytes[1] === undefined || bytes.length < bytes[1]);
