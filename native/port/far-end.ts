/** The device's side of a simulated cable. */
export interface FarEnd {
  /** Sends bytes to the driver. Dropped when the cable is out or nobody holds the near end open. */
  write(bytes: Uint8Array): void;
  /** One listener. */
  onData(take: (bytes: Uint8Array) => void): void;
}

/**
 * Counts what is under way on one simulated cable, so that a simulated clock moves only when nothing is:
 * bytes written by one end and not yet received by the other, writes not yet called back, openings, closings and
 * unplugs not yet noticed.
 */
export class InFlight {
  #toFar = 0;
  #toNear = 0;
  #work = 0;
  /** Grows with each unplug: what was under way before it does not count any more. */
  life = 0;

  total(): number {
    return this.#toFar + this.#toNear + this.#work;
  }

  sentToFar(bytes: number): void {
    this.#toFar += bytes;
  }

  reachedFar(bytes: number): void {
    this.#toFar = Math.max(0, this.#toFar - bytes);
  }

  sentToNear(bytes: number): void {
    this.#toNear += bytes;
  }

  reachedNear(bytes: number): void {
    this.#toNear = Math.max(0, this.#toNear - bytes);
  }

  /** The near end closed: what had not reached it is lost. */
  nearGone(): void {
    this.#toNear = 0;
  }

  unplugged(): void {
    this.life += 1;
    this.#toFar = 0;
    this.#toNear = 0;
  }

  /** Something has begun; call the answer once when it has ended. */
  begin(): () => void {
    this.#work += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#work -= 1;
    };
  }
}
