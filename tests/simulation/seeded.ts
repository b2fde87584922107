/** Everything that a simulation leaves to chance, from one number. */
export interface Seeded {
  /** From 0 to 1, without 1. */
  chance(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  oneOf<T>(of: readonly T[]): T;
  /** True so often. */
  happens(probability: number): boolean;
  fill(bytes: Uint8Array): void;
}

/** Source: mulberry32 (public domain, T. Ettinger): small, and the same everywhere. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + Math.floor(chance() * (to - from + 1));
  return {
    chance,
    between,
    oneOf(of) {
      const found = of[between(0, of.length - 1)];
      if (found === undefined) throw new Error('nothing to choose from');
      return found;
    },
    happens: (probability) => chance() < probability,
    fill(bytes) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = between(0, 255);
    },
  };
}
