import { scrypt } from 'node:crypto';

/** Memory of one hash is N × r × 128 bytes, and `p` does that so often, one after the other (RFC 7914). */
interface Cost {
  N: number;
  r: number;
  p: number;
  maxmem: number;
}

/**
 * 8 MiB and about a tenth of a second for each guess. Little memory and many rounds: the hut process stays within
 * 150 MB while somebody signs in (for N = 2^13, p = 10 is as hard as 2^15 and p = 3: OWASP Password Storage).
 */
const residentCost: Cost = { N: 2 ** 13, r: 8, p: 5, maxmem: 16 * 1024 * 1024 };

/**
 * 8 MiB and about a fifth of a second. A keeper's PIN is not peppered with the person key, so that a keeper can
 * still come in and see that the key is lost; it has two digits more and costs twice as much instead.
 */
export const keeperCost: Cost = { ...residentCost, p: 10 };

/** 32 bytes from a PIN (a resident's is peppered); made off the event loop, so that doors are read meanwhile. */
export const hashPin = (pin: Buffer, salt: Buffer, cost: Cost = residentCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, cost, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
