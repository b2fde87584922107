import type { Clock } from '../../domain/clock.ts';
import type { Result } from '../../domain/result.ts';
import { Listeners } from '../listeners.ts';
import type { PortError } from '../port/byte-stream.ts';
import type { Link } from '../port/link.ts';
import type { LockError, RawFrame } from './lock-board.ts';
import type { Match, Waste } from './protocol.ts';

export interface Request<T> {
  /** Id of the board that is asked. */
  board: string;
  urgent: boolean;
  tx: Uint8Array;
  /** Monotonic milliseconds after which it is not sent any more. */
  deadline: number;
  /** Milliseconds the board has to answer. */
  within: number;
  match(received: Uint8Array): Match<T>;
  /** No answer is to be had: the order is done, with this, once `within` is over. */
  blind?: T;
}

interface Order {
  board: string;
  urgent: boolean;
  tx: Uint8Array;
  deadline: number;
  within: number;
  blind: boolean;
  /** The system has all its bytes. */
  written: boolean;
  /** Looks at the bytes; answers true when the order has ended. `last` at quiet time and at the time-out. */
  look(received: Uint8Array, last: 'no' | 'quiet' | 'timeout'): 'ended' | 'held' | 'waiting';
  fail(error: LockError): void;
}

/** Milliseconds without a byte after which a held answer is taken; an FTDI adapter pauses 16 ms. */
export const quietTime = 25;
/**
 * The last milliseconds of a time-out are a timer of their own: when this process stalled, what has arrived meanwhile
 * is read between the two, and its stall is not taken for the board's silence.
 */
const grace = 10;
/** Bytes kept while waiting for an answer; the longest is 34. */
const keep = 128;
/** Time-outs in a row, of every board on the wire, after which the stream is opened anew. */
const patience = 3;
/**
 * Time-outs after a pulse, nothing heard since it left, after which the stream is opened anew. Where the network is
 * cut or the adapter hangs, the system keeps the pulse and delivers it once it can; closing the stream makes it forget.
 */
const pulsePatience = 2;

/** Milliseconds between frames: 3.5 characters of ten bits and one more, at least five. */
export const gapAt = (baud: number): number => Math.max(5, Math.ceil((3.5 * 10_000) / baud) + 1);

/** One wire with one order in flight; openings go before waiting readings. */
export class Bus {
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #gap: number;
  readonly #raw = new Listeners<RawFrame>();
  readonly #stray = new Listeners<Uint8Array>();
  #queue: Order[] = [];
  #flying: Order | null = null;
  #received = new Uint8Array(0);
  #lastByteAt = Number.NEGATIVE_INFINITY;
  /** Time-outs in a row, by board: one dead board must not stop the others. */
  readonly #timeouts = new Map<string, number>();
  /** Time-outs since the last urgent order; null once anything was heard after it. */
  #unheard: number | null = null;
  #cancelTimeout: (() => void) | undefined;
  #cancelQuiet: (() => void) | undefined;
  #cancelGap: (() => void) | undefined;

