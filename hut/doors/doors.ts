import type { Clock } from '../../domain/clock.ts';
import type { Refusal } from '../../domain/contract/screen.ts';
import {
  type CycleInput,
  type CycleState,
  doorDelays,
  isRunning,
  resumeCycle,
  startCycle,
  stepCycle,
} from '../../domain/door/cycle.ts';
import type { Evidence, VoidReason } from '../../domain/ledger/events.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import type { Lending, Settled } from '../lending/lending.ts';
import type { Opening } from '../lending/lending-types.ts';
import type { DoorWire, Lock } from './door-wire.ts';

/** Named delays of the watch, milliseconds. */
export const watchDelays = {
  /** Between two rounds over all doors while nobody is about to open one. */
  round: 1_000,
  /** Before a result that the disk refused is tried again. */
  recordAgain: 2_000,
} as const;

/** What becomes of an opening, told to whoever shows it. */
export type DoorNews =
  | { is: 'cycle'; opening: Opening; cycle: CycleState }
  | { is: 'finished'; opening: Opening; result: Settled }
  | { is: 'void'; opening: Opening; because: VoidReason }
  | { is: 'not-recorded'; opening: Opening; refusal: Refusal };

export interface DoorsDeps {
  clock: Clock;
  wire: DoorWire;
  lending: Lending;
  news: (news: DoorNews) => void;
  /** A door moved, a board came or went: the screen may need drawing. */
  changed: () => void;
  log: (event: Record<string, unknown> & { what: string }) => void;
}

/**
 * Runs door cycles and watches the doors between them. It records what a door did whether or not a screen is
 * there to show it, and settles after a restart what was open before.
 */
export class Doors {
  #deps: DoorsDeps;
  #running: { opening: Opening; cycle: CycleState } | null = null;
  /** Openings left from before a restart whose board has not answered yet. */
  #leftover: Opening[] = [];
  #seen = new Map<number, Lock>();
  #suspect: Set<number>;
  #cancel: () => void = () => {};
  #paused = false;
  #closed = false;

  constructor(deps: DoorsDeps) {
    this.#deps = deps;
    this.#suspect = new Set(deps.lending.suspectDoors());
    deps.wire.onLink(() => {
      deps.changed();
      // A board that is back tells at once what its doors did meanwhile.
      if (this.#running === null && !this.#paused) this.#schedule(0, () => void this.#round());
    });
  }

  /** Why this door cannot be used now, or null. */
  faultOf(door: number): DoorFault | null {
    if (!this.#deps.wire.reachable(door)) return 'unreachable';
    if (this.#suspect.has(door)) return 'stuck';
    if (this.#running?.opening.door !== door && this.#seen.get(door) === 'open') return 'standing-open';
    return null;
  }

  get running(): { opening: Opening; cycle: CycleState } | null {
    return this.#running;
  }

  /**
   * No rounds while somebody is about to open a door: the pulse then finds an idle bus. A door at work is read
   * all the same.
   */
  pause(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    if (!paused && this.#running === null) this.#schedule(watchDelays.round, () => void this.#round());
  }

  /** Sends the pulse of a committed opening, now, and follows the door from there. */
  start(opening: Opening): void {
    const { clock, wire } = this.#deps;
    const sent = wire.open(opening.door, opening.opening);
    this.#cancel();
    this.#running = { opening, cycle: startCycle(clock.mono()) };
    void sent.then((outcome) => {
      if (outcome === 'not-sent') this.#take(opening, { saw: 'not-sent' });
      else this.#take(opening, { saw: outcome === 'answered' ? 'answered' : 'no-reply' });
      this.#readSoon(opening, 0);
    });
  }

  /** The person says the door did not open, or will not close. */
  complain(): void {
    if (this.#running !== null) this.#take(this.#running.opening, { saw: 'complaint' });
  }

  /** The person says whether the thing moved, where the door cannot tell. */
  declare(moved: boolean): void {
    const running = this.#running;
    if (running === null || running.cycle.is !== 'doubt') return;
    const door = running.opening.door;
    const stillOpen = running.cycle.openedAt !== null;
    this.#running = null;
    if (stillOpen) this.#note(door, 'left-open', running.opening.opening);
    this.#suspectDoor(door, running.opening.opening);
    if (moved) this.#finish(running.opening, 'declared');
    else this.#void(running.opening, 'declared-not-moved');
    this.#schedule(watchDelays.round, () => void this.#round());
  }

  /** Nobody answered a doubt: the opening waits for its board, and is settled by what the door says then. */
  abandon(): void {
    const running = this.#running;
    if (running === null || running.cycle.is !== 'doubt') return;
    const { opening } = running.opening;
    this.#leftover.push(...this.#deps.lending.unsettledOpenings().filter((each) => each.opening === opening));
    this.#running = null;
    this.#schedule(watchDelays.round, () => void this.#round());
  }

  /**
   * After a restart: every door is unknown. Reads them all and settles what was open; a queued unlock is never
   * sent. Resolves when each leftover opening is settled, resumed, or waits for a board that does not answer.
   */
  async settleAtBoot(): Promise<number> {
    this.#leftover = this.#deps.lending.unsettledOpenings();
    const count = this.#leftover.length;
    await this.#round();
    return count;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    await this.#deps.wire.close();
  }

  #schedule(ms: number, run: () => void): void {
    this.#cancel();
    if (this.#closed) return;
    this.#cancel = this.#deps.clock.after(ms, run);
  }

  #readSoon(opening: Opening, ms: number): void {
    if (this.#running?.opening !== opening || !isRunning(this.#running.cycle)) return;
    this.#schedule(ms, () => {
      void this.#deps.wire.read(opening.door).then((lock) => {
        if (this.#running?.opening !== opening) return;
        if (lock !== 'silence') this.#seen.set(opening.door, lock);
        this.#take(opening, lock === 'silence' ? { saw: 'silence' } : { saw: 'reading', lock });
        this.#readSoon(opening, doorDelays.poll);
      });
    });
  }

  #take(opening: Opening, input: CycleInput): void {
    const running = this.#running;
    if (running === null || running.opening !== opening) return;
    const step = stepCycle(running.cycle, input, this.#deps.clock.mono());
    running.cycle = step.state;
    if (step.opened) this.#deps.lending.openingOpened(opening.opening);
    if (step.state.is === 'closed') {
      this.#running = null;
      this.#trust(opening.door);
      this.#deps.news({ is: 'cycle', opening, cycle: step.state });
      this.#finish(opening, 'door');
      this.#schedule(watchDelays.round, () => void this.#round());
    } else if (step.state.is === 'failed') {
      this.#running = null;
      if (step.state.because === 'stuck') this.#suspectDoor(opening.door, opening.opening);
      this.#void(opening, step.state.because);
      this.#schedule(watchDelays.round, () => void this.#round());
    } else if (step.changed) {
      if (step.state.is === 'open' && step.state.shown === 'alarm')
        this.#note(opening.door, 'left-open', opening.opening);
      this.#deps.news({ is: 'cycle', opening, cycle: step.state });
    }
  }

  #finish(opening: Opening, evidence: Evidence): void {
    const done = this.#deps.lending.finishOpening(opening.opening, evidence);
    if (done.ok) {
      this.#deps.news({ is: 'finished', opening, result: done.value });
      return;
    }
    this.#deps.news({ is: 'not-recorded', opening, refusal: done.refusal });
    // The thing moved: this must be written down, however long the disk takes to come back.
    this.#deps.clock.after(watchDelays.recordAgain, () => {
      if (!this.#closed) this.#finish(opening, evidence);
    });
  }

  #void(opening: Opening, because: VoidReason): void {
    const done = this.#deps.lending.voidOpening(opening.opening, because);
    if (!done.ok) this.#leftover.push(opening);
    this.#deps.news({ is: 'void', opening, because });
  }

