/**
 * What the frames of all Kerong boards (KR-CU16, KR-CU12, KR-CU48) share: 02 … 03, and the low byte of the sum of
 * all other bytes. Sources: vendor text and several drivers, gathered with vectors in
 * tests/native/locker-vectors.json.
 */
export const stx = 0x02;
export const etx = 0x03;

/** Low byte of the sum of the bytes from `from` up to `to`. */
export function sumOf(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += bytes[i] ?? 0;
  return sum & 0xff;
}

/** The bytes with their sum behind them. */
export const withSum = (...bytes: number[]): Uint8Array => {
  const frame = Uint8Array.from([...bytes, 0]);
  frame[frame.length - 1] = sumOf(frame);
  return frame;
};
