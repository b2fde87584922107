import { type Exchange, type Match, mapMatch, type Waste } from './protocol.ts';

/** Where a frame was found in what was received. */
export interface Found<F> {
  frame: F;
  raw: Uint8Array;
}

/** Frames between words and bytes. `decode`: the good frame that begins at `at`, or null. */
export interface Frames<F> {
  encode(frame: F): Uint8Array;
  decode(bytes: Uint8Array, at?: number): Found<F> | null;
}

/** Every good frame in the bytes, garbage between them skipped. */
export function framesIn<F>(bytes: Uint8Array, { decode }: Pick<Frames<F>, 'decode'>): Found<F>[] {
  const found: Found<F>[] = [];
  for (let at = 0; at < bytes.length; ) {
    const one = decode(bytes, at);
    if (one !== null) found.push(one);
    at += one?.raw.length ?? 1;
  }
  return found;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Why bytes that hold no answer to `tx` are none: for the error, never for a reading. */
export function wasteOf<F>(
  received: Uint8Array,
  tx: Uint8Array,
  found: readonly Found<F>[],
): { waste?: Waste } {
  const echoes = found.filter(({ raw }) => sameBytes(raw, tx)).length;
  if (echoes < found.length) return { waste: 'WrongAddress' };
  if (received.length === echoes * tx.length) return {};
  // Answers begin as their question does: header and address, or address and function.
  const begun = received.some((byte, at) => byte === tx[0] && received[at + 1] === tx[1]);
  return { waste: begun ? 'BadChecksum' : 'BadFrame' };
}

/** The first frame that is an answer. `isAnswer` may not take the echo of the question for one. */
export function firstAnswer<F, A extends F>(
  received: Uint8Array,
  tx: Uint8Array,
  frames: Frames<F>,
  isAnswer: (frame: F) => frame is A,
): Match<Found<A>> {
  const found = framesIn(received, frames);
  for (const { frame, raw } of found) {
    if (isAnswer(frame)) return { is: 'answer', value: { ok: true, value: { frame, raw } } };
  }
  return { is: 'none', ...wasteOf(received, tx, found) };
}

/** The same exchange with its answer read on. */
export const mapExchange = <A, B>(exchange: Exchange<A>, read: (answer: A) => B): Exchange<B> => ({
  ...exchange,
  match: (received) => mapMatch(exchange.match(received), read),
});

/** For protocols in which no board speaks unasked: stray bytes are dropped. */
export const noNotices = (stray: Uint8Array): { notices: []; used: number } => ({
  notices: [],
  used: stray.length,
});
