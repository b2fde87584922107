import { never } from '../result.ts';

/**
 * One opening of one door, from the committed intent to the closed door. Pure: what was seen goes in, what to
 * do next comes out. The shell in `hut/doors` sends the pulse, reads the door and keeps the time.
 *
 * The pulse is sent once. An acknowledgement is not an open door and a lost one is no reason to fire again:
 * only readings of the door decide (locker-boards.md, "The field").
 */

/** Named delays, milliseconds. */
export const doorDelays = {
  /** Between two readings of the door. */
  poll: 250,
  /** How long after its coil is without power a bolt may still read as drawn. */
  boltFalls: 100,
  /** A door that has not moved this long after its pulse is stuck; a coil needs 0.3 s, a stiff lid two. */
  mustOpenWithin: 3_000,
  /** A board silent this long after the pulse leaves us not knowing: the person is asked. */
  silentAfterPulse: 6_000,
  /** A board silent this long while the door stands open: the person is asked. */
  silentWhileOpen: 10_000,
  remind: 30_000,
  alarm: 120_000,
} as const;

/** A pulse whose answer came, or was given up: by then it has left. */
export interface Pulse {
  at: number;
  /**
   * While the coil draws the bolt, a switch at the bolt reads open whatever the door does. Only a door that is read open
   * from here on has opened.
   */
  sureFrom: number;
}

export type DoubtReason = 'will-not-close' | 'link-lost';

export type CycleState =
  /** The intent is committed, the pulse is on its way. `coil`: how long it gives power to the coil. */
  | { is: 'sending'; coil: number }
  /** The pulse has left, or may have. `lastHeard` is null until the board answers any reading. */
  | { is: 'watching'; pulse: Pulse; lastHeard: number | null }
  | {
      is: 'open';
      openedAt: number;
      /** Its pulse, as long as the bolt alone may read open; null once the door surely is. */
      unsure: Pulse | null;
      lastHeard: number;
      link: 'fine' | 'lost';
      shown: 'open' | 'remind' | 'alarm';
      /** The reading before said closed; one more in a row and the door is shut. Switches bounce. */
      closedOnce: boolean;
    }
  /** Nobody but the person can tell. Readings go on: a door that answers again ends the doubt. */
  | { is: 'doubt'; because: DoubtReason; openedAt: number | null; since: number }
  | { is: 'closed' }
  | { is: 'failed'; because: 'not-sent' | 'stuck' };

export type CycleInput =
  /** The board took the pulse, or rejected it: either way the door must be read. */
  | { saw: 'answered' }
  /** The pulse surely never left. */
  | { saw: 'not-sent' }
  /** Sent, or perhaps sent, and no reply. */
  | { saw: 'no-reply' }
  | { saw: 'reading'; lock: 'open' | 'closed' | 'unknown' }
  /** A reading that failed. */
  | { saw: 'silence' }
  /** The person says: the door did not spring open / it will not close. */
  | { saw: 'complaint' };

export interface CycleStep {
  state: CycleState;
  /** Something changed that the screen shows. */
  changed: boolean;
}

const stay = (state: CycleState): CycleStep => ({ state, changed: false });
const go = (state: CycleState): CycleStep => ({ state, changed: true });

/** `coil`: milliseconds for which the board gives power to a coil. */
export const startCycle = (coil: number): CycleState => ({ is: 'sending', coil });
/** True while the door must be read again. */
export const isRunning = (state: CycleState): boolean => state.is !== 'closed' && state.is !== 'failed';

/** The pulse by which a door that reads open `now` may be a bolt in its coil, or null. */
const unsure = (pulse: Pulse | null, now: number): Pulse | null =>
  pulse !== null && now < pulse.sureFrom ? pulse : null;

const opened = (now: number, pulse: Pulse | null = null): CycleState & { is: 'open' } => ({
  is: 'open',
  openedAt: now,
  unsure: unsure(pulse, now),
  lastHeard: now,
  link: 'fine',
  shown: 'open',
  closedOnce: false,
});
/** A cycle found open at boot: the door was seen open, now or before. */
export const resumeCycle = (now: number): CycleState => opened(now);
/** True once the door was seen open, and not its bolt alone: this is recorded at once. */
export const isSurelyOpen = (state: CycleState): boolean => state.is === 'open' && state.unsure === null;

