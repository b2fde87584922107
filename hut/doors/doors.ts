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
import type { Result } from '../../domain/result.ts';
import { faultOf } from '../ledger/fault.ts';
import type { NotRecorded } from '../lending/lending.ts';
import { type Log, stackOf } from '../log.ts';
import type { DoorBook, DoorOutcome, DoorOpening as Opening } from './door-book.ts';
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
  | { is: 'finished'; opening: Opening; result: DoorOutcome }
  | { is: 'void'; opening: Opening; because: VoidReason }
  | { is: 'not-recorded'; opening: Opening; refusal: Refusal };

export interface DoorsDeps {
  clock: Clock;
  wire: DoorWire;
  lending: DoorBook;
  news: (news: DoorNews) => void;
  /** Whether a door that stands open from before may take the screen: nobody else is in the middle of something. */
  mayResume: () => boolean;
  /** A door moved, a board came or went: the screen may need drawing. */
  changed: () => void;
  log: Log;
}

interface Running {
  opening: Opening;
  cycle: CycleState;
  /** That the door was seen open is in the ledger. */
  openedRecorded: boolean;
}

interface Leftover {
  /** Its door may take the screen again while it stands open. Not where the person said it cannot be closed. */
  resume: boolean;
  /** It came to nothing and the disk refused to take that down. */
  because?: VoidReason;
}

/**
 * Runs door cycles and watches the doors between them. It records what a door did whether or not a screen is
 * there to show it, and settles after a restart what was open before.
 */
