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
  /** A door that has not moved this long after its pulse is stuck; a coil needs 0.3 s, a stiff lid two. */
  mustOpenWithin: 3_000,
  /** A board silent this long after the pulse leaves us not knowing: the person is asked. */
  silentAfterPulse: 6_000,
  /** A board silent this long while the door stands open: the person is asked. */
  silentWhileOpen: 10_000,
  remind: 30_000,
  alarm: 120_000,
} as const;

export type DoubtReason = 'will-not-close' | 'link-lost';

export type CycleState =
  /** The intent is committed, the pulse is on its way. */
  | { is: 'sending'; at: number }
  /** The pulse left, or may have left. `lastHeard` is null until the board answers any reading. */
  | { is: 'watching'; sentAt: number; lastHeard: number | null }
  | {
      is: 'open';
      openedAt: number;
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
  /** Recorded at once: the door was seen open. */
  opened: boolean;
  /** Something changed that the screen shows. */
  changed: boolean;
}

const stay = (state: CycleState): CycleStep => ({ state, opened: false, changed: false });
const go = (state: CycleState, opened = false): CycleStep => ({ state, opened, changed: true });

export const startCycle = (now: number): CycleState => ({ is: 'sending', at: now });
/** True while the door must be read again. */
export const isRunning = (state: CycleState): boolean => state.is !== 'closed' && state.is !== 'failed';

const opened = (now: number): CycleState & { is: 'open' } => ({
  is: 'open',
  openedAt: now,
  lastHeard: now,
  link: 'fine',
  shown: 'open',
  closedOnce: false,
});
/** A cycle found open at boot: the door was seen open, now or before. */
export const resumeCycle = (now: number): CycleState => opened(now);

function whileOpen(state: CycleState & { is: 'open' }, input: CycleInput, now: number): CycleStep {
  const closed = input.saw === 'reading' && input.lock === 'closed';
  if (closed && state.closedOnce) return go({ is: 'closed' });
  if (input.saw === 'complaint') {
    return go({ is: 'doubt', because: 'will-not-close', openedAt: state.openedAt, since: now });
  }
  const heard = input.saw === 'reading';
  const lastHeard = heard ? now : state.lastHeard;
  if (!heard && now - lastHeard >= doorDelays.silentWhileOpen) {
    return go({ is: 'doubt', because: 'link-lost', openedAt: state.openedAt, since: now });
  }
  const stood = now - state.openedAt;
  const shown = stood >= doorDelays.alarm ? 'alarm' : stood >= doorDelays.remind ? 'remind' : 'open';
  const link = heard ? 'fine' : 'lost';
  const next: CycleState = { ...state, lastHeard, link, shown, closedOnce: closed };
  return shown === state.shown && link === state.link ? stay(next) : go(next);
}

function whileWatching(state: CycleState & { is: 'watching' }, input: CycleInput, now: number): CycleStep {
  if (input.saw === 'reading' && input.lock === 'open') return go(opened(now), true);
  const overdue = now - state.sentAt >= doorDelays.mustOpenWithin;
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
  if (!closed && now - (lastHeard ?? state.sentAt) >= doorDelays.silentAfterPulse) {
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
        return stay({ is: 'watching', sentAt: state.at, lastHeard: null });
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
        return go(opened(now), state.openedAt === null);
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
