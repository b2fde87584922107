import type { Clock } from '../../../domain/clock.ts';
import type { FarEnd } from '../../port/far-end.ts';
import type { Heard } from './firmware.ts';

/** Milliseconds of silence that end a frame: the pieces of one write arrive closer together. */
const frameEnds = 20;
/** Characters between two frames that a board needs to notice the second one. */
const needsGap = 3.5;

/** A board as its wire sees it. */
export interface OnWire {
  readonly powered: boolean;
  hear(bytes: Uint8Array): Heard;
  /** It is for this board: the bytes of the order, and what was understood. */
  obey(heard: Heard & { is: 'order' }, raw: Uint8Array): void;
}

/**
 * The far end of a cable with one or several boards on it, at one speed. Strict: what no board on it understands is
 * an error.
 */
export class SimulatedWire {
  readonly clock: Clock;
  /** What the driver should never have sent. A test that does not expect any must find this empty. */
  readonly errors: string[] = [];
  /** Orders that came so soon after the last answer that the boards missed them. Only where bytes are paced. */
  missed = 0;
  readonly #far: FarEnd;
  readonly #baud: number | undefined;
  readonly #boards: OnWire[] = [];
  #input: Uint8Array = new Uint8Array(0);
  #heardAt = Number.NEGATIVE_INFINITY;
  #lineFreeAt = Number.NEGATIVE_INFINITY;
  #boardsQuietSince = Number.NEGATIVE_INFINITY;

  /** `baud`: paces all bytes, both ways, as a line of that speed does; left out, they take no time. */
  constructor(far: FarEnd, { clock, baud }: { clock: Clock; baud?: number | undefined }) {
    this.#far = far;
    this.clock = clock;
    this.#baud = baud;
    far.onData((bytes) => this.take(bytes));
  }

  join(board: OnWire): void {
    this.#boards.push(board);
  }

  /** Bytes from the driver. */
  take(bytes: Uint8Array): void {
    const now = this.clock.mono();
    if (this.#baud === undefined) {
      this.#arrived(bytes);
      return;
    }
    if (this.#input.length === 0 && now < this.#boardsQuietSince + this.#time(needsGap)) {
      this.missed += 1;
      return;
    }
    this.#after(bytes.length, () => this.#arrived(bytes));
  }

  /** Bytes from a board to the driver. */
  send(bytes: Uint8Array): void {
    if (this.#baud === undefined) this.#far.write(bytes);
    else {
      this.#after(bytes.length, () => this.#far.write(bytes));
      this.#boardsQuietSince = this.#lineFreeAt;
    }
  }

  /** Milliseconds that so many characters of ten bits take. */
  #time(characters: number): number {
    return this.#baud === undefined ? 0 : (characters * 10_000) / this.#baud;
  }

  #after(characters: number, run: () => void): void {
    this.#lineFreeAt = Math.max(this.clock.mono(), this.#lineFreeAt) + this.#time(characters);
    this.clock.after(this.#lineFreeAt - this.clock.mono(), run);
  }

  #arrived(bytes: Uint8Array): void {
    const now = this.clock.mono();
    if (this.#input.length > 0 && now - this.#heardAt > frameEnds) this.#refuse('unfinished');
    this.#heardAt = now;
    this.#input = Uint8Array.from([...this.#input, ...bytes]);
    while (this.#input.length > 0) {
      const used = this.#understand(this.#input);
      if (used === 0) return;
      this.#input = this.#input.slice(used);
    }
  }

  /** How many bytes from the start are dealt with; none while a frame may still become whole. */
  #understand(input: Uint8Array): number {
    const heard = this.#boards
      .filter((board) => board.powered)
      .map((board) => ({ board, heard: board.hear(input) }));
    if (heard.length === 0) return input.length;
    let used = 0;
    let obeyed = 0;
    for (const { board, heard: each } of heard) {
      if (each.is === 'others') used = Math.max(used, each.used);
      if (each.is !== 'order') continue;
      obeyed += 1;
      used = Math.max(used, each.used);
      board.obey(each, input.slice(0, each.used));
    }
    if (obeyed > 1) this.errors.push(`${obeyed} boards obeyed ${hex(input)}`);
    if (used > 0) return used;
    if (heard.some(({ heard: each }) => each.is === 'part')) return 0;
    this.#refuse('unknown');
    return 0;
  }

  #refuse(why: string): void {
    this.errors.push(`${why}: ${hex(this.#input)}`);
    this.#input = new Uint8Array(0);
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
