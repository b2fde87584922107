import type { Clock } from '../../domain/clock.ts';
import type { Refusal } from '../../domain/contract/screen.ts';
import {
  type CycleInput,
  type CycleState,
  doorDelays,
  isRunning,
  isSurelyOpen,
  readAgainIn,
  resumeCycle,
  startCycle,
  stepCycle,
} from '../../domain/door/cycle.ts';
import type { DoorSight } from '../../domain/door/noticing.ts';
import type { DoorMove } from '../../domain/ledger/door-events.ts';
import type { Evidence, VoidReason } from '../../domain/ledger/events.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import type { Result } from '../../domain/result.ts';
import { faultOf } from '../ledger/fault.ts';
import type { NotRecorded } from '../lending/lending.ts';
import { type Log, stackOf } from '../log.ts';
import type { DoorBook, DoorOutcome, DoorOpening as Opening } from './door-book.ts';
import { DoorStates } from './door-states.ts';
import type { DoorWire } from './door-wire.ts';
import { recorded } from './recorded.ts';
import { DoorWatch } from './watch.ts';

/** Milliseconds before a result that the disk refused is tried again. */
const recordAgain = 2_000;

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
  /** The visit of whoever is at the screen; null when nobody is. */
  visit: () => string | null;
  /** Whether a door that stands open from before may take the screen: nobody else is in the middle of something. */
  mayResume: () => boolean;
  /** A door moved, a board came or went: the screen may need drawing. */
  changed: () => void;
  /** A door came open that nobody asked for: whoever is there should look. */
  alarm: () => void;
  log: Log;
}

const alarming: ReadonlySet<DoorMove> = new Set(['opened-unasked', 'popped-open', 'sprang-late']);

interface Running {
  opening: Opening;
  cycle: CycleState;
  /** That the door was seen open is in the ledger. */
  openedRecorded: boolean;
  /** That it was left open is: once, however often the board is lost and heard again meanwhile. */
  leftOpenRecorded: boolean;
}

interface Leftover {
  /** Its door may take the screen again while it stands open. Not where the person said it cannot be closed. */
  resume: boolean;
  /** It came to nothing and the disk refused to take that down. */
  because?: VoidReason;
  /** The look before said closed; one more in a row and the door is shut. Switches bounce. */
  closedOnce?: boolean;
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
  readonly #states: DoorStates;
  readonly #watch: DoorWatch;
  #cancel: () => void = () => {};
  #closed = false;