  constructor(link: Link, baud: number, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
    this.#gap = gapAt(baud);
    link.onData((bytes) => this.#take(bytes));
    link.onState((state) => {
      if (state.is === 'down') this.#down(state.why);
    });
  }

  onRaw(take: (frame: RawFrame) => void): () => void {
    return this.#raw.add(take);
  }

  /** Bytes nobody waits for. */
  onStray(take: (bytes: Uint8Array) => void): () => void {
    return this.#stray.add(take);
  }

  /** Sends in this very tick when the wire is free. Refused at once while the link is down. */
  ask<T>(request: Request<T>): Promise<Result<T, LockError>> {
    return new Promise((resolve) => {
      if (this.#link.stream === null) {
        resolve({ ok: false, refusal: { code: 'NotSent', why: this.#whyDown() } });
        return;
      }
      let waste: 'Timeout' | Waste = 'Timeout';
      const order: Order = {
        board: request.board,
        urgent: request.urgent,
        tx: request.tx,
        deadline: request.deadline,
        within: request.within,
        blind: request.blind !== undefined,
        written: false,
        fail: (refusal) => resolve({ ok: false, refusal }),
        look: (received, last) => {
          if (request.blind !== undefined) {
            if (last === 'timeout') resolve({ ok: true, value: request.blind });
            return 'waiting';
          }
          const match = request.match(received);
          if (match.is === 'answer' || (match.is === 'held' && last !== 'no')) {
            resolve(match.value);
            return 'ended';
          }
          if (match.is === 'held') return 'held';
          waste = match.waste ?? waste;
          if (last !== 'timeout') return 'waiting';
          resolve({ ok: false, refusal: { code: waste } });
          return 'waiting';
        },
      };
      const at = order.urgent ? this.#queue.findIndex((each) => !each.urgent) : -1;
      if (at < 0) this.#queue.push(order);
      else this.#queue.splice(at, 0, order);
      this.#next();
    });
  }

  #whyDown(): PortError {
    const { state } = this.#link;
    return state.is === 'down'
      ? state.why
      : { code: 'Disconnected', message: `${this.#link.path} is not open yet.` };
  }

  #next(): void {
    if (this.#flying !== null || this.#cancelGap !== undefined) return;
    for (;;) {
      const order = this.#queue[0];
      if (order === undefined) return;
      const now = this.#clock.mono();
      if (now > order.deadline) {
        this.#queue.shift();
        order.fail({ code: 'Expired' });
        continue;
      }
      const wait = this.#lastByteAt + this.#gap - now;
      if (wait > 0) {
        this.#cancelGap = this.#clock.after(wait, () => {
          this.#cancelGap = undefined;
          this.#next();
        });
        return;
      }
      this.#queue.shift();
      this.#send(order, now);
      return;
    }
  }

  #send(order: Order, now: number): void {
    const { stream } = this.#link;
    if (stream === null) {
      order.fail({ code: 'NotSent', why: this.#whyDown() });
      return;
    }
    this.#flying = order;
    if (order.urgent) this.#unheard = 0;
    // What came before the question cannot be its answer.
    this.#received = new Uint8Array(0);
    this.#lastByteAt = now;
    const written = stream.write(order.tx);
    this.#raw.tell({ direction: 'tx', bytes: order.tx, at: now });
    this.#cancelTimeout = this.#clock.after(order.within - grace, () => {
      this.#cancelTimeout = this.#clock.after(grace, () => this.#timedOut(order));
    });
    void written.then((result) => {
      order.written = result.ok;
      if (result.ok || this.#flying !== order) return;
      const why: PortError = { code: 'Disconnected', message: result.refusal.message };
      this.#land();
      order.fail(
        result.refusal.code === 'NotSent' ? { code: 'NotSent', why } : { code: 'Disconnected', why },
      );
      this.#link.drop(why);
    });
  }

  #take(bytes: Uint8Array): void {
    const now = this.#clock.mono();
    this.#lastByteAt = now;
    this.#unheard = null;
    this.#raw.tell({ direction: 'rx', bytes, at: now });
    const order = this.#flying;
    if (order === null) {
      this.#stray.tell(bytes);
      return;
    }
    // Looked at in pieces, so that a burst can neither grow memory nor push an answer out unseen.
    for (let from = 0; from < bytes.length; from += keep) {
      const piece = bytes.subarray(from, from + keep);
      const old = this.#received.subarray(Math.max(0, this.#received.length - keep));
      const joined = new Uint8Array(old.length + piece.length);
      joined.set(old);
      joined.set(piece, old.length);
      this.#received = joined;
      const seen = order.look(joined, 'no');
      if (seen === 'ended') {
        this.#answered(order);
        const rest = bytes.subarray(from + keep);
        if (rest.length > 0) this.#stray.tell(rest);
        return;
      }
      this.#cancelQuiet?.();
      this.#cancelQuiet = undefined;
      if (seen === 'held') {
        this.#cancelQuiet = this.#clock.after(quietTime, () => {
          if (this.#flying === order && order.look(this.#received, 'quiet') === 'ended') {
            this.#answered(order);
          }
        });
      }
    }
  }

  #answered(order: Order): void {
    if (this.#flying !== order) return;
    this.#timeouts.set(order.board, 0);
    this.#link.proven();
    this.#land();
    this.#next();
  }

  #timedOut(order: Order): void {
    if (this.#flying !== order) return;
    if (!order.written) {
      // Nothing may be written behind it: a pulse would leave whenever the port takes bytes again.
      const message = `${this.#link.path} takes no bytes; it is opened anew.`;
      this.#link.drop({ code: 'Disconnected', message });
      return;
    }
    if (order.look(this.#received, 'timeout') === 'ended') {
      this.#answered(order);
      return;
    }
    this.#land();
    if (order.blind) {
      this.#next();
      return;
    }
    this.#timeouts.set(order.board, (this.#timeouts.get(order.board) ?? 0) + 1);
    if (this.#unheard !== null) this.#unheard += 1;
    const pulseIsStuck = this.#unheard !== null && this.#unheard >= pulsePatience;
    if (!pulseIsStuck && [...this.#timeouts.values()].some((count) => count < patience)) {
      this.#next();
      return;
    }
    for (const board of this.#timeouts.keys()) this.#timeouts.set(board, 0);
    const message = `nothing answers on ${this.#link.path}; it is opened anew.`;
    this.#link.drop({ code: 'Disconnected', message });
  }

  #land(): void {
    this.#flying = null;
    this.#cancelTimeout?.();
    this.#cancelQuiet?.();
    this.#cancelTimeout = undefined;
    this.#cancelQuiet = undefined;
  }

  /** The link is gone: what flew may have arrived, what waited never leaves. */
  #down(why: PortError): void {
    const flying = this.#flying;
    const waiting = this.#queue;
    this.#land();
    this.#queue = [];
    this.#cancelGap?.();
    this.#cancelGap = undefined;
    this.#lastByteAt = Number.NEGATIVE_INFINITY;
    this.#unheard = null;
    flying?.fail({ code: 'Disconnected', why });
    for (const order of waiting) order.fail({ code: 'NotSent', why });
  }
}
