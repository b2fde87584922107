import { type MemoWhat, memoBytes } from '../../domain/memo/memo.ts';

/** A part of a memo, as it comes from the screen. */
export interface MemoPart {
  /** The screen it belongs to. */
  token: number;
  what: MemoWhat;
  part: number;
  of: number;
  bytes: Buffer;
}

/** Puts memos together from their parts, one at a time. */
export interface MemoReceiver {
  /**
   * Part 0 begins anew, and what does not follow ends it. Answers the whole with its last part, `more` before, and
   * `out-of-order` for what belongs to nothing.
   */
  take(part: MemoPart): Buffer | 'more' | 'out-of-order';
  /** Whoever was telling has left: what was begun is kept no longer. */
  forget(): void;
}

export function receiveMemos(): MemoReceiver {
  let begun: Omit<MemoPart, 'part' | 'bytes'> | null = null;
  let parts: Buffer[] = [];
  const forget = (): void => {
    begun = null;
    parts = [];
  };
  return {
    forget,
    take({ token, what, part, of, bytes }) {
      if (part === 0) {
        begun = { token, what, of };
        parts = [];
      }
      const follows =
        begun !== null &&
        begun.token === token &&
        begun.what === what &&
        begun.of === of &&
        part === parts.length &&
        part < of;
      const size = parts.reduce((sum, each) => sum + each.length, bytes.length);
      if (!follows || size > memoBytes[what]) {
        forget();
        return 'out-of-order';
      }
      parts.push(bytes);
      if (parts.length < of) return 'more';
      const whole = Buffer.concat(parts);
      forget();
      return whole;
    },
  };
}
