import type { Feedback, Order } from '../../domain/config/lock-protocols.ts';
import type { Lock } from './protocol.ts';

/** Which byte of `count` holds the bit of a channel (1…). */
const byteOf = (channel: number, count: number, order: Order): number => {
  const group = Math.floor((channel - 1) / 8);
  return order === 'high-first' ? count - 1 - group : group;
};

/** The bit of a channel (1…), lowest bit first; undefined beyond what the board told. */
export function bitOf(status: Uint8Array, channel: number, order: Order): boolean | undefined {
  const byte = status[byteOf(channel, status.length, order)];
  return byte === undefined ? undefined : ((byte >> ((channel - 1) % 8)) & 1) === 1;
}

/** The status bytes of a board, from a test of each channel: true where the bit is set. */
export function bitsOf(count: number, order: Order, isSet: (channel: number) => boolean): Uint8Array {
  const status = new Uint8Array(count);
  for (let channel = 1; channel <= count * 8; channel++) {
    const at = byteOf(channel, count, order);
    if (isSet(channel)) status[at] = (status[at] ?? 0) | (1 << ((channel - 1) % 8));
  }
  return status;
}

/** What a bit says of the door. */
export function lockOfBit(bit: boolean | undefined, feedback: Feedback): Lock {
  if (bit === undefined) return 'unknown';
  return bit === (feedback === 'closed-is-1') ? 'closed' : 'open';
}
