import type { Result } from '../../domain/result.ts';

/** Why a port cannot be used. `message` is plain English with the way to mend it. */
export interface PortError {
  code: 'PortMissing' | 'PortBusy' | 'PermissionDenied' | 'Disconnected';
  message: string;
  /** The program that has a busy port, where the system tells. */
  by?: string;
}

/**
 * A write that did not succeed. NotSent: no byte left. MaybeSent: the device failed under the write, or did not
 * take it in time; some or all bytes may have left.
 */
export interface WriteError {
  code: 'NotSent' | 'MaybeSent';
  message: string;
}

/**
 * Bytes to and from a device. One life: once closed it stays closed and another one is opened, because a
 * serialport object that is opened again transmits what was written while it was closed (node-serialport #1593).
 */
export interface ByteStream {
  readonly path: string;
  /** Hands the bytes to the system in the same tick. Settles within the write time-out, whatever happens. */
  write(bytes: Uint8Array): Promise<Result<void, WriteError>>;
  /** One listener; bytes that came before it was set are given to it at once. */
  onData(take: (bytes: Uint8Array) => void): void;
  /** Called once, with the reason when the device went away. At once when it is closed already. */
  onClose(take: (why?: Error) => void): void;
  /** Idempotent. Never rejects. */
  close(): Promise<void>;
}

/** Opens a new stream. `baud` in bits per second; a network stream ignores it. Never rejects. */
export type OpenStream = (path: string, baud: number) => Promise<Result<ByteStream, PortError>>;

/** Milliseconds a write may take: 64 bytes at 1200 baud need 530, a blocked adapter never ends. */
export const writeTimeout = 2_000;

/** Bytes kept for a listener that is not there yet. */
const earlyLimit = 4_096;

/** The listening half of a stream: keeps early bytes, tells the end once. */
export class StreamEvents {
  #take: ((bytes: Uint8Array) => void) | undefined;
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  readonly #closers = new Set<(why?: Error) => void>();
  #closed: { why: Error | undefined } | undefined;

  get closed(): boolean {
    return this.#closed !== undefined;
  }

  onData(take: (bytes: Uint8Array) => void): void {
    this.#take = take;
    const early = this.#early;
    this.#early = [];
    this.#earlyBytes = 0;
    for (const bytes of early) take(bytes);
  }

  /** Gives back a function that takes the listener away again. */
  onClose(take: (why?: Error) => void): () => void {
    if (this.#closed === undefined) this.#closers.add(take);
    else take(this.#closed.why);
    return () => this.#closers.delete(take);
  }

  data(bytes: Uint8Array): void {
    if (this.#closed !== undefined) return;
    if (this.#take !== undefined) this.#take(bytes);
    else if (this.#earlyBytes + bytes.length <= earlyLimit) {
      this.#early.push(bytes);
      this.#earlyBytes += bytes.length;
    }
  }

  /** Idempotent: serialport may say `close` twice. */
  end(why?: Error): void {
    if (this.#closed !== undefined) return;
    this.#closed = { why };
    const closers = [...this.#closers];
    this.#closers.clear();
    for (const close of closers) close(why);
  }
}
