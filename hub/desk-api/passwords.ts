import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of one hash; its memory is N × r × 128 bytes (RFC 7914). */
export interface PasswordCost {
  N: number;
  r: number;
  p: number;
}

/** 128 MiB and about a third of a second: the first choice of OWASP's password storage cheat sheet for scrypt. */
export const passwordCost: PasswordCost = { N: 2 ** 17, r: 8, p: 1 };

/** Hashes that may be made at once; each takes its memory. The others wait, and beyond `longestQueue` are turned away. */
const atOnce = 2;
const longestQueue = 30;

/** Makes and checks hashes of passwords, never more than two at a time. */
export interface Passwords {
  /** `scrypt$N$r$p$SALT$HASH`. */
  make(password: string): Promise<string>;
  /** `kept` is null where nobody goes by that name: it takes as long and is never right. Null when too many wait. */
  check(password: string, kept: string | null): Promise<boolean | null>;
}

export function createPasswords(cost: PasswordCost = passwordCost): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const hash = async (password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> => {
    if (running < atOnce) running++;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        // One writing of the same characters, so that a password typed on another keyboard is the same one.
        const text = password.normalize('NFKC');
        scrypt(text, salt, 32, { N, r, p, maxmem: 2 * N * r * 128 }, (error, key) =>
          error === null ? resolve(key) : reject(error),
        );
      });
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
  const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'00'.repeat(16)}$${'00'.repeat(32)}`;
  return {
    async make(password) {
      const salt = randomBytes(16);
      const made = await hash(password, salt, cost);
      return ['scrypt', cost.N, cost.r, cost.p, salt.toString('hex'), made.toString('hex')].join('$');
    },
    async check(password, kept) {
      if (waiting.length >= longestQueue) return null;
      const [, N, r, p, salt = '', made = ''] = (kept ?? nobody).split('$');
      const given = await hash(password, Buffer.from(salt, 'hex'), {
        N: Number(N),
        r: Number(r),
        p: Number(p),
      });
      return timingSafeEqual(given, Buffer.from(made, 'hex')) && kept !== null;
    },
  };
}