  constructor(deps: DoorsDeps) {
    this.#deps = deps;
    const { clock, wire, visit, changed, log } = deps;
    this.#states = new DoorStates(deps.lending, {
      clock,
      visit,
      note: (noticed) => this.#recorded(() => deps.lending.noteDoor(noticed)),
      moved: (_, what) => {
        if (alarming.has(what)) deps.alarm();
        changed();
      },
    });
    this.#watch = new DoorWatch({ clock, wire, log, seen: (doors) => this.#looked(doors) });
    wire.onLink(changed);
  }

  /** All doors of the hut. */
  get numbers(): readonly number[] {
    return this.#deps.wire.doors;
  }

  /** Why this door cannot be used now, or null. */
  faultOf(door: number): DoorFault | null {
    if (!this.#deps.wire.reachable(door)) return 'unreachable';
    if (this.#states.isSuspect(door)) return 'stuck';
    if (this.#running?.opening.door !== door && this.#states.standsOpen(door)) return 'standing-open';
    return null;
  }

  get running(): Running | null {
    return this.#running;
  }

  /** Somebody is about to open a door, or not any more: the bus is kept freer meanwhile. */
  aboutToOpen(so: boolean): void {
    this.#watch.aboutToOpen(so);
  }

  /** Sends the pulse of a committed opening, now, and follows the door from there. */
  start(opening: Opening): CycleState {
    const { wire } = this.#deps;
    const sent = wire.open(opening.door, opening.opening);
    this.#states.pulsed(opening);
    this.#cancel();
    const cycle = startCycle(wire.coil(opening.door));
    this.#running = {
      opening,
      cycle,
      openedRecorded: false,
      leftOpenRecorded: false,
    };
    this.#guarded(
      sent.then((outcome) => {
        this.#take(opening, { saw: outcome });
        this.#readSoon(opening, 0);
      }),
    );
    return cycle;
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
      this.#leftOpen(running);
      this.#states.distrust(opening);
    }
    if (moved) this.#finish(opening, 'declared');
    else this.#void(opening, 'declared-not-moved');
  }

  /** Nobody answered a doubt: the opening waits, and is settled by what its door says later. */
  abandon(): void {
    const running = this.#running;
    if (running === null || running.cycle.is !== 'doubt') return;
    const { opening, cycle } = running;
    const resume = cycle.because !== 'will-not-close';
    this.#leftover.set(opening.opening, { resume });
    this.#running = null;
    if (!resume) this.#states.distrust(opening);
  }

  /**
   * A keeper is about to open this door. An opening that waits for its switch ends here: one that is not wired, or broke,
   * would keep the door shut for ever. Whoever stands before it sees what is in there.
   */
  stopWaiting(door: number): void {
    if (!this.#deps.wire.reachable(door) || this.#states.standsOpen(door)) return;
    for (const opening of this.#unsettled() ?? []) {
      const left = this.#leftover.get(opening.opening);
      if (opening.door !== door || left === undefined || left.because !== undefined) continue;
      if (this.#settleUnfollowed(opening)) this.#leftover.delete(opening.opening);
    }
  }

  /**
   * After a restart: every door is unknown, and what was open is settled by what its board says of it, as soon as that
   * answers; a queued unlock is never sent. Resolves after the first look, with how many openings were left over.
   */
  async settleAtBoot(): Promise<number> {
    const unsettled = this.#deps.lending.unsettledOpenings();
    for (const { opening } of unsettled) this.#leftover.set(opening, { resume: true });
    await this.#watch.start();
    return unsettled.length;
  }

  /** The ledger was opened anew: what it still holds open is settled as after a restart, what is owed is paid. */
  settleAgain(): void {
    for (const { opening } of this.#deps.lending.unsettledOpenings()) {
      if (this.#running?.opening.opening === opening || this.#owed.has(opening)) continue;
      if (!this.#leftover.has(opening)) this.#leftover.set(opening, { resume: true });
    }
    this.#watch.soon();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    this.#watch.close();
    await this.#deps.wire.close();
  }

  #schedule(ms: number, run: () => void): void {
    this.#cancel();
    if (this.#closed) return;
    this.#cancel = this.#deps.clock.after(ms, run);
  }

  /** A bug or a broken disk under one look at the doors must not end the process while a door is open. */
  #guarded(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#deps.log({ what: 'doors-failed', error: stackOf(error) });
      if (this.#running !== null) this.#readSoon(this.#running.opening, doorDelays.poll);
    });
  }

  #readSoon(opening: Opening, ms: number): void {
    if (this.#running?.opening !== opening || !isRunning(this.#running.cycle)) return;
    this.#schedule(ms, () => this.#guarded(this.#look(opening)));
  }

  async #look(opening: Opening): Promise<void> {
    const sight = await this.#deps.wire.read(opening.door);
    if (this.#running?.opening !== opening) return;
    if (sight !== 'silence') this.#states.atWork(opening, sight);
    this.#take(opening, sight === 'silence' ? { saw: 'silence' } : { saw: 'reading', lock: sight.lock });
    const cycle = this.#running?.cycle;
    if (cycle !== undefined) this.#readSoon(opening, readAgainIn(cycle, this.#deps.clock.mono()));
  }

  #take(opening: Opening, input: CycleInput): void {
    const running = this.#running;
    if (running === null || running.opening !== opening) return;
    const step = stepCycle(running.cycle, input, this.#deps.clock.mono());
    running.cycle = step.state;
    // A disk that refused it is asked again at each reading: without it a restart would not know.
    if (isSurelyOpen(step.state) && !running.openedRecorded) {
      running.openedRecorded = this.#recorded(() => this.#deps.lending.openingOpened(opening.opening)).ok;
    }
    if (step.state.is === 'closed') {
      this.#running = null;
      this.#states.trust(opening.door, opening);
      this.#deps.news({ is: 'cycle', opening, cycle: step.state });
      this.#finish(opening, 'door');
    } else if (step.state.is === 'failed') {
      this.#running = null;
      if (step.state.because === 'stuck') this.#states.distrust(opening);
      this.#void(opening, step.state.because);
    } else if (step.changed) {
      if (step.state.is === 'open' && step.state.shown === 'alarm') this.#leftOpen(running);
      this.#deps.news({ is: 'cycle', opening, cycle: step.state });
    }
  }

  #recorded<T>(write: () => Result<T, NotRecorded>): Result<T, NotRecorded> {
    return recorded(this.#deps.log, write);
  }

  #finish(opening: Opening, evidence: Evidence): void {
    const done = this.#recorded(() => this.#deps.lending.finishOpening(opening.opening, evidence));
    if (done.ok) {
      this.#owed.delete(opening.opening);
      if (done.value !== null) this.#deps.news({ is: 'finished', opening, result: done.value });
      return;
    }
    if (!this.#owed.has(opening.opening)) {
      this.#owed.add(opening.opening);
      this.#deps.news({ is: 'not-recorded', opening, refusal: done.refusal });
    }
    // The thing moved: this must be written down, however long the disk takes to come back.
    this.#deps.clock.after(recordAgain, () => {
      if (!this.#closed) this.#finish(opening, evidence);
    });
  }

  #void(opening: Opening, because: VoidReason): void {
    const done = this.#recorded(() => this.#deps.lending.voidOpening(opening.opening, because));
    if (!done.ok) this.#leftover.set(opening.opening, { resume: false, because });
    this.#deps.news({ is: 'void', opening, because });
  }

  /** One look at the doors of a board: moves nobody asked for, and what a restart left behind. */
  #looked(seen: ReadonlyMap<number, DoorSight>): void {
    const news = [...seen].filter(([door, sight]) => this.#states.isNews(door, sight));
    const unsettled = (news.length === 0 ? null : this.#unsettled()) ?? [];
    for (const [door, sight] of news) {
      const opening = unsettled.find((each) => each.door === door);
      if (opening === undefined) this.#states.atRest(door, sight);
      else this.#states.atWork(opening, sight);
    }
    this.#settle(seen);
  }

  #settle(seen: ReadonlyMap<number, DoorSight>): void {
    if (this.#leftover.size === 0) return;
    // Fresh from the ledger: what a person did by hand meanwhile has settled some of them.
    const unsettled = this.#unsettled();
    if (unsettled === null) return;
    for (const [ref, left] of this.#leftover) {
      const opening = unsettled.find((each) => each.opening === ref);
      if (opening !== undefined && !this.#settled(opening, left, seen.get(opening.door)?.lock)) continue;
      this.#leftover.delete(ref);
      // Somebody may be looking at their loans just now.
      this.#deps.changed();
    }
  }

  /** What the ledger holds open; null while it cannot be asked: the doors are watched all the same. */
  #unsettled(): readonly Opening[] | null {
    try {
      return this.#deps.lending.unsettledOpenings();
    } catch (error) {
      if (faultOf(error) === null) throw error;
      return null;
    }
  }

  /** True when nothing is left to do about it. */
  #settled(opening: Opening, left: Leftover, lock: DoorSight['lock'] | undefined): boolean {
    const { lending, mayResume } = this.#deps;
    if (left.because !== undefined) return lending.voidOpening(opening.opening, left.because).ok;
    // This look was at another board.
    if (lock === undefined) return false;
    const closedBefore = left.closedOnce === true;
    left.closedOnce = lock === 'closed';
    if (lock === 'open') {
      if (!left.resume || this.#running !== null || !mayResume()) {
        // Nobody follows it now; that it stood open is known all the same once it is shut.
        if (opening.openedAt === null) this.#recorded(() => lending.openingOpened(opening.opening));
        return false;
      }
      this.#resume(opening);
      return true;
    }
    if (lock !== 'closed' || !closedBefore) return false;
    if (!this.#settleUnfollowed(opening)) return false;
    // It was open and is shut: whoever said that it would not close was helped since.
    if (opening.openedAt !== null) this.#states.trust(opening.door, opening);
    return true;
  }

  /** What was open is finished, what nobody saw open is void. */
  #settleUnfollowed(opening: Opening): boolean {
    const { lending, log } = this.#deps;
    log({ what: 'opening-settled', opening: opening.opening, opened: opening.openedAt !== null });
    if (opening.openedAt !== null) return lending.finishOpening(opening.opening, 'boot').ok;
    const done = lending.voidOpening(opening.opening, 'never-seen-open').ok;
    // Somebody may have put a thing in that is still billed: the door is looked at before it is used again.
    if (done && opening.purpose === 'return') this.#states.distrust(opening);
    return done;
  }

  /** The door still stands open: the same screen comes back and waits for it to close. */
  #resume(opening: Opening): void {
    const openedRecorded =
      opening.openedAt !== null || this.#recorded(() => this.#deps.lending.openingOpened(opening.opening)).ok;
    const cycle = resumeCycle(this.#deps.clock.mono());
    this.#running = { opening, cycle, openedRecorded, leftOpenRecorded: false };
    this.#deps.news({ is: 'cycle', opening, cycle });
    this.#readSoon(opening, doorDelays.poll);
  }

  #leftOpen(running: Running): void {
    if (running.leftOpenRecorded) return;
    const { door, opening, visit } = running.opening;
    running.leftOpenRecorded = this.#recorded(() =>
      this.#deps.lending.noteDoor({ door, what: 'left-open', opening, visit }),
    ).ok;
  }
}
