import type { Clock } from '../../../domain/clock.ts';
import { type Scan, scanIdle, scanLimit } from '../framing.ts';
import { textOf } from '../scan-text.ts';
import { readHidReport } from './report.ts';

/** CR, LF, TAB, NUL and blanks, which scanners put behind a code. */
const ends = (byte: number): boolean => byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32;

/**
 * Reports of one HID POS device → whole scans. A code in several reports is put together; when the next one does
 * not come within 100 ms, or belongs to another symbology, the unfinished one is told once as damaged and
 * forgotten, so that it never spoils the next. The AIM identifier stands before the text.
 */
export class HidFraming {
  readonly #clock: Clock;
  readonly #onScan: (scan: Scan) => void;
  #parts: Uint8Array[] = [];
  #length = 0;
  #aim = '';
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, onScan: (scan: Scan) => void) {
    this.#clock = clock;
    this.#onScan = onScan;
  }

  take(bytes: Uint8Array): void {
    const report = readHidReport(bytes);
    if (report.is === 'other') return;
    if (report.is === 'garbage') {
      this.#damaged('garbage');
      return;
    }
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#parts.length > 0 && report.aim !== this.#aim) this.#damaged('incomplete');
    this.#aim = report.aim;
    // The buffer may be used again for the next report. Of what is longer than any code no more is kept.
    if (this.#length <= scanLimit) this.#parts.push(report.data.slice());
    this.#length += report.data.length;
    if (!report.more) this.#end();
    else this.#cancel = this.#clock.after(scanIdle, () => this.#damaged('incomplete'));
  }

  /** Forgets an unfinished scan: the scanner was unplugged in the middle of it. */
  reset(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#parts = [];
    this.#length = 0;
  }

  #damaged(because: 'garbage' | 'incomplete'): void {
    this.reset();
    this.#onScan({ is: 'damaged', because });
  }

  #end(): void {
    const bytes = new Uint8Array(Math.min(this.#length, scanLimit + 1));
    let from = 0;
    for (const part of this.#parts) {
      bytes.set(part.subarray(0, bytes.length - from), from);
      from = Math.min(bytes.length, from + part.length);
    }
    const aim = this.#aim;
    this.reset();
    if (bytes.length > scanLimit) {
      this.#onScan({ is: 'damaged', because: 'overflow' });
      return;
    }
    let end = bytes.length;
    while (end > 0 && ends(bytes[end - 1] ?? 0)) end -= 1;
    // A report without data: the trigger was let go.
    if (end === 0) return;
    const text = textOf(bytes.subarray(0, end));
    this.#onScan(text === null ? { is: 'damaged', because: 'encoding' } : { is: 'scan', text: aim + text });
  }
}