export class Doors {
  #deps: DoorsDeps;
  #running: Running | null = null;
  /** Openings that nobody follows now: from before a restart, or left unanswered. By reference. */
  #leftover = new Map<string, Leftover>();
  /** Things that moved and are not written down yet. By reference. */
  #owed = new Set<string>();
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
      if (this.#running === null && !this.#paused) this.#schedule(0, () => this.#guarded(this.#round()));
    });
  }

  /** All doors of the hut. */
  get numbers(): readonly number[] {
    return this.#deps.wire.doors;
  }

  /** Why this door cannot be used now, or null. */
  faultOf(door: number): DoorFault | null {
    if (!this.#deps.wire.reachable(door)) return 'unreachable';
    if (this.#suspect.has(door)) return 'stuck';
    if (this.#running?.opening.door !== door && this.#seen.get(door) === 'open') return 'standing-open';
    return null;
  }

  get running(): Running | null {
    return this.#running;
  }

  /**
   * No rounds while somebody is about to open a door: the pulse then finds an idle bus. A door at work is read
   * all the same.
   */
  pause(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    if (!paused && this.#running === null) this.#nextRound();
  }

  /** Sends the pulse of a committed opening, now, and follows the door from there. */
  start(opening: Opening): void {
    const { clock, wire } = this.#deps;
    const sent = wire.open(opening.door, opening.opening);
    this.#cancel();
    this.#running = { opening, cycle: startCycle(clock.mono()), openedRecorded: false };
    this.#guarded(
      sent.then((outcome) => {
        this.#take(opening, { saw: outcome });
        this.#readSoon(opening, 0);
      }),
    );
  }

  /** The person says the door did not open, or will not close. */
  complain(): void {
    if (this.#running !== null) this.#take(this.#running.opening, { saw: 'complaint' });
  }

  /** The person says whether the thing moved, where the door cannot tell. */
  declare(moved: boolean): void {
    const running = this.#running;
    if (running === null || running.cycle.is !== 'doubt') return;
    const { opening, cycle } = running;
    this.#running = null;
    if (cycle.because === 'will-not-close') {
      this.#note(opening.door, 'left-open', opening.opening);
      this.#suspectDoor(opening.door, opening.opening);
    }
    if (moved) this.#finish(opening, 'declared');
    else this.#void(opening, 'declared-not-moved');
    this.#nextRound();
  }

  /** Nobody answered a doubt: the opening waits, and is settled by what its door says later. */
  abandon(): void {
    const running = this.#running;
    if (running === null || running.cycle.is !== 'doubt') return;
    const { opening, cycle } = running;
    const resume = cycle.because !== 'will-not-close';
    this.#leftover.set(opening.opening, { resume });
    this.#running = null;
    if (!resume) this.#suspectDoor(opening.door, opening.opening);
    this.#nextRound();
  }

  /**
   * After a restart: every door is unknown. Reads them all and settles what was open; a queued unlock is never
   * sent. Resolves when each leftover opening is settled, resumed, or waits for a board that does not answer.
   */
  async settleAtBoot(): Promise<number> {
    const unsettled = this.#deps.lending.unsettledOpenings();
    for (const { opening } of unsettled) this.#leftover.set(opening, { resume: true });
    await this.#round();
    return unsettled.length;
  }

  /** The ledger was opened anew: what it still holds open is settled as after a restart, what is owed is paid. */
  settleAgain(): void {
    for (const { opening } of this.#deps.lending.unsettledOpenings()) {
      if (this.#running?.opening.opening === opening || this.#owed.has(opening)) continue;
      if (!this.#leftover.has(opening)) this.#leftover.set(opening, { resume: true });
    }
    if (this.#running === null) this.#nextRound();
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

  #nextRound(): void {
    this.#schedule(watchDelays.round, () => this.#guarded(this.#round()));
  }

  /** A bug or a broken disk under one look at the doors must not end the process while a door is open. */
  #guarded(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#deps.log({ what: 'doors-failed', error: stackOf(error) });
      if (this.#running === null) this.#nextRound();
      else this.#readSoon(this.#running.opening, doorDelays.poll);
    });
  }

  #readSoon(opening: Opening, ms: number): void {
    if (this.#running?.opening !== opening || !isRunning(this.#running.cycle)) return;
    this.#schedule(ms, () => this.#guarded(this.#look(opening)));
  }

  async #look(opening: Opening): Promise<void> {
    const lock = await this.#deps.wire.read(opening.door);
    if (this.#running?.opening !== opening) return;
    if (lock !== 'silence') this.#seen.set(opening.door, lock);
    this.#take(opening, lock === 'silence' ? { saw: 'silence' } : { saw: 'reading', lock });
    this.#readSoon(opening, doorDelays.poll);
  }

  #take(opening: Opening, input: CycleInput): void {
    const running = this.#running;
    if (running === null || running.opening !== opening) return;
    const step = stepCycle(running.cycle, input, this.#deps.clock.mono());
    running.cycle = step.state;
    // A disk that refused it is asked again at each reading: without it a restart would not know.
    if (step.state.is === 'open' && !running.openedRecorded) {
      running.openedRecorded = this.#recorded(() => this.#deps.lending.openingOpened(opening.opening)).ok;
    }
    if (step.state.is === 'closed') {
      this.#running = null;
      this.#trust(opening.door);
      this.#deps.news({ is: 'cycle', opening, cycle: step.state });
      this.#finish(opening, 'door');
      this.#nextRound();
    } else if (step.state.is === 'failed') {
      this.#running = null;
      if (step.state.because === 'stuck') this.#suspectDoor(opening.door, opening.opening);
      this.#void(opening, step.state.because);
      this.#nextRound();
    } else if (step.changed) {
      if (step.state.is === 'open' && step.state.shown === 'alarm')
        this.#note(opening.door, 'left-open', opening.opening);
      this.#deps.news({ is: 'cycle', opening, cycle: step.state });
    }
  }

  /** A disk that breaks while it is read before the write has recorded nothing either. */
  #recorded<T>(write: () => Result<T, NotRecorded>): Result<T, NotRecorded> {
    try {
      return write();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null) throw error;
      this.#deps.log({ what: 'not-recorded', code: fault.code, message: fault.message });
      return { ok: false, refusal: { why: 'not-recorded', because: 'disk-error' } };
    }
  }

  #finish(opening: Opening, evidence: Evidence): void {
    const done = this.#recorded(() => this.#deps.lending.finishOpening(opening.opening, evidence));
    if (done.ok) {
      this.#owed.delete(opening.opening);
      this.#deps.news({ is: 'finished', opening, result: done.value });
      return;
    }
    if (!this.#owed.has(opening.opening)) {
      this.#owed.add(opening.opening);
      this.#deps.news({ is: 'not-recorded', opening, refusal: done.refusal });
    }
    // The thing moved: this must be written down, however long the disk takes to come back.
    this.#deps.clock.after(watchDelays.recordAgain, () => {
      if (!this.#closed) this.#finish(opening, evidence);
    });
  }

  #void(opening: Opening, because: VoidReason): void {
    const done = this.#recorded(() => this.#deps.lending.voidOpening(opening.opening, because));
    if (!done.ok) this.#leftover.set(opening.opening, { resume: false, because });
    this.#deps.news({ is: 'void', opening, because });
  }

  /** One look at all doors: moves nobody asked for, and what a restart left behind. */
  async #round(): Promise<void> {
    if (this.#closed || this.#running !== null) return;
    const seen = await this.#deps.wire.readAll();
    if (this.#closed || this.#running !== null) return;
    for (const [door, lock] of seen) this.#notice(door, lock);
    this.#settle(seen);
    if (!this.#paused && this.#running === null) this.#nextRound();
  }

  #notice(door: number, lock: Lock): void {
    const before = this.#seen.get(door);
    if (lock === 'unknown' || lock === before) return;
    this.#seen.set(door, lock);
    if (this.#deps.lending.unsettledOpenings().some((opening) => opening.door === door)) return;
    if (lock === 'open') this.#note(door, 'opened-unasked', null);
    else if (before === 'open') {
      this.#note(door, 'closed-unasked', null);
      // Somebody opened it and shut it by hand: lock and switch both work again.
      this.#trust(door);
    }
    this.#deps.changed();
  }

  #settle(seen: Map<number, Lock>): void {
    if (this.#leftover.size === 0) return;
    // Fresh from the ledger: what a person did by hand meanwhile has settled some of them.
    const unsettled = this.#deps.lending.unsettledOpenings();
    for (const [ref, left] of this.#leftover) {
      const opening = unsettled.find((each) => each.opening === ref);
      if (opening === undefined || this.#settled(opening, left, seen.get(opening.door)))
        this.#leftover.delete(ref);
    }
  }

  /** True when nothing is left to do about it. */
  #settled(opening: Opening, left: Leftover, lock: Lock | undefined): boolean {
    const { lending, log, mayResume } = this.#deps;
    if (left.because !== undefined) return lending.voidOpening(opening.opening, left.because).ok;
    if (lock === 'open') {
      if (!left.resume || this.#running !== null || !mayResume()) return false;
      this.#resume(opening);
      return true;
    }
    if (lock !== 'closed') return false;
    log({ what: 'opening-settled', opening: opening.opening, opened: opening.openedAt !== null });
    if (opening.openedAt !== null) return lending.finishOpening(opening.opening, 'boot').ok;
    const done = lending.voidOpening(opening.opening, 'never-seen-open').ok;
    // Somebody may have put a thing in that is still billed: the door is looked at before it is used again.
    if (done && opening.purpose === 'return') this.#suspectDoor(opening.door, opening.opening);
    return done;
  }

  /** The door still stands open: the same screen comes back and waits for it to close. */
  #resume(opening: Opening): void {
    const openedRecorded =
      opening.openedAt !== null || this.#recorded(() => this.#deps.lending.openingOpened(opening.opening)).ok;
    this.#running = { opening, cycle: resumeCycle(this.#deps.clock.mono()), openedRecorded };
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
    this.#recorded(() => this.#deps.lending.noteDoor({ door, what, opening }));
  }
}
