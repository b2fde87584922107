import type { FarEnd } from '../port/far-end.ts';

export interface ScanStyle {
  /** What the scanner adds at the end; '' for nothing. */
  suffix?: '\r' | '\n' | '\r\n' | '\t' | '';
  /** AIM identifier before the code, such as ']C0'. */
  aim?: string;
  /** Bytes per write; all at once by default. */
  chunk?: number;
}

/** A scanner at the far end of a cable. */
export class SimulatedScanner {
  readonly #far: FarEnd;
  style: ScanStyle;

  constructor(far: FarEnd, style: ScanStyle = {}) {
    this.#far = far;
    this.style = style;
  }

  /** Reads a code. `style` overrides the scanner's own for this scan. */
  scan(code: string, style: ScanStyle = {}): void {
    const { suffix = '\r', aim = '', chunk } = { ...this.style, ...style };
    this.send(Buffer.from(aim + code + suffix, 'utf8'), chunk);
  }

  /** Raw bytes: garbage, another encoding. */
  send(bytes: Uint8Array, chunk = bytes.length): void {
    for (let at = 0; at < bytes.length; at += Math.max(1, chunk)) {
      this.#far.write(bytes.subarray(at, at + Math.max(1, chunk)));
    }
  }
}
