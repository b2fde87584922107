import type { Clock } from '../../domain/clock.ts';
import {
  type LearnedBoard,
  type Look,
  learnedOf,
  startWalk,
  stepWalk,
  type WalkInput,
  type WalkState,
  wanted,
} from '../../domain/commissioning/walk.ts';
import type { FoundBoard } from '../../native/lock-board/probe.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';
import type { Survey } from '../../native/lock-board/survey.ts';

/** Milliseconds between two looks; a hand is slower. */
const lookEvery = 250;

export interface LockerWalk {
  readonly state: WalkState;
  readonly found: readonly FoundBoard[];
  /** A board does not answer just now; it is asked again without end. */
  readonly silent: boolean;
  tell(input: Exclude<WalkInput, { is: 'look' } | { is: 'all-closed' }> | { is: 'all-closed' }): void;
  /** By board, in the order of the survey. */
  learned(): LearnedBoard[];
  stop(): void;
}

/** Looks at the doors of a survey while a person opens and closes them, and tells when something is new. */
export function walkLocker(
  survey: Survey,
  boards: readonly FoundBoard[],
  { clock, changed }: { clock: Clock; changed: () => void },
): LockerWalk {
  let state = startWalk();
  let silent = false;
  let failures = 0;
  let stopped = false;
  let closedSaid = false;
  let cancel = (): void => {};

  const step = (input: WalkInput): void => {
    const before = state;
    state = stepWalk(state, input);
    if (state !== before) changed();
  };

  async function singlesOf(look: Look): Promise<Record<number, 'open' | 'closed' | 'unknown'>> {
    const asked = wanted(state, look);
    const singles: Record<number, 'open' | 'closed' | 'unknown'> = {};
    for (const channel of asked?.channels ?? []) {
      singles[channel] = await survey.readDoor(asked?.board ?? 0, channel);
    }
    return singles;
  }

  async function lookOnce(): Promise<void> {
    const seen = await survey.look();
    if (stopped) return;
    // One look may fail while a port is still being opened.
    failures = seen.ok ? 0 : failures + 1;
    if (silent !== failures > 1) {
      silent = failures > 1;
      changed();
    }
    if (!seen.ok) return;
    if (closedSaid) {
      closedSaid = false;
      step({ is: 'all-closed', look: seen.value });
      return;
    }
    const singles = await singlesOf(seen.value);
    if (!stopped) step({ is: 'look', look: seen.value, singles });
  }

  function again(): void {
    if (stopped) return;
    cancel = clock.after(lookEvery, () => void lookOnce().finally(again));
  }
  void lookOnce().finally(again);

  return {
    found: boards,
    get state() {
      return state;
    },
    get silent() {
      return silent;
    },
    tell(input) {
      // What "all closed" looks like is taken by the next look.
      if (input.is === 'all-closed') closedSaid = true;
      else step(input);
    },
    learned: () =>
      learnedOf(
        state,
        boards.map(({ protocol }) => ({ order: protocolOf(protocol).facts.order })),
      ),
    stop() {
      stopped = true;
      cancel();
    },
  };
}
