import { scrypt } from 'node:crypto';

/** RFC 7914. 2^15 × 8 × 128 bytes: 32 MiB and about a tenth of a second for each guess. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** 32 bytes from a peppered PIN; made off the event loop, so that doors are read meanwhile. */
export const hashPin = (peppered: Buffer, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(peppered, salt, 32, cost, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
