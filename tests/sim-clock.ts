import type { Clock } from '../domain/clock.ts';

interface Timer {
  due: number;
  order: number;
  run: () => void;
}

/** A clock that stands still until told. Timers run in order of their time, then of their making. */
export class SimClock implements Clock {
  #mono = 0;
  #wall: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** `wall`: milliseconds since 1970 at the start; by default a Monday morning, 2026-03-02 08:00 in Shanghai. */
  constructor(wall = Date.UTC(2026, 2, 2, 0, 0, 0)) {
    this.#wall = wall;
  }

  wall(): number {
    return this.#wall;
  }

  mono(): number {
    return this.#mono;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { due: this.#mono + Math.max(0, ms), order: this.#order++, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer, or null when none waits. */
  untilNext(): number | null {
    const next = this.#next();
    return next === undefined ? null : next.due - this.#mono;
  }

  /** Lets `ms` pass; timers made on the way run too when they fall due. */
  advance(ms: number): void {
    const end = this.#mono + ms;
    for (;;) {
      const next = this.#next();
      if (next === undefined || next.due > end) break;
      this.#move(next.due);
      this.#timers.delete(next);
      next.run();
    }
    this.#move(end);
  }

  /** Sets the wall clock, as somebody would by hand; time that grows is untouched. */
  setWall(wall: number): void {
    this.#wall = wall;
  }

  #move(to: number): void {
    if (to <= this.#mono) return;
    this.#wall += to - this.#mono;
    this.#mono = to;
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (
        first === undefined ||
        timer.due < first.due ||
        (timer.due === first.due && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}
