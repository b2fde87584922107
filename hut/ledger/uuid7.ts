import { randomFillSync } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';

/** Fills bytes with randomness. */
export type Random = (bytes: Uint8Array) => void;
export const systemRandom: Random = (bytes) => void randomFillSync(bytes);

/** Ids whose randomness is drawn at once, and the digits of each: the two bits of the variant take the first. */
const drawn = 128;
const digits = 16;

/**
 * UUIDs of version 7 (RFC 9562, 5.7) that only ever grow: within one millisecond, and when the wall clock jumps
 * back, the 12 bits after the time count on (RFC 9562, 6.2, method 1).
 */
export function createIds(clock: Pick<Clock, 'wall'>, random: Random = systemRandom): () => string {
  const bytes = Buffer.alloc((drawn * digits) / 2);
  let pool = '';
  let used = 0;
  let lastMs = 0;
  let count = 0;
  return () => {
    if (used === pool.length) {
      random(bytes);
      pool = bytes.toString('hex');
      used = 0;
    }
    const now = Math.max(0, Math.trunc(clock.wall()));
    if (now > lastMs) {
      lastMs = now;
      count = 0;
    } else if (++count > 0xfff) {
      lastMs++;
      count = 0;
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const tail = pool.slice(used, used + digits);
    used += digits;
    const variant = '89ab'[Number.parseInt(tail.charAt(0), 16) & 3];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`;
  };
}
