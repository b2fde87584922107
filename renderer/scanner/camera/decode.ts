import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatOneDReader,
  QRCodeReader,
  type Reader,
  RGBLuminanceSource,
} from '@zxing/library';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { createMender, type Mender } from './mend.ts';

/** One picture of the camera: four bytes a pixel. */
export interface CameraFrame {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

export interface Reading {
  text: string;
  /** Which look found it: the frame as it is, the mended frame, or the other library. */
  by: 'frame' | 'mended' | 'library';
}

export interface Decoder {
  /** What is read in this frame, or null. Rejects only when the decoder itself cannot be loaded. */
  decode(frame: CameraFrame): Promise<Reading | null>;
}

/** Milliseconds after which the slow library is not asked any more about a frame: the next frame is better. */
export const lookBudget = 20;

/** What hangs on things and cards, and what a phone shows. Codes without a check of their own are left out. */
export const readerOptions: ReaderOptions = {
  formats: ['EAN13', 'EAN8', 'Code128', 'QRCode', 'DataMatrix'],
  maxNumberOfSymbols: 1,
  // Group separators as they are, not as brackets for people.
  textMode: 'Plain',
};

const libraryHints = new Map<DecodeHintType, unknown>([
  [DecodeHintType.TRY_HARDER, true],
  [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.EAN_13, BarcodeFormat.EAN_8, BarcodeFormat.CODE_128]],
]);

/**
 * Where the WebAssembly binary is: its bytes, or its address within the app. Left out, the package would fetch it
 * from a host elsewhere, so there is no default.
 */
export type WasmSource = { wasmBinary: ArrayBuffer } | { locateFile: () => string };

/**
 * Reads codes in camera frames: zxing-wasm first; where it finds nothing, once more in the mended frame; then
 * `@zxing/library`, which reads some that it misses, while the budget lasts. `now`: milliseconds, monotonic.
 */
export function createDecoder(wasm: WasmSource, now: () => number): Decoder {
  prepareZXingModule({ overrides: wasm });
  const readers: Reader[] = [new MultiFormatOneDReader(libraryHints), new QRCodeReader()];
  let mender: { of: Mender; width: number; height: number; rgba: Uint8ClampedArray<ArrayBuffer> } | null =
    null;

  function menderFor({ width, height }: CameraFrame) {
    if (mender === null || mender.width !== width || mender.height !== height) {
      const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
      mender = { of: createMender(width, height), width, height, rgba };
    }
    return mender;
  }

  /** zxing-wasm asks for the browser's own type, of which it reads these parts. */
  async function fast({ data, width, height }: CameraFrame): Promise<string | null> {
    const image = { data, width, height, colorSpace: 'srgb' } as ImageData;
    const [found] = await readBarcodes(image, readerOptions);
    return found === undefined || found.text === '' ? null : found.text;
  }

  function slow(grey: Uint8ClampedArray, width: number, height: number): string | null {
    const whole = new RGBLuminanceSource(grey, width, height);
    // The middle, where the drawn frame is: it goes row by row, and half of them take half the time.
    const middle = whole.crop(0, height >> 2, width, height >> 1);
    const bitmap = new BinaryBitmap(new HybridBinarizer(middle));
    for (const reader of readers) {
      try {
        return reader.decode(bitmap, libraryHints).getText();
      } catch {
        // It says "not found" by throwing.
      } finally {
        reader.reset();
      }
    }
    return null;
  }

  return {
    async decode(frame) {
      const from = now();
      const seen = await fast(frame);
      if (seen !== null) return { text: seen, by: 'frame' };
      const { of, rgba } = menderFor(frame);
      const grey = of.mend(frame.data);
      for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
        const value = grey[i] ?? 0;
        rgba[at] = value;
        rgba[at + 1] = value;
        rgba[at + 2] = value;
      }
      const again = await fast({ ...frame, data: rgba });
      if (again !== null) return { text: again, by: 'mended' };
      if (now() - from > lookBudget) return null;
      const other = slow(grey, frame.width, frame.height);
      return other === null ? null : { text: other, by: 'library' };
    },
  };
}
