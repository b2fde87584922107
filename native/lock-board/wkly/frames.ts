import type { Frames } from '../framing.ts';

/** What a board can be asked; its answer carries the same code. */
export const commands = {
  'open-many': 0x80,
  open: 0x82,
  'read-door': 0x83,
  'read-all': 0x84,
  /** Sent by the board alone, when a door moved. */
  notice: 0x85,
  'open-all': 0x86,
  'open-in-turn': 0x87,
} as const;
type Command = keyof typeof commands;
const names = Object.keys(commands) as Command[];

/** The first byte of what an answer says. */
export const statusOk = 0x00;
export const statusFailed = 0xff;
/** What the board says of a lock; FF and everything else is not known. */
export const lockCode = { open: 0x00, closed: 0x01 } as const;

/** One frame for both directions: `57 4B 4C 59 | LEN | ADDR | CMD | DATA | BCC`. */
export interface WklyFrame {
  is: Command;
  /** 0–255. */
  board: number;
  /** Of an open or a read of one door: the channel in the order; status, channel and lock in the answer. */
  data: Uint8Array;
}

/** "WKLY" */
const header = [0x57, 0x4b, 0x4c, 0x59] as const;
/** Bytes of a frame without data. */
export const emptyLength = 8;
/** Of the longest frame: read-all of a board with 50 channels. */
const mostLength = 60;

/**
 * The wire of `wkly` lock boards, 9600 8N1 on RS-485. LEN counts the whole frame; BCC is the XOR of all bytes
 * before it, header and LEN among them. Sources: vendor text and drivers, gathered with vectors in
 * tests/native/locker-vectors.json.
 */
export const wklyFrames: Frames<WklyFrame> = {
  encode({ is, board, data }) {
    const body = [...header, emptyLength + data.length, board, commands[is], ...data];
    return Uint8Array.from([...body, body.reduce((sum, byte) => sum ^ byte, 0)]);
  },
  decode(bytes, at = 0) {
    if (header.some((byte, i) => bytes[at + i] !== byte)) return null;
    const [length, board, command] = bytes.subarray(at + header.length, at + header.length + 3);
    const is = names.find((name) => commands[name] === command);
    if (length === undefined || board === undefined || is === undefined) return null;
    if (length < emptyLength || length > mostLength || at + length > bytes.length) return null;
    const raw = bytes.slice(at, at + length);
    // With its checksum, the XOR of a good frame is 0.
    if (raw.reduce((sum, byte) => sum ^ byte, 0) !== 0) return null;
    return { frame: { is, board, data: raw.slice(emptyLength - 1, -1) }, raw };
  },
};

/** The bytes a frame that begins here still needs: 0 when it is whole, null when none begins here. */
export function wantedBy(bytes: Uint8Array): number | null {
  if (header.some((byte, i) => i < bytes.length && bytes[i] !== byte)) return null;
  const length = bytes[header.length];
  return Math.max(0, (length ?? emptyLength) - bytes.length);
}
