import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cameraSet, type Frame, frameHeight, frameWidth, rgbaOf } from '../../../bench/camera-set.ts';
import { createDecoder } from '../../../renderer/scanner/camera/decode.ts';
import { createMender } from '../../../renderer/scanner/camera/mend.ts';

const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
/** Time stands still: the machine's speed decides nothing here. */
const decoder = createDecoder({ wasmBinary: new Uint8Array(readFileSync(wasm)).buffer }, () => 0);
const read = ({ grey }: Frame) =>
  decoder.decode({ data: rgbaOf(grey), width: frameWidth, height: frameHeight });

describe('frames of a camera', () => {
  test('of every kind and condition are read, and each is what it is', async () => {
    const frames = [...cameraSet(2, 7)].flat();
    const found = new Map<string, number>();
    let right = 0;
    for (const frame of frames) {
      const reading = await read(frame);
      if (reading === null) continue;
      expect(reading.text).toBe(frame.text);
      found.set(reading.by, (found.get(reading.by) ?? 0) + 1);
      right += 1;
    }
    expect(right / frames.length).toBeGreaterThanOrEqual(0.95);
    // The mended frame earns its keep: blurred bar codes are read in it alone.
    expect(found.get('mended') ?? 0).toBeGreaterThan(0);
  });

  test('a wall is no code, a lens cap neither', async () => {
    const [pair] = cameraSet(1, 3);
    const frame = pair?.[0];
    if (frame === undefined) throw new Error('no frame');
    expect(
      await read({ ...frame, grey: new Uint8ClampedArray(frameWidth * frameHeight).fill(120) }),
    ).toBeNull();
    expect(await read({ ...frame, grey: new Uint8ClampedArray(frameWidth * frameHeight) })).toBeNull();
  });
});

test('mending leaves an even picture as it is and makes an edge steeper', () => {
  const [width, height] = [32, 16];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) rgba.fill(i % width < 16 ? 100 : 140, 4 * i, 4 * i + 4);
  const mended = createMender(width, height).mend(rgba);
  const row = [...mended.subarray(8 * width, 9 * width)];
  expect(row[0]).toBe(100);
  expect(row.at(-1)).toBe(140);
  expect(row[15]).toBeLessThan(85);
  expect(row[16]).toBeGreaterThan(155);
});
