import type { Health } from '../../domain/contract/health.ts';
import { canonicalJson } from '../../domain/ledger/chain.ts';
import { never } from '../../domain/result.ts';
import type { LogHead } from '../../domain/sync/batch.ts';
import type { CallRefusal } from './hub-client.ts';

/** Named delays, milliseconds. */
export const syncDelays = {
  /** After a commit: what belongs together travels together. */
  afterCommit: 500,
  /** Without news the hub is asked after so long, drawn between the two. */
  everyFrom: 30_000,
  everyTo: 60_000,
  /** After the first failure, doubled with each further one. */
  backoffFirst: 1_000,
  backoffLongest: 15 * 60_000,
  /** While the office has not compared the fingerprint yet. */
  unconfirmed: 15_000,
  /** What only another release or a person puts right is tried again after so long. */
  stuck: 15 * 60_000,
  /** The hub is told how the hut is when that changed, and else after so long. */
  health: 10 * 60_000,
} as const;

/** The clock of this hut and the hub's may be so far apart, milliseconds, before one of the two is told to be wrong. */
export const clockApart = 5 * 60_000;

/**
 * How our log and the hub's stand to each other. `ours`: our event of the number at which the hub's ends. `in-line`: the
 * hub has the beginning of ours, and the rest is sent. `parted`: it has something that we have not.
 */
export const compareLogs = (hub: LogHead, ours: LogHead | null): 'in-line' | 'parted' =>
  ours !== null && ours.lastHash === hub.lastHash ? 'in-line' : 'parted';

/** What a refusal asks of the hut. */
export type NextStep =
  /** Later: nobody is there, or there is too much to do. `atLeast` milliseconds. */
  | { do: 'wait'; atLeast: number }
  /** The logs are compared anew. */
  | { do: 'compare' }
  /** Signed again, by the hub's clock where it said what that shows. */
  | { do: 'sign-again'; time: number | null }
  | { do: 'await-office' }
  | { do: 'stop' }
  /** The same again would be refused again: somebody must look. */
  | { do: 'tell' };

export function nextStep(refusal: CallRefusal): NextStep {
  switch (refusal.error) {
    case 'unreachable':
    case 'broken':
      return { do: 'wait', atLeast: 0 };
    case 'slow-down':
    case 'busy':
      return { do: 'wait', atLeast: refusal.retryAfter * 1000 };
    case 'gap':
    case 'fork':
    case 'epoch':
      return { do: 'compare' };
    case 'skew':
      return { do: 'sign-again', time: refusal.time };
    case 'replayed':
      return { do: 'sign-again', time: null };
    case 'unconfirmed':
      return { do: 'await-office' };
    case 'revoked':
      return { do: 'stop' };
    case 'bad-request':
    case 'signature':
    case 'digest':
    case 'code-unknown':
    case 'code-over':
    case 'not-found':
    case 'feed-gone':
    case 'stale':
    case 'too-large':
    case 'envelope':
      return { do: 'tell' };
    default:
      return never(refusal);
  }
}

/** Whole milliseconds until the next round. `failures`: rounds in a row that failed. `chance`: from 0 to 1. */
export function waitFor(failures: number, chance: number, atLeast = 0): number {
  const { everyFrom, everyTo, backoffFirst, backoffLongest } = syncDelays;
  if (failures === 0) return Math.round(everyFrom + chance * (everyTo - everyFrom));
  const longest = Math.min(backoffFirst * 2 ** (failures - 1), backoffLongest);
  // Half of it is drawn, so that huts that lost the hub together do not come back together.
  return Math.round(Math.max(atLeast, longest / 2 + (chance * longest) / 2));
}

/** What the hub was told last of how the hut is, and when, milliseconds by our clock. */
export interface ToldHealth {
  glance: string;
  at: number;
}

/** What somebody would notice of it. Sizes and ages move all the time, and how sync goes the hub sees for itself. */
export const glanceOf = ({ ledger, devices, disk, clock, backup, sync, program }: Health): string =>
  canonicalJson([
    [ledger.level, ledger.state, ledger.restored?.at ?? null],
    [devices.level, devices.away],
    [disk.level, disk.state, disk.reserved],
    [clock.level, clock.fault],
    [backup.level, backup.failure, backup.second],
    sync.outdated,
    [program.level, program.release],
  ]);

/** Whether the hub is to be told how the hut is. `told` null: it was not yet. A clock that jumps tells once more. */
export const isHealthDue = (told: ToldHealth | null, health: Health, now: number): boolean =>
  told === null || told.glance !== glanceOf(health) || Math.abs(now - told.at) >= syncDelays.health;
