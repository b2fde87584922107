import type { Clock } from '../../domain/clock.ts';
import { textOf } from './scan-text.ts';

/** One scan as text, or what was left of one that was not whole. */
export type Scan =
  | { is: 'scan'; text: string }
  /**
   * overflow: longer than any code. encoding: neither UTF-8 nor GB18030. incomplete: its end never came.
   * garbage: bytes that no scanner of this kind sends.
   */
  | { is: 'damaged'; because: 'overflow' | 'encoding' | 'incomplete' | 'garbage' };

/** Milliseconds of silence that end a scan without a suffix. */
export const scanIdle = 100;
/** Bytes; the densest QR code a hut could meet (a link, a GS1 string) is far below. */
export const scanLimit = 512;

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const GS = 0x1d;

/**
 * Bytes of a serial scanner → whole scans. Takes CR, LF, CRLF, TAB or 100 ms of silence as the end; with a
 * suffix the scan is told within `take`. Keeps GS (1D), which separates GS1 fields; drops other control
 * characters. What overflows is told once as damaged and ends like any other scan, so it never spoils the next.
 */
export class ScanFraming {
  readonly #clock: Clock;
  readonly #onScan: (scan: Scan) => void;
  readonly #bytes = new Uint8Array(scanLimit);
  #length = 0;
  #overflow = false;
  #cancelIdle: (() => void) | undefined;

  constructor(clock: Clock, onScan: (scan: Scan) => void) {
    this.#clock = clock;
    this.#onScan = onScan;
  }

  take(bytes: Uint8Array): void {
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    for (const byte of bytes) {
      if (byte === CR || byte === LF || byte === TAB) this.#end();
      else if ((byte >= 0x20 && byte !== 0x7f) || byte === GS) this.#add(byte);
    }
    if (this.#length > 0 || this.#overflow) {
      this.#cancelIdle = this.#clock.after(scanIdle, () => {
        this.#cancelIdle = undefined;
        this.#end();
      });
    }
  }

  /** Forgets an unfinished scan: the scanner was unplugged in the middle of it. */
  reset(): void {
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    this.#length = 0;
    this.#overflow = false;
  }

  #add(byte: number): void {
    if (this.#length < scanLimit) this.#bytes[this.#length++] = byte;
    else this.#overflow = true;
  }

  #end(): void {
    const length = this.#length;
    const overflow = this.#overflow;
    this.#length = 0;
    this.#overflow = false;
    if (overflow) {
      this.#onScan({ is: 'damaged', because: 'overflow' });
      return;
    }
    // The LF of a CRLF, or a suffix alone.
    if (length === 0) return;
    const text = textOf(this.#bytes.subarray(0, length));
    this.#onScan(text === null ? { is: 'damaged', because: 'encoding' } : { is: 'scan', text });
  }
}
