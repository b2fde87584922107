import type { Frames } from '../framing.ts';
import { etx, stx, sumOf, withSum } from '../kerong.ts';

/** `02 ADDR LOCK CMD 03 SUM`. */
const orders = { status: 0x60, unlock: 0x61 } as const;
const answer = 0x75;

/** In `unlock`, the lock that stands for all of them. */
export const allLocks = 48;

export interface Cu48Order {
  is: keyof typeof orders;
  board: number;
  /** 0–47, the wire's own count; 0 in `status`. */
  lock: number;
}

/** `02 ADDR LOCK 75`, six bytes of locks, six of sensors, `03 SUM`. The layout has one source. */
export interface Cu48Status {
  is: 'status-is';
  board: number;
  lock: number;
  /** One bit a lock; set is locked, unless it is wired the other way round. */
  locks: Uint8Array;
  /** One bit a compartment: its infrared sensor sees something. */
  occupied: Uint8Array;
}

export type Cu48Frame = Cu48Order | Cu48Status;

const lengths = { order: 6, status: 18 } as const;

/** The wire of `kerong-cu48` (KR-CU48), 19200 8N1 on RS-485. */
export const cu48Frames: Frames<Cu48Frame> = {
  encode(frame) {
    const { board, lock } = frame;
    if (frame.is !== 'status-is') return withSum(stx, board, lock, orders[frame.is], etx);
    return withSum(stx, board, lock, answer, ...frame.locks, ...frame.occupied, etx);
  },
  decode(bytes, at = 0) {
    const [first, board, lock, code] = bytes.subarray(at, at + 4);
    if (first !== stx || board === undefined || lock === undefined || lock > allLocks) return null;
    const length = code === answer ? lengths.status : lengths.order;
    const raw = bytes.slice(at, at + length);
    if (raw.length < length || raw.at(-2) !== etx || raw.at(-1) !== sumOf(raw, 0, length - 1)) return null;
    if (code === orders.status) return { frame: { is: 'status', board, lock }, raw };
    if (code === orders.unlock) return { frame: { is: 'unlock', board, lock }, raw };
    if (code !== answer) return null;
    return {
      frame: { is: 'status-is', board, lock, locks: raw.slice(4, 10), occupied: raw.slice(10, 16) },
      raw,
    };
  },
};
