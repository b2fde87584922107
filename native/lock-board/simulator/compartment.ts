import type { Clock } from '../../../domain/clock.ts';

/** What is wrong with one lock, its door, its switch or its sensor. */
export interface CompartmentFaults {
  /** The bolt does not move: the coil is fired and the door stays shut. */
  stuck: boolean;
  /** The bolt is drawn while the coil is fired and falls back, and the switch follows the bolt: the lid is swollen. */
  boltFallsBack: boolean;
  /** Milliseconds after its pulse at which the door springs: a swollen lid, a bolt that sticks for a while. */
  springsAfter: number;
  /** The switch says closed (or open) whatever the door does. */
  feedbackStuck: 'closed' | 'open' | null;
  /** The switch is wired the wrong way round. */
  feedbackInverted: boolean;
  /** So many readings of the switch are inverted after the door moved. */
  bounce: number;
  /** The sensor says occupied (or empty) whatever lies there. */
  sensorStuck: boolean | null;
}

const noFaults: CompartmentFaults = {
  stuck: false,
  boltFallsBack: false,
  springsAfter: 0,
  feedbackStuck: null,
  feedbackInverted: false,
  bounce: 0,
  sensorStuck: null,
};

/** Milliseconds for which a pulse draws the bolt. */
const coil = 300;
/**
 * Milliseconds after a door sprang before anybody can have pushed it shut: a hut counts a door as opened once it has
 * read it open 0.4 s after its pulse was answered or given up, and a machine with much to do reads late.
 */
const handNeeds = 1_000;

/** The coil and the bolt it draws. */
class SimulatedLock {
  pulses = 0;
  /** Monotonic milliseconds until which the coil holds the bolt. */
  drawnUntil = Number.NEGATIVE_INFINITY;

  /** Fires the coil; true when the bolt is drawn. */
  fire(works: boolean): boolean {
    this.pulses += 1;
    return works;
  }
}

/** What a hand or a spring moves. */
class SimulatedDoor {
  open = false;

  /** True when it moved. */
  move(open: boolean): boolean {
    if (this.open === open) return false;
    this.open = open;
    return true;
  }
}

/** The contact at the bolt, which is all that the board knows of the door. */
class FeedbackSwitch {
  #bouncing = 0;

  moved(bounce: number): void {
    this.#bouncing = bounce;
  }

  /** True when it says open. */
  read(door: boolean, { feedbackStuck, feedbackInverted }: CompartmentFaults): boolean {
    if (feedbackStuck !== null) return feedbackStuck === 'open';
    const said = door !== feedbackInverted;
    if (this.#bouncing === 0) return said;
    this.#bouncing -= 1;
    return !said;
  }
}

/** One door of the locker: lock, door, switch and what lies behind it, each on its own. */
export class Compartment {
  readonly faults: CompartmentFaults = { ...noFaults };
  readonly #clock: Clock;
  readonly #moved: () => void;
  readonly #lock = new SimulatedLock();
  readonly #door = new SimulatedDoor();
  readonly #switch = new FeedbackSwitch();
  #sprangAt = Number.NEGATIVE_INFINITY;
  /** Something lies in it. */
  occupied = false;

  constructor(clock: Clock, moved: () => void) {
    this.#clock = clock;
    this.#moved = moved;
  }

  /** How often the coil was fired. */
  get pulses(): number {
    return this.#lock.pulses;
  }

  get isOpen(): boolean {
    return this.#door.open;
  }

  /** Fires the coil. With `broken`, the power is gone before the bolt has moved. */
  pulse(broken = false): void {
    if (!this.#lock.fire(!broken && !this.faults.stuck)) return;
    if (this.faults.boltFallsBack) {
      this.#lock.drawnUntil = this.#clock.mono() + coil;
      return;
    }
    if (this.faults.springsAfter === 0) this.move(true);
    else this.#clock.after(this.faults.springsAfter, () => this.move(true));
  }

  /** The door is opened or shut: by its spring, a neighbour, or a hand. */
  move(open: boolean): void {
    if (!this.#door.move(open)) return;
    if (open) this.#sprangAt = this.#clock.mono();
    this.#switch.moved(this.faults.bounce);
    this.#moved();
  }

  /** A person pushes it shut, who is no faster than a hand. */
  pushShut(): void {
    const wait = this.#sprangAt + handNeeds - this.#clock.mono();
    if (wait <= 0) this.move(false);
    else this.#clock.after(wait, () => this.move(false));
  }

  /** What the switch says now: true is open. */
  readSwitch(): boolean {
    const drawn = this.#clock.mono() < this.#lock.drawnUntil;
    return this.#switch.read(this.#door.open || drawn, this.faults);
  }

  /** What the occupancy sensor says now. */
  readSensor(): boolean {
    return this.faults.sensorStuck ?? this.occupied;
  }

  clearFaults(): void {
    Object.assign(this.faults, noFaults);
  }
}
