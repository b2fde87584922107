import type { Clock } from '../../domain/clock.ts';
import type { Boards } from '../../native/lock-board/connect.ts';

/** What has become of one door. */
export interface DoorProof {
  door: number;
  proof: 'waiting' | 'good' | 'failed' | 'skipped';
}

/** Milliseconds between two readings of a door. */
const readEvery = 250;
/** Milliseconds after the pulse within which a door must be seen open. */
const mustOpen = 3_000;
/** Milliseconds for the boards to come up before the first pulse. */
const mustConnect = 10_000;
/** Milliseconds a pulse may wait for its turn on the bus. */
const deadlineMs = 2_000;

export interface Proof {
  readonly at: 'ready' | 'opening' | 'open' | 'failed' | 'done';
  /** The door at work, or the one that failed. */
  readonly door: number | null;
  readonly doors: readonly DoorProof[];
  /** Opens the first door, and each next one once the one before is closed. */
  start(): void;
  /** The failed door once more: a new pulse. */
  again(): void;
  /** Goes on without the failed door. */
  skip(): void;
  stop(): void;
}

/**
 * Proves a map by opening each door once: one pulse each, seen open, closed by hand, before the next. `intend` is
 * written down before each pulse leaves; where it cannot be, no door opens.
 */
export function proveDoors(
  boards: Boards,
  deps: { clock: Clock; newId: () => string; changed: () => void; intend: (door: number) => boolean },
): Proof {
  const { clock, changed } = deps;
  const doors: DoorProof[] = boards.boards
    .flatMap((board) => board.doors)
    .sort((a, b) => a - b)
    .map((door) => ({ door, proof: 'waiting' }));
  let at: Proof['at'] = 'ready';
  let door: number | null = null;
  let stopped = false;
  let cancel = (): void => {};

  const become = (next: Proof['at']): void => {
    at = next;
    changed();
  };
  const mark = (proof: DoorProof['proof']): void => {
    const found = doors.find((each) => each.door === door);
    if (found !== undefined) found.proof = proof;
  };
  const pass = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      cancel = clock.after(ms, resolve);
    });
  const read = async (which: number): Promise<'open' | 'closed' | 'unknown'> => {
    const reading = await boards.boardOf(which)?.readDoor(which);
    return reading?.ok ? reading.value.lock : 'unknown';
  };
  const until = async (which: number, lock: 'open' | 'closed', ms: number): Promise<boolean> => {
    const from = clock.mono();
    while (!stopped && clock.mono() - from < ms) {
      // Switches bounce: two readings in a row.
      if ((await read(which)) === lock && (await read(which)) === lock) return true;
      await pass(readEvery);
    }
    return false;
  };

  async function prove(which: number): Promise<void> {
    door = which;
    become('opening');
    const board = boards.boardOf(which);
    const from = clock.mono();
    while (board?.state.is !== 'connected' && !stopped && clock.mono() - from < mustConnect)
      await pass(readEvery);
    const closed = await until(which, 'closed', mustOpen);
    if (stopped) return;
    // A door that stands open already would prove nothing.
    const opened =
      closed && deps.intend(which) && (await fire(which)) && (await until(which, 'open', mustOpen));
    if (stopped) return;
    if (!opened) {
      mark('failed');
      become('failed');
      return;
    }
    become('open');
    await until(which, 'closed', Number.POSITIVE_INFINITY);
    if (stopped) return;
    mark('good');
    next();
  }

  async function fire(which: number): Promise<boolean> {
    const sent = await boards.boardOf(which)?.open(which, { deadlineMs, operationId: deps.newId() });
    // What the door says counts, not the board; but what never left cannot have opened it.
    return sent !== undefined && (sent.ok || sent.refusal.code !== 'NotSent');
  }

  function next(): void {
    const waiting = doors.find(({ proof }) => proof === 'waiting');
    if (waiting !== undefined) void prove(waiting.door);
    else {
      door = null;
      become('done');
    }
  }

  return {
    get at() {
      return at;
    },
    get door() {
      return door;
    },
    get doors() {
      return doors;
    },
    start() {
      if (at === 'ready') next();
    },
    again() {
      if (at === 'failed' && door !== null) void prove(door);
    },
    skip() {
      if (at !== 'failed') return;
      mark('skipped');
      next();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
