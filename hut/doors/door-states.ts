import type { Clock } from '../../domain/clock.ts';
import { type DoorSight, type LastPulse, moveOf, occupancyOf } from '../../domain/door/noticing.ts';
import type { DoorMove } from '../../domain/ledger/door-events.ts';
import type { DoorBook, DoorOpening } from './door-book.ts';

export interface DoorStatesDeps {
  clock: Clock;
  /** Writes down what a door did. A disk that refuses it is known elsewhere. */
  note: (noticed: { door: number; what: DoorMove; opening: string | null; visit: string | null }) => void;
  /** The visit of whoever is at the screen; null when nobody is. */
  visit: () => string | null;
  /** A door moved that nobody asked to. */
  moved: (door: number, what: DoorMove) => void;
}

/** What the hut knows of each door, and what it makes of a change that no opening asked for. */
export class DoorStates {
  readonly #deps: DoorStatesDeps;
  readonly #seen = new Map<number, DoorSight>();
  /** Doors that are not offered, and the opening that showed why where it is known. */
  readonly #suspect: Map<number, string | null>;
  #pulse: LastPulse | null = null;

  constructor(book: DoorBook, deps: DoorStatesDeps) {
    this.#deps = deps;
    this.#suspect = new Map([...book.suspectDoors()].map((door) => [door, null]));
  }

  isSuspect(door: number): boolean {
    return this.#suspect.has(door);
  }

  standsOpen(door: number): boolean {
    return this.#seen.get(door)?.lock === 'open';
  }

  /** True when this look tells anything that the last one did not. */
  isNews(door: number, now: DoorSight): boolean {
    const before = this.#seen.get(door);
    return before?.lock !== now.lock || before.occupied !== now.occupied;
  }

  /** A pulse leaves: what other doors do in the next moments may come of it. */
  pulsed({ door, opening, visit }: DoorOpening): void {
    this.#pulse = { door, opening, visit, at: this.#deps.clock.mono() };
  }

  /** A look at a door whose opening is under way: what it does is that opening's. */
  atWork({ door, opening, visit }: DoorOpening, now: DoorSight): void {
    const changed = occupancyOf(this.#seen.get(door), now);
    this.#keep(door, now);
    if (changed !== null) this.#deps.note({ door, what: changed, opening, visit });
  }

  /** A look at a door that nothing is under way with. */
  atRest(door: number, now: DoorSight): void {
    const before = this.#seen.get(door);
    const pulse = this.#pulse;
    const at = this.#deps.clock.mono();
    const what = moveOf({ door, before, now, suspect: this.#suspect.has(door), pulse, at });
    const changed = occupancyOf(before, now);
    this.#keep(door, now);
    const visit = this.#deps.visit();
    if (what === 'popped-open') this.#note(door, what, pulse?.opening ?? null, pulse?.visit ?? null);
    else if (what === 'sprang-late') this.#note(door, what, this.#suspect.get(door) ?? null, visit);
    else if (what !== null) this.#note(door, what, null, visit);
    if (changed !== null) this.#note(door, changed, null, visit);
    // Opened and shut without us: lock and switch both work again.
    if (what === 'closed-unasked') this.trust(door, null);
    if (what !== null) this.#deps.moved(door, what);
  }

  /** It is not offered any more until it has been seen to open and close. */
  distrust({ door, opening, visit }: DoorOpening): void {
    if (this.#suspect.has(door)) return;
    this.#suspect.set(door, opening);
    this.#note(door, 'suspect', opening, visit);
  }

  trust(door: number, opening: DoorOpening | null): void {
    if (this.#suspect.delete(door)) {
      this.#note(door, 'trusted', opening?.opening ?? null, opening?.visit ?? null);
    }
  }

  #note(door: number, what: DoorMove, opening: string | null, visit: string | null): void {
    this.#deps.note({ door, what, opening, visit });
  }

  /** A status that means nothing tells nothing: the last that did stays. */
  #keep(door: number, now: DoorSight): void {
    const before = this.#seen.get(door);
    const lock = now.lock === 'unknown' ? (before?.lock ?? 'unknown') : now.lock;
    this.#seen.set(door, { ...before, ...now, lock });
  }
}
