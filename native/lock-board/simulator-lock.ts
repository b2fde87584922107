/** What is wrong with one simulated lock. */
export interface LockFaults {
  /** The bolt does not move: the coil is fired and the door stays shut. */
  stuck: boolean;
  /** The switch says closed (or open) whatever the door does. */
  feedbackStuck: 'closed' | 'open' | null;
  /** So many readings of the switch are inverted after the door moved. */
  bounce: number;
}

/** One lock with its coil, its door and its switch, each on its own. */
export class SimulatedLock {
  readonly faults: LockFaults = { stuck: false, feedbackStuck: null, bounce: 0 };
  readonly #moved: () => void;
  #pulses = 0;
  #open = false;
  #bouncing = 0;

  constructor(moved: () => void) {
    this.#moved = moved;
  }

  get pulses(): number {
    return this.#pulses;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Fires the coil. With `broken`, the power is gone before the bolt has moved. */
  pulse(broken = false): void {
    this.#pulses += 1;
    if (!broken && !this.faults.stuck) this.move(true);
  }

  /** The door is opened or shut: by its spring, a neighbour, or a hand. */
  move(open: boolean): void {
    if (this.#open === open) return;
    this.#open = open;
    this.#bouncing = this.faults.bounce;
    this.#moved();
  }

  /** What the switch says now. */
  readSwitch(): boolean {
    if (this.faults.feedbackStuck !== null) return this.faults.feedbackStuck === 'open';
    if (this.#bouncing === 0) return this.#open;
    this.#bouncing -= 1;
    return !this.#open;
  }
}
