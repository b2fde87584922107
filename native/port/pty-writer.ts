import { writeSync } from 'node:fs';

/** Bytes that may wait for a reader; what comes on top is lost, as in a real adapter. */
const waitingLimit = 1_048_576;
/** Milliseconds until a full terminal is tried again. */
const retryAfter = 1;

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');

/**
 * Writes to a terminal's master side without ever waiting. The event loop's own write to a master blocks the whole
 * process once the terminal's 4 kB are full, and a driver in the same process could then never empty them.
 */
export class PtyWriter {
  readonly #fd: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** `fd`: an open, non-blocking descriptor; the caller closes it after `stop`. */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /** In order. False when too much waits already: then none of these bytes goes out. */
  write(bytes: Uint8Array): boolean {
    if (this.#waitingBytes + bytes.length > waitingLimit) return false;
    this.#waiting.push(bytes.slice());
    this.#waitingBytes += bytes.length;
    if (this.#retry === undefined) this.#pump();
    return true;
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #pump(): void {
    this.#retry = undefined;
    for (;;) {
      const first = this.#waiting[0];
      if (first === undefined) return;
      const written = this.#writeSome(first);
      this.#waitingBytes -= written;
      if (written === first.length) this.#waiting.shift();
      else {
        this.#waiting[0] = first.subarray(written);
        this.#retry = setTimeout(() => this.#pump(), retryAfter);
        return;
      }
    }
  }

  #writeSome(bytes: Uint8Array): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if (isFull(error)) return 0;
      throw error;
    }
  }
}
