import type { Frames } from '../framing.ts';
import { etx, stx, sumOf } from '../kerong.ts';

export const commands = { status: 0x80, unlock: 0x81 } as const;

/** What a board says to an order; 0 in the order itself. */
export const asks = {
  order: 0x00,
  ok: 0x10,
  failed: 0x11,
  timeout: 0x12,
  unknown: 0x13,
  checksum: 0x14,
} as const;

/** In `unlock`, the lock that stands for all of them. */
export const allLocks = 12;

/** One frame for both directions: `02 ADDR LOCK CMD ASK LEN 03 SUM DATA`. */
export interface Cu12Frame {
  is: keyof typeof commands;
  board: number;
  /** 0–11, the wire's own count. */
  lock: number;
  /** See `asks`. */
  ask: number;
  /** Nothing, or in the answer to `status` two bytes, one bit a lock; set is locked. */
  data: Uint8Array;
}

const head = 8;
const mostData = 2;

/** The wire of `kerong-cu12` (KR-CU12), 19200 8N1 on RS-485. DATA follows SUM, but SUM includes DATA. */
export const cu12Frames: Frames<Cu12Frame> = {
  encode({ is, board, lock, ask, data }) {
    const frame = Uint8Array.from([stx, board, lock, commands[is], ask, data.length, etx, 0, ...data]);
    frame[head - 1] = sumOf(frame);
    return frame;
  },
  decode(bytes, at = 0) {
    const [first, board, lock, command, ask, length, last, sum] = bytes.subarray(at, at + head);
    if (first !== stx || board === undefined || lock === undefined || ask === undefined) return null;
    if (length === undefined || length > mostData || last !== etx || lock > allLocks) return null;
    const is = command === commands.status ? 'status' : command === commands.unlock ? 'unlock' : null;
    const raw = bytes.slice(at, at + head + length);
    if (is === null || raw.length < head + length) return null;
    if (sum !== (sumOf(raw, 0, head - 1) + sumOf(raw, head)) % 256) return null;
    return { frame: { is, board, lock, ask, data: raw.slice(head) }, raw };
  },
};
