import type { Clock } from '../../domain/clock.ts';

/** A bucket for each key: `burst` at once, `perSecond` on. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export const rates = {
  /** Tries to enrol, by address. */
  enrol: { burst: 10, perSecond: 1 / 30 },
  /** Signed requests, by hut: a hut that catches up sends some 50 a second. */
  hut: { burst: 1_000, perSecond: 100 },
  /** Lines of the log that say a hut was refused, by hut: one that asks in vain fills no log. */
  refusedLines: { burst: 10, perSecond: 1 / 60 },
} as const satisfies Record<string, Rate>;

/** Keys that are remembered; the oldest go. */
const kept = 20_000;

/** Counts what came by key. Answers 0 when it may pass, else after how many seconds it may. */
export function createRate({ burst, perSecond }: Rate, clock: Pick<Clock, 'mono'>): (key: string) => number {
  const buckets = new Map<string, { left: number; at: number }>();
  return (key) => {
    const now = clock.mono();
    const bucket = buckets.get(key) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > kept) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
    bucket.left -= 1;
    return 0;
  };
}
