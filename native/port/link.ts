import type { Clock } from '../../domain/clock.ts';
import { Listeners } from '../listeners.ts';
import type { ByteStream, OpenStream, PortError } from './byte-stream.ts';

/** Milliseconds between two attempts: doubling, for ever. A permission does not come back by itself. */
export const backoff = { first: 500, max: 60_000 } as const;

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
  readonly #states = new Listeners<PortState>();
  readonly #data = new Listeners<Uint8Array>();
  #state: PortState = { is: 'connecting' };
  #stream: ByteStream | null = null;
  #wait: number = backoff.first;
  #cancel: (() => void) | undefined;
  #closed = false;
  #opening: Promise<void> | undefined;

  constructor(path: string, baud: number, deps: { clock: Clock; openStream: OpenStream }) {
    this.path = path;
    this.#baud = baud;
    this.#clock = deps.clock;
    this.#open = deps.openStream;
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
    await this.#opening;
    const stream = this.#stream;
    this.#stream = null;
    this.#become({ is: 'down', why: { code: 'Disconnected', message: `${this.path} was closed.` } });
    await stream?.close();
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    const opened = await this.#open(this.path, this.#baud);
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
    this.#cancel = this.#clock.after(wait, () => {
      this.#opening = this.#connect();
    });
    this.#become({ is: 'down', why });
  }

  #become(state: PortState): void {
    this.#state = state;
    this.#states.tell(state);
  }
}