  /** One look at all doors: moves nobody asked for, and what a restart left behind. */
  async #round(): Promise<void> {
    if (this.#closed || this.#running !== null) return;
    const seen = await this.#deps.wire.readAll();
    if (this.#closed || this.#running !== null) return;
    for (const [door, lock] of seen) this.#notice(door, lock);
    this.#settle(seen);
    if (!this.#paused && this.#running === null) this.#schedule(watchDelays.round, () => void this.#round());
  }

  #notice(door: number, lock: Lock): void {
    const before = this.#seen.get(door);
    if (lock === 'unknown' || lock === before) return;
    this.#seen.set(door, lock);
    if (this.#leftover.some((opening) => opening.door === door)) return;
    if (lock === 'open') this.#note(door, 'opened-unasked', null);
    else if (before === 'open') {
      this.#note(door, 'closed-unasked', null);
      // Somebody opened it and shut it by hand: lock and switch both work again.
      this.#trust(door);
    }
    this.#deps.changed();
  }

  #settle(seen: Map<number, Lock>): void {
    const waiting = this.#leftover;
    this.#leftover = [];
    for (const opening of waiting) {
      const lock = seen.get(opening.door);
      if (lock === undefined || lock === 'unknown') this.#leftover.push(opening);
      else if (lock === 'closed') this.#settleClosed(opening);
      else if (this.#running === null) this.#resume(opening);
      else this.#leftover.push(opening);
    }
  }

  #settleClosed(opening: Opening): void {
    this.#deps.log({ what: 'opening-settled', opening: opening.opening, opened: opening.openedAt !== null });
    if (opening.openedAt !== null) {
      const done = this.#deps.lending.finishOpening(opening.opening, 'boot');
      if (!done.ok) this.#leftover.push(opening);
    } else {
      const done = this.#deps.lending.voidOpening(opening.opening, 'never-seen-open');
      if (!done.ok) this.#leftover.push(opening);
    }
  }

  /** The door still stands open: the same screen comes back and waits for it to close. */
  #resume(opening: Opening): void {
    if (opening.openedAt === null) this.#deps.lending.openingOpened(opening.opening);
    this.#running = { opening, cycle: resumeCycle(this.#deps.clock.mono()) };
    this.#deps.news({ is: 'cycle', opening, cycle: this.#running.cycle });
    this.#readSoon(opening, doorDelays.poll);
  }

  #suspectDoor(door: number, opening: string): void {
    if (this.#suspect.has(door)) return;
    this.#suspect.add(door);
    this.#note(door, 'suspect', opening);
  }

  #trust(door: number): void {
    if (!this.#suspect.delete(door)) return;
    this.#note(door, 'trusted', null);
  }

  #note(
    door: number,
    what: 'opened-unasked' | 'closed-unasked' | 'left-open' | 'suspect' | 'trusted',
    opening: string | null,
  ): void {
    this.#deps.lending.noteDoor({ door, what, opening });
  }
}
