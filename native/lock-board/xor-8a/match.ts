import type { Feedback } from '../../../domain/config/lock-protocols.ts';
import type { Result } from '../../../domain/result.ts';
import type { LockError } from '../lock-board.ts';
import type { Match, Waste } from '../protocol.ts';
import {
  commandCode,
  decodeShort,
  decodeStatus,
  lockOf,
  type ShortFrame,
  shortLength,
  statusBytes,
} from './frames.ts';

/** Where a frame was found in what was received. */
interface Found<F> {
  frame: F;
  raw: Uint8Array;
}

/** Every good short frame in the bytes, garbage between them skipped. */
export function shortFrames(bytes: Uint8Array): Found<ShortFrame>[] {
  const found: Found<ShortFrame>[] = [];
  for (let at = 0; at + shortLength <= bytes.length; ) {
    const frame = decodeShort(bytes, at);
    if (frame === null) at += 1;
    else {
      found.push({ frame, raw: bytes.slice(at, at + shortLength) });
      at += shortLength;
    }
  }
  return found;
}

/** Why bytes that hold no answer are none: for the error, never for a reading. */
function wasteOf(bytes: Uint8Array, tx: Uint8Array, echo: boolean): { waste?: Waste } {
  const others = shortFrames(bytes).filter(({ raw }) => !(echo && same(raw, tx)));
  if (others.length > 0) return { waste: 'WrongAddress' };
  if (bytes.length === 0 || (echo && same(bytes, tx))) return {};
  for (let at = 0; at + shortLength <= bytes.length; at++) {
    if (bytes[at] === tx[0] && bytes[at + 1] === tx[1]) return { waste: 'BadChecksum' };
  }
  return { waste: 'BadFrame' };
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/**
 * The answer to an open. A frame equal to the command is either the echo of an adapter that nobody told us of, or
 * the board's answer 11: it is held until the line is quiet, and dropped when another answer follows it.
 */
export function matchOpen(bytes: Uint8Array, tx: Uint8Array, feedback: Feedback): Match<Uint8Array> {
  const [, board, lock] = tx;
  const answers = shortFrames(bytes).filter(
    ({ frame }) => frame.is === 'open' && frame.board === board && frame.lock === lock,
  );
  const first = answers[0];
  if (first === undefined) return { is: 'none', ...wasteOf(bytes, tx, false) };
  // 'closed-is-1': 00 = opened, 11 = failed. Wired the other way round, both are inverted.
  const verdict = ({ frame, raw }: Found<ShortFrame>): Result<Uint8Array, LockError> =>
    lockOf(frame.code, feedback) === 'open'
      ? { ok: true, value: raw }
      : { ok: false, refusal: { code: 'BoardRejected', board: frame.code } };
  if (!same(first.raw, tx)) return { is: 'answer', value: verdict(first) };
  const second = answers[1];
  if (second !== undefined) return { is: 'answer', value: verdict(second) };
  return { is: 'held', value: verdict(first) };
}

/** The answer to reading one lock. Its echo carries code 33 and is never an answer. */
export function matchRead(bytes: Uint8Array, tx: Uint8Array): Match<{ code: number; raw: Uint8Array }> {
  const [, board, lock] = tx;
  for (const { frame, raw } of shortFrames(bytes)) {
    if (frame.is !== 'read' || frame.board !== board || frame.lock !== lock) continue;
    if (frame.code === commandCode.read) continue;
    return { is: 'answer', value: { ok: true, value: { code: frame.code, raw } } };
  }
  return { is: 'none', ...wasteOf(bytes, tx, true) };
}

/**
 * The answer to reading all locks. Its length does not follow from the number of doors, and a short good frame may
 * be the start of a longer one: the longest is held until the line is quiet, unless it has the length (`known`)
 * this board has had before. `atLeast`: status bytes needed for the channels in use.
 */
export function matchReadAll(
  bytes: Uint8Array,
  tx: Uint8Array,
  length: { known: number | null; atLeast: number },
): Match<{ status: Uint8Array; raw: Uint8Array }> {
  let elsewhere = false;
  for (let at = 0; at < bytes.length; at++) {
    for (let count = statusBytes.max; count >= Math.max(statusBytes.min, length.atLeast); count--) {
      const frame = decodeStatus(bytes, at, count);
      if (frame === null) continue;
      if (frame.board !== tx[1]) {
        elsewhere = true;
        continue;
      }
      const raw = bytes.slice(at, at + count + 4);
      const value = { ok: true, value: { status: frame.status, raw } } as const;
      return { is: count === length.known ? 'answer' : 'held', value };
    }
  }
  if (elsewhere) return { is: 'none', waste: 'WrongAddress' };
  return { is: 'none', ...wasteOf(bytes, tx, true) };
}