/** Milliseconds from `now` until the door is to be read again: at the end of its coil, and else at the usual pace. */
export function readAgainIn(state: CycleState, now: number): number {
  if (state.is !== 'open' || state.unsure === null) return doorDelays.poll;
  const left = state.unsure.sureFrom - now;
  return left > 0 ? Math.min(left, doorDelays.poll) : doorDelays.poll;
}

function whileOpen(state: CycleState & { is: 'open' }, input: CycleInput, now: number): CycleStep {
  const closed = input.saw === 'reading' && input.lock === 'closed';
  if (closed && state.closedOnce) {
    if (state.unsure === null) return go({ is: 'closed' });
    // The bolt was drawn and fell back: the door is watched on, and is stuck when its time is over.
    return go({ is: 'watching', pulse: state.unsure, lastHeard: now });
  }
  const openedAt = state.unsure === null ? state.openedAt : null;
  if (input.saw === 'complaint') return go({ is: 'doubt', because: 'will-not-close', openedAt, since: now });
  // A status byte that means nothing tells as much as silence.
  const heard = input.saw === 'reading' && input.lock !== 'unknown';
  const lastHeard = heard ? now : state.lastHeard;
  if (!heard && now - lastHeard >= doorDelays.silentWhileOpen) {
    return go({ is: 'doubt', because: 'link-lost', openedAt, since: now });
  }
  const stood = now - state.openedAt;
  const shown = stood >= doorDelays.alarm ? 'alarm' : stood >= doorDelays.remind ? 'remind' : 'open';
  const link = heard ? 'fine' : 'lost';
  const seenOpen = input.saw === 'reading' && input.lock === 'open';
  const next: CycleState = {
    ...state,
    unsure: seenOpen ? unsure(state.unsure, now) : state.unsure,
    lastHeard,
    link,
    shown,
    closedOnce: closed,
  };
  return shown === state.shown && link === state.link ? stay(next) : go(next);
}

function whileWatching(state: CycleState & { is: 'watching' }, input: CycleInput, now: number): CycleStep {
  if (input.saw === 'reading' && input.lock === 'open') return go(opened(now, state.pulse));
  const overdue = now - state.pulse.at >= doorDelays.mustOpenWithin;
  if (input.saw === 'complaint') {
    // Too early, it may still spring; later the readings say it. Only where there are none is the person asked.
    return overdue && state.lastHeard === null
      ? go({ is: 'doubt', because: 'link-lost', openedAt: null, since: now })
      : stay(state);
  }
  // A status byte that means nothing tells as much as silence.
  const closed = input.saw === 'reading' && input.lock === 'closed';
  if (closed && overdue) return go({ is: 'failed', because: 'stuck' });
  const lastHeard = closed ? now : state.lastHeard;
  if (!closed && now - (lastHeard ?? state.pulse.at) >= doorDelays.silentAfterPulse) {
    return go({ is: 'doubt', because: 'link-lost', openedAt: null, since: now });
  }
  return stay({ ...state, lastHeard });
}

/** What follows from what was seen at `now` (monotonic milliseconds). */
export function stepCycle(state: CycleState, input: CycleInput, now: number): CycleStep {
  switch (state.is) {
    case 'sending':
      if (input.saw === 'not-sent') return go({ is: 'failed', because: 'not-sent' });
      if (input.saw === 'answered' || input.saw === 'no-reply') {
        const pulse = { at: now, sureFrom: now + state.coil + doorDelays.boltFalls };
        return stay({ is: 'watching', pulse, lastHeard: null });
      }
      return stay(state);
    case 'watching':
      return whileWatching(state, input, now);
    case 'open':
      return whileOpen(state, input, now);
    case 'doubt':
      if (input.saw !== 'reading' || input.lock === 'unknown') return stay(state);
      if (input.lock === 'open') {
        // A door the person called unclosable still reads open: that is what they said.
        if (state.because === 'will-not-close') return stay(state);
        return go(opened(now));
      }
      // Seen open before and closed now: one more such reading completes it. Never seen open: only the person knows.
      return state.openedAt !== null
        ? go({ ...opened(now), openedAt: state.openedAt, closedOnce: true })
        : stay(state);
    case 'closed':
    case 'failed':
      return stay(state);
    default:
      return never(state);
  }
}
