import type { Clock } from '../../domain/clock.ts';
import type { DoorSight } from '../../domain/door/noticing.ts';
import { type Log, stackOf } from '../log.ts';
import type { DoorGroup, DoorWire } from './door-wire.ts';

/**
 * Milliseconds from one look at a board to the next. Whatever a door does is seen within a second: the pace, the
 * boards before it on the same bus, and a frame of its own.
 */
export const watchPace = {
  usual: 500,
  /** While somebody is about to open a door: its pulse then hardly ever waits for a frame under way. */
  aboutToOpen: 800,
  /** At least this long nothing is asked of a board, however slowly it answers. */
  rest: 50,
} as const;

interface Watched {
  group: DoorGroup;
  cancel: () => void;
  looking: boolean;
  /** Somebody asked for a look while one was under way. */
  again: boolean;
}

export interface DoorWatchDeps {
  clock: Clock;
  wire: DoorWire;
  /** What the doors of one board look like now. */
  seen: (doors: ReadonlyMap<number, DoorSight>) => void;
  log: Log;
}

/**
 * Looks at all doors over and over, each board at its own pace, so that one that does not answer takes nothing from
 * the others but its time-out on the bus they share.
 */
export class DoorWatch {
  readonly #deps: DoorWatchDeps;
  readonly #watched: Watched[];
  #pace: number = watchPace.usual;
  #closed = false;

  constructor(deps: DoorWatchDeps) {
    this.#deps = deps;
    this.#watched = deps.wire.groups.map((group) => ({
      group,
      cancel: () => {},
      looking: false,
      again: false,
    }));
    // A board that is back tells at once what its doors did meanwhile.
    deps.wire.onLink(() => this.soon());
    deps.wire.onHint((door) => this.soon(door));
  }

  /** Looks at every door once, then goes on by itself. Resolves after the first look. */
  async start(): Promise<void> {
    await Promise.all(this.#watched.map((each) => this.#look(each)));
  }

  /** Somebody is about to open a door, or not any more. */
  aboutToOpen(so: boolean): void {
    this.#pace = so ? watchPace.aboutToOpen : watchPace.usual;
  }

  /** Looks at once: at the board of this door, or at all. */
  soon(door?: number): void {
    for (const each of this.#watched) {
      if (door === undefined || each.group.doors.includes(door)) void this.#look(each);
    }
  }

  close(): void {
    this.#closed = true;
    for (const { cancel } of this.#watched) cancel();
  }

  async #look(each: Watched): Promise<void> {
    if (this.#closed) return;
    if (each.looking) {
      each.again = true;
      return;
    }
    each.cancel();
    each.looking = true;
    each.again = false;
    const { clock } = this.#deps;
    const from = clock.mono();
    try {
      const doors = each.group.reachable() ? await each.group.readAll() : null;
      if (doors !== null && !this.#closed) this.#deps.seen(doors);
    } catch (error) {
      // A bug or a broken disk under one look must not end the watch.
      this.#deps.log({ what: 'doors-failed', error: stackOf(error) });
    }
    each.looking = false;
    if (this.#closed) return;
    const wait = each.again ? 0 : Math.max(watchPace.rest, from + this.#pace - clock.mono());
    each.cancel = clock.after(wait, () => void this.#look(each));
  }
}
