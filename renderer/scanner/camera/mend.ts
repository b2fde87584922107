/**
 * A second look at a frame in which nothing was read: rows are averaged, which takes the noise out of a bar code
 * and leaves its bars, and edges are made steeper, which brings back bars that the lens has run together.
 */
const rows = 2;
/** Pixels around a pixel that its contrast is measured against; twice a bar is about right. */
const around = 6;
const strength = 2;

export interface Mender {
  /** The frame's grey, a byte a pixel, mended. The buffer is used again by the next call. */
  mend(rgba: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer>;
}

/** Makes a mender for frames of this size; it keeps its buffers. */
export function createMender(width: number, height: number): Mender {
  const size = width * height;
  const grey = new Uint8Array(size);
  const calm = new Float32Array(size);
  const across = new Float32Array(size);
  const column = new Float32Array(width);
  const mended = new Uint8ClampedArray(size);
  const clamp = (at: number, end: number): number => (at < 0 ? 0 : at >= end ? end - 1 : at);

  /** Means over `2 * radius + 1` rows, column by column, kept as running sums. */
  function meanOfRows(from: Uint8Array | Float32Array, to: Float32Array, radius: number): void {
    column.fill(0);
    for (let y = -radius; y <= radius; y++) {
      const row = clamp(y, height) * width;
      for (let x = 0; x < width; x++) column[x] = (column[x] ?? 0) + (from[row + x] ?? 0);
    }
    const share = 1 / (2 * radius + 1);
    for (let y = 0; y < height; y++) {
      const row = y * width;
      const enters = clamp(y + radius + 1, height) * width;
      const leaves = clamp(y - radius, height) * width;
      for (let x = 0; x < width; x++) {
        const sum = column[x] ?? 0;
        to[row + x] = sum * share;
        column[x] = sum + (from[enters + x] ?? 0) - (from[leaves + x] ?? 0);
      }
    }
  }

  function meanAlongRows(from: Float32Array, to: Float32Array, radius: number): void {
    const share = 1 / (2 * radius + 1);
    for (let y = 0; y < height; y++) {
      const row = y * width;
      let sum = 0;
      for (let x = -radius; x <= radius; x++) sum += from[row + clamp(x, width)] ?? 0;
      for (let x = 0; x < width; x++) {
        to[row + x] = sum * share;
        sum += (from[row + clamp(x + radius + 1, width)] ?? 0) - (from[row + clamp(x - radius, width)] ?? 0);
      }
    }
  }

  const blurred = new Float32Array(size);
  return {
    mend(rgba) {
      for (let i = 0, at = 0; i < size; i++, at += 4) {
        // Weights of Rec. 601 in 256ths.
        grey[i] = (77 * (rgba[at] ?? 0) + 150 * (rgba[at + 1] ?? 0) + 29 * (rgba[at + 2] ?? 0)) >> 8;
      }
      meanOfRows(grey, calm, rows);
      meanAlongRows(calm, across, around);
      meanOfRows(across, blurred, around);
      for (let i = 0; i < size; i++) {
        const value = calm[i] ?? 0;
        mended[i] = value + strength * (value - (blurred[i] ?? 0));
      }
      return mended;
    },
  };
}
