/** Random numbers that a seed repeats. */
export interface Seeded {
  /** In [0, 1). */
  next(): number;
  /** A whole number from 0 up to, not including, `n`. */
  below(n: number): number;
  pick<T>(from: readonly T[]): T;
}

/** sfc32 (PractRand, Chris Doty-Humphrey): small, fast, passes BigCrush. */
export function seeded(seed: number): Seeded {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed >>> 0;
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    pick(from) {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

/** What is to happen when, the earliest first: a binary heap. */
export interface Agenda<T> {
  add(at: number, what: T): void;
  /** The next one, if it is due at `until` or before; otherwise null, and it stays. */
  next(until: number): { at: number; what: T } | null;
}

export function agenda<T>(): Agenda<T> {
  const heap: { at: number; order: number; what: T }[] = [];
  let order = 0;
  const before = (i: number, j: number): boolean => {
    const a = heap[i];
    const b = heap[j];
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
  };
  const swap = (i: number, j: number): void => {
    const a = heap[i];
    const b = heap[j];
    if (a === undefined || b === undefined) return;
    heap[i] = b;
    heap[j] = a;
  };
  return {
    add(at, what) {
      heap.push({ at, order: order++, what });
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!before(i, parent)) return;
        swap(i, parent);
        i = parent;
      }
    },
    next(until) {
      const first = heap[0];
      if (first === undefined || first.at > until) return null;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        for (let i = 0; ; ) {
          const left = 2 * i + 1;
          const least = before(left + 1, left) ? left + 1 : left;
          if (!before(least, i)) break;
          swap(i, least);
          i = least;
        }
      }
      return { at: first.at, what: first.what };
    },
  };
}
