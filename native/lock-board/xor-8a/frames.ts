import type { Feedback } from '../../../domain/config/lock-protocols.ts';
import type { Frames } from '../framing.ts';
import type { Lock } from '../protocol.ts';

/**
 * The wire of `xor-8a` lock boards (锁控板, frames 8A/80), 9600 8N1 on RS-485. Each frame ends with the XOR of
 * all bytes before it. Sources: vendor text and several drivers, gathered with vectors in
 * tests/native/locker-vectors.json.
 */

/** XOR of all bytes. A whole good frame gives 0. */
export function xorOf(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum ^= bytes[i] ?? 0;
  return sum;
}

/** Puts the checksum into the last byte. */
function sealed(frame: Uint8Array): Uint8Array {
  frame[frame.length - 1] = xorOf(frame, 0, frame.length - 1);
  return frame;
}

/** The five-byte frame: header, board 1–32, lock (0 = all), a code, checksum. */
export interface ShortFrame {
  is: keyof typeof headers;
  board: number;
  lock: number;
  /** 11 and 00 in replies; what they mean follows the wiring. 11 in an open command, 33 in a read. */
  code: number;
}
/** `notice` and `notice-2`: sent by some firmware unasked when a door moves. */
const headers = { open: 0x8a, read: 0x80, notice: 0x82, 'notice-2': 0x81 } as const;

export const shortLength = 5;
export const commandCode = { open: 0x11, read: 0x33 } as const;

export const encodeShort = (frame: ShortFrame): Uint8Array =>
  sealed(Uint8Array.of(headers[frame.is], frame.board, frame.lock, frame.code, 0));

/** The frame at `at`, or null when those five bytes are none. */
export function decodeShort(bytes: Uint8Array, at = 0): ShortFrame | null {
  const [header, board, lock, code] = bytes.subarray(at, at + 4);
  if (board === undefined || lock === undefined || code === undefined) return null;
  if (at + shortLength > bytes.length || xorOf(bytes, at, at + shortLength) !== 0) return null;
  if (board < 1 || board > 32 || lock > 50) return null;
  for (const [is, value] of Object.entries(headers)) {
    if (value === header) return { is: is as ShortFrame['is'], board, lock, code };
  }
  return null;
}

/** The answer to read-all: one bit per channel, a board-dependent number of status bytes. */
export interface StatusFrame {
  board: number;
  status: Uint8Array;
}

/**
 * Status bytes of a read-all answer: eight-channel boards send three, fifty channels need seven. Never one: with
 * one zero byte the answer would be the echo of the command.
 */
export const statusBytes = { min: 2, max: 7 } as const;

export const encodeStatus = (frame: StatusFrame): Uint8Array =>
  sealed(Uint8Array.from([headers.read, frame.board, ...frame.status, commandCode.read, 0]));

/** The read-all answer of exactly `count` status bytes at `at`, or null. */
export function decodeStatus(bytes: Uint8Array, at: number, count: number): StatusFrame | null {
  const end = at + count + 4;
  if (end > bytes.length || count < statusBytes.min || count > statusBytes.max) return null;
  const board = bytes[at + 1];
  if (bytes[at] !== headers.read || board === undefined || board < 1 || board > 32) return null;
  if (bytes[end - 2] !== commandCode.read || xorOf(bytes, at, end) !== 0) return null;
  return { board, status: bytes.slice(at + 2, at + 2 + count) };
}

export const openCommand = (board: number, lock: number): Uint8Array =>
  encodeShort({ is: 'open', board, lock, code: commandCode.open });
export const readCommand = (board: number, lock: number): Uint8Array =>
  encodeShort({ is: 'read', board, lock, code: commandCode.read });
export const readAllCommand = (board: number): Uint8Array => readCommand(board, 0);
/** Sent by others; this kiosk opens one by one because 12 V sags. */
export const openAllCommand = (board: number): Uint8Array => openCommand(board, 0);

/** Several locks at once, one bit each, eight locks a byte; locks 1–24. */
export function openManyCommand(board: number, locks: readonly number[]): Uint8Array {
  const bits = [0, 0, 0];
  for (const lock of locks) {
    const byte = bits.length - 1 - Math.floor((lock - 1) / 8);
    bits[byte] = (bits[byte] ?? 0) | (1 << ((lock - 1) % 8));
  }
  return sealed(Uint8Array.from([0x90, board, ...bits, 0]));
}

/** What a status byte says of the door; a byte the protocol does not know says nothing. */
export function lockOf(code: number, feedback: Feedback): Lock {
  if (code !== 0x11 && code !== 0x00) return 'unknown';
  return (code === 0x11) === (feedback === 'closed-is-1') ? 'closed' : 'open';
}

/**
 * Every frame of this protocol. Short ones first: a whole-board answer may look like one only when its checksum
 * agrees.
 */
export const xor8aFrames: Pick<Frames<object>, 'decode'> = {
  decode(bytes, at = 0) {
    const short = decodeShort(bytes, at);
    if (short !== null) return { frame: short, raw: bytes.slice(at, at + shortLength) };
    for (let count = statusBytes.max; count >= statusBytes.min; count--) {
      const status = decodeStatus(bytes, at, count);
      if (status !== null) {
        return { frame: { is: 'status', ...status }, raw: bytes.slice(at, at + count + 4) };
      }
    }
    return null;
  },
};
