import type { Clock } from '../../domain/clock.ts';
import { Listeners } from '../listeners.ts';
import type { ByteStream, OpenStream, PortError } from './byte-stream.ts';
import type { WatchPath } from './path-watch.ts';

/** Milliseconds between two attempts: doubling, for ever. A permission does not come back by itself. */
export const backoff = { first: 500, max: 60_000 } as const;

/** Milliseconds after a device appeared until it is tried: its permissions are set after its name. */
export const settleAfter = 500;

export interface LinkDeps {
  clock: Clock;
  openStream: OpenStream;
  /** A device that is plugged in again is tried soon; left out, only the waits between attempts count. */
  watchPath?: WatchPath;
}

/** Milliseconds after which a port that has not opened is said to hang; a good one takes some ten. */
const openPatience = 10_000;

export type PortState = { is: 'connecting' } | { is: 'connected' } | { is: 'down'; why: PortError };

/**
 * Keeps one port open: finds, opens, loses, finds again. Each attempt makes a new stream, so nothing written to
 * an old one can ever leave later.
 */
export class Link {
  readonly path: string;
  readonly #baud: number;
  readonly #clock: Clock;
  readonly #open: OpenStream;
  readonly #watchPath: WatchPath | undefined;
  readonly #states = new Listeners<PortState>();
  readonly #data = new Listeners<Uint8Array>();
  #state: PortState = { is: 'connecting' };
  #stream: ByteStream | null = null;
  #wait: number = backoff.first;
  #cancel: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;
  #closed = false;
  /** An attempt to open takes longer than any good adapter. */
  #hung = false;
  #opening: Promise<void> | undefined;

  constructor(path: string, baud: number, deps: LinkDeps) {
    this.path = path;
    this.#baud = baud;
    this.#clock = deps.clock;
    this.#open = deps.openStream;
    this.#watchPath = deps.watchPath;
  }

  get state(): PortState {
    return this.#state;
  }

  /** The stream, while connected. */
  get stream(): ByteStream | null {
    return this.#stream;
  }

  onState(take: (state: PortState) => void): () => void {
    return this.#states.add(take);
  }

  onData(take: (bytes: Uint8Array) => void): () => void {
    return this.#data.add(take);
  }

  start(): void {
    this.#opening = this.#connect();
  }

  /** The device answered: the next loss is tried again soon. */
  proven(): void {
    this.#wait = backoff.first;
  }

  /** Drops the stream, e.g. when nothing answers on it, and opens another one later. */
  drop(why: PortError): void {
    const stream = this.#stream;
    if (stream === null) return;
    this.#stream = null;
    void stream.close();
    this.#lost(why);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    this.#cancelWatch?.();
    // One that hangs is closed should it open after all; nobody can wait for that.
    if (!this.#hung) await this.#opening;
    const stream = this.#stream;
    this.#stream = null;
    this.#become({ is: 'down', why: { code: 'Disconnected', message: `${this.path} was closed.` } });
    await stream?.close();
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    // Not tried anew meanwhile: each attempt that hangs would hold a thread of this process.
    const cancelHung = this.#clock.after(openPatience, () => {
      this.#hung = true;
      const message = `${this.path} does not open: its adapter hangs. Unplug it and plug it in again.`;
      if (!this.#closed) this.#become({ is: 'down', why: { code: 'Disconnected', message } });
    });
    const opened = await this.#open(this.path, this.#baud);
    cancelHung();
    this.#hung = false;
    if (!opened.ok) {
      this.#lost(opened.refusal);
      return;
    }
    const stream = opened.value;
    if (this.#closed) {
      await stream.close();
      return;
    }
    this.#stream = stream;
    stream.onData((bytes) => {
      if (this.#stream === stream) this.#data.tell(bytes);
    });
    stream.onClose((why) => {
      // An old stream's end, told late, is not the end of the new one.
      if (this.#stream !== stream) return;
      this.#stream = null;
      // Frees the descriptor where only the device went away.
      void stream.close();
      const message = `${this.path} went away${why === undefined ? '' : ` (${why.message})`}. Check the cable.`;
      this.#lost({ code: 'Disconnected', message });
    });
    if (this.#stream === stream) this.#become({ is: 'connected' });
  }

  #lost(why: PortError): void {
    if (this.#closed) return;
    const wait = why.code === 'PermissionDenied' ? backoff.max : this.#wait;
    this.#wait = Math.min(backoff.max, this.#wait * 2);
    this.#again(wait);
    if (why.code === 'PortMissing' || why.code === 'Disconnected') this.#watch();
    this.#become({ is: 'down', why });
  }

  #again(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancelWatch?.();
      this.#cancelWatch = undefined;
      this.#opening = this.#connect();
    });
  }

  #watch(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = this.#watchPath?.(this.path, () => {
      // Several changes at once are one.
      this.#cancelWatch?.();
      this.#cancelWatch = undefined;
      if (!this.#closed) this.#again(settleAfter);
    });
  }

  #become(state: PortState): void {
    this.#state = state;
    this.#states.tell(state);
  }
}
