import type { Clock } from '../domain/clock.ts';
import { type ClockAnchor, clockLimits, expectedWall, judgeClock } from '../domain/clock-sense.ts';
import type { ClockFault } from '../domain/contract/trouble.ts';
import { event } from '../domain/ledger/events.ts';
import { done } from '../domain/result.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Log } from './log.ts';

/** What the hut thinks of its wall clock, and remembers in the ledger across restarts. */
export interface ClockSense {
  /** Why it cannot be right now, or null. Cheap: asked at each loan. */
  fault(): ClockFault | null;
  /** Looks at it, and records when the answer changed. */
  look(): void;
  /** A keeper says that the time shown is right. False when that could not be recorded: then nothing changed. */
  confirm(actor: 'hut' | `keeper:${string}`): boolean;
}

export interface ClockSenseDeps {
  clock: Clock;
  ledger: Pick<Ledger, 'db' | 'commit'>;
  log: Log;
  changed: () => void;
}

/** The last wall time that was believed: of the last event, or of before the clock went wrong. */
function remembered({ db }: ClockSenseDeps['ledger']): { anchor: ClockAnchor | null; right: boolean } {
  const judged = db
    .prepare<[], { right: number; believed: number }>('SELECT right, believed FROM clock_judged')
    .get();
  if (judged?.right === 0) return { anchor: { wall: judged.believed, mono: null }, right: false };
  const last = db
    .prepare<[], number>('SELECT wall_at FROM event ORDER BY epoch DESC, seq DESC LIMIT 1')
    .pluck()
    .get();
  return { anchor: last === undefined ? null : { wall: last, mono: null }, right: true };
}

/** Sense of the clock on an open ledger. */
export function createClockSense({ clock, ledger, log, changed }: ClockSenseDeps): ClockSense {
  const before = remembered(ledger);
  let anchor = before.anchor;
  /** What the ledger says. */
  let recorded = before.right;
  let shown: ClockFault | null = null;
  const startsUntil = clock.mono() + clockLimits.starting;

  const judge = (): ClockFault | null => {
    const now = { wall: clock.wall(), mono: clock.mono() };
    return judgeClock(anchor, now, now.mono < startsUntil);
  };
  const record = (
    right: boolean,
    because: ClockFault | 'again' | 'keeper',
    believed: number,
    actor: 'hut' | `keeper:${string}` = 'hut',
  ): boolean => {
    const body = { right, because, believed: Math.trunc(believed) };
    const kept = ledger.commit<never>(actor, () => done([event('clock-judged', body)])).ok;
    if (kept) recorded = right;
    return kept;
  };
  const believe = () => {
    anchor = { wall: clock.wall(), mono: clock.mono() };
  };
  const show = (fault: ClockFault | null) => {
    if (fault === shown) return;
    const wall = clock.wall();
    if (fault === null) log({ what: 'clock-right', wall });
    else
      log({ what: 'clock-wrong', because: fault, wall, expected: expectedWall(anchor, clock.mono()) ?? 0 });
    shown = fault;
    changed();
  };

  return {
    fault: judge,
    look() {
      const fault = judge();
      show(fault);
      // Asked again at each look until the disk takes it.
      if (fault !== null) {
        const believed = expectedWall(anchor, clock.mono()) ?? clockLimits.earliest;
        if (recorded) record(false, fault, believed);
        return;
      }
      if (!recorded && !record(true, 'again', clock.wall())) return;
      believe();
    },
    confirm(actor) {
      if (clock.wall() < clockLimits.earliest || !record(true, 'keeper', clock.wall(), actor)) return false;
      believe();
      show(judge());
      return true;
    },
  };
}
