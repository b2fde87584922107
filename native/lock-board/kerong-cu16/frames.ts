import type { Frames } from '../framing.ts';
import { etx, stx, sumOf, withSum } from '../kerong.ts';

/** What a board can be asked: `02 ADDR CMD 03 SUM`. */
const orders = {
  status: 0x30,
  unlock: 0x31,
  'status-of-all': 0x32,
  'unlock-all': 0x33,
  /** Asks for the unlock time; frees some boards that stay busy after an unlock. */
  'unlock-time': 0x38,
} as const;
/** Its one answer, to `status` and to `status-of-all`. */
const answers = { 'status-is': 0x35, 'status-of-all-is': 0x36 } as const;

type OrderName = keyof typeof orders;
type AnswerName = keyof typeof answers;
const nameOf = <N extends string>(codes: Record<N, number>, code: number | undefined): N | undefined =>
  (Object.keys(codes) as N[]).find((name) => codes[name] === code);

/** The board number by which all boards on a bus are asked. */
export const wholeBus = 15;

export interface Cu16Order {
  is: OrderName;
  /** High nibble of the address: 0–14, or the whole bus. */
  board: number;
  /** Low nibble: 0–15; 0 where it is about the board. */
  lock: number;
}

export interface Cu16Status {
  is: AnswerName;
  board: number;
  /** Two bytes, one bit a lock; set is locked, unless it is wired the other way round. */
  locks: Uint8Array;
  /** Two bytes, one bit a compartment: its infrared sensor sees something. */
  occupied: Uint8Array;
}

export type Cu16Frame = Cu16Order | Cu16Status;
export const isStatus = (frame: Cu16Frame): frame is Cu16Status => frame.is in answers;

const lengths = { order: 5, status: 9 } as const;

/** The wire of `kerong-cu16` (KR-CU16), 19200 8N1 on RS-485. */
export const cu16Frames: Frames<Cu16Frame> = {
  encode(frame) {
    if (!isStatus(frame)) return withSum(stx, (frame.board << 4) | frame.lock, orders[frame.is], etx);
    return withSum(stx, frame.board << 4, answers[frame.is], ...frame.locks, ...frame.occupied, etx);
  },
  decode(bytes, at = 0) {
    const [first, address, code] = bytes.subarray(at, at + 3);
    if (first !== stx || address === undefined) return null;
    const order = nameOf(orders, code);
    const answer = nameOf(answers, code);
    const raw = bytes.slice(at, at + (order === undefined ? lengths.status : lengths.order));
    if (raw.at(-2) !== etx || raw.at(-1) !== sumOf(raw, 0, raw.length - 1)) return null;
    const board = address >> 4;
    if (order !== undefined && raw.length === lengths.order) {
      return { frame: { is: order, board, lock: address & 15 }, raw };
    }
    if (answer === undefined || raw.length !== lengths.status || (address & 15) !== 0) return null;
    return { frame: { is: answer, board, locks: raw.slice(3, 5), occupied: raw.slice(5, 7) }, raw };
  },
};
