import { median, quantile } from '../measure.ts';
import { type Asked, readings, subjectOf } from './readings.ts';
import { seeded } from './seeded.ts';

/** Milliseconds of one reading on two huts. */
export interface Compared {
  reading: string;
  young: { p50: number; p99: number };
  old: { p50: number; p99: number };
}

const warmUp = 50;
/** Other programs that come and go spoil some of them; what counts is the one in the middle. */
const rounds = 5;

/**
 * Times every reading on both huts, turn about, each time about other things and other people: what is asked twice
 * is in memory the second time, and life seldom asks twice.
 */
export function* compare(young: Asked, old: Asked, times: number): Iterable<Compared> {
  for (const [reading, read] of readings) {
    const chance = seeded(7);
    const samples = new Map<Asked, number[]>([
      [young, []],
      [old, []],
    ]);
    for (let n = 0; n < times + warmUp; n++) {
      const turns = n % 2 === 0 ? [young, old] : [old, young];
      for (const hut of turns) {
        const subject = subjectOf(hut, chance);
        const from = performance.now();
        read(hut, subject);
        const ms = performance.now() - from;
        if (n >= warmUp) samples.get(hut)?.push(ms);
      }
    }
    const figures = (hut: Asked) => {
      const its = samples.get(hut) ?? [];
      const size = Math.ceil(its.length / rounds);
      const each = Array.from({ length: rounds }, (_, i) => its.slice(i * size, (i + 1) * size));
      const middle = (q: number): number => median(each.map((round) => quantile(round, q)));
      return { p50: middle(0.5), p99: middle(0.99) };
    };
    yield { reading, young: figures(young), old: figures(old) };
  }
}
