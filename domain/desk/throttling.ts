/** What is remembered of wrong tries under one key: a name, or a network address. Times are milliseconds. */
export interface Tries {
  failed: number;
  /** No try is looked at before this. */
  until: number;
  last: number;
}

/** Wrong tries that cost nothing: somebody mistypes. An address may be a whole office behind one router. */
const freeTries = { account: 5, address: 30 } as const;
export type ThrottleOf = keyof typeof freeTries;

const firstWaitMs = 60_000;
const longestWaitMs = 60 * 60_000;
/** After so long without a wrong try the count begins anew. */
export const forgottenAfterMs = 24 * 60 * 60_000;

/**
 * Counts a try before it is looked at, so that many at once cannot slip past. After the free ones each further try
 * must wait: a minute, doubling to an hour. `waitMs` above 0 means: not looked at, and not counted.
 */
export function beforeTry(
  of: ThrottleOf,
  tries: Tries | null,
  now: number,
): { tries: Tries; waitMs: number } {
  const known =
    tries !== null && now - tries.last < forgottenAfterMs ? tries : { failed: 0, until: 0, last: now };
  if (known.until > now) return { tries: known, waitMs: known.until - now };
  const failed = known.failed + 1;
  const over = failed - freeTries[of];
  const until = over >= 0 ? now + Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(over, 10)) : 0;
  return { tries: { failed, until, last: now }, waitMs: 0 };
}
