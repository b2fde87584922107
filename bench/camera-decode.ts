import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatOneDReader,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { readBarcodes } from 'zxing-wasm/reader';
import { acceptsReading, looked, nothingSeen } from '../domain/scanning/camera.ts';
import { createDecoder, readerOptions } from '../renderer/scanner/camera/decode.ts';
import { cameraSet, frameHeight, frameWidth, rgbaOf } from './camera-set.ts';
import { type Figure, figure, median, quantile } from './measure.ts';

/** Codes for each of three symbols under each of four conditions, two frames of each code. */
const perCell = Number(process.env.XIAOWU_BENCH_CODES ?? 10);

type Way = (rgba: Uint8ClampedArray<ArrayBuffer>, grey: Uint8ClampedArray) => Promise<string | null>;

/** `@zxing/library` as one would use it first, and with TRY_HARDER. */
function library(harder: boolean): Way {
  const hints = new Map<DecodeHintType, unknown>(harder ? [[DecodeHintType.TRY_HARDER, true]] : []);
  const readers = [new MultiFormatOneDReader(hints), new QRCodeReader()];
  return async (_, grey) => {
    const source = new RGBLuminanceSource(grey, frameWidth, frameHeight);
    const bitmap = new BinaryBitmap(new HybridBinarizer(source));
    for (const reader of readers) {
      try {
        return reader.decode(bitmap, hints).getText();
      } catch {
        // Not found.
      }
    }
    return null;
  };
}

interface Tally {
  right: number;
  wrong: number;
  ms: number[];
}

/**
 * Four ways over the same frames, in turns, frame by frame: the library alone, with TRY_HARDER, zxing-wasm alone,
 * and what the kiosk does. Then what the kiosk accepts: with a register that knows every code of the set, and with
 * one that knows none, where two frames must agree.
 */
export async function* run(): AsyncIterable<Figure> {
  const file = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const bytes = new Uint8Array(readFileSync(file)).buffer;
  const decoder = createDecoder({ wasmBinary: bytes }, () => performance.now());
  const pipeline: Way = async (data) => {
    const read = await decoder.decode({ data, width: frameWidth, height: frameHeight });
    return read?.text ?? null;
  };
  const ways: Record<string, Way> = {
    library: library(false),
    'library, TRY_HARDER': library(true),
    'zxing-wasm': async (data) => {
      const image = { data, width: frameWidth, height: frameHeight, colorSpace: 'srgb' } as ImageData;
      const [found] = await readBarcodes(image, readerOptions);
      return found === undefined ? null : found.text;
    },
    kiosk: pipeline,
  };
  const tallies = new Map<string, Tally>(
    Object.keys(ways).map((name) => [name, { right: 0, wrong: 0, ms: [] }]),
  );
  const register = new Set([...cameraSet(perCell)].map(([{ text }]) => text));
  const accepted = { known: 0, unknown: 0, wrong: 0 };
  let codes = 0;
  let frames = 0;
  for (const pair of cameraSet(perCell)) {
    codes += 1;
    let looking = nothingSeen;
    let known: string | null = null;
    let unknown: string | null = null;
    for (const { grey, text } of pair) {
      frames += 1;
      const rgba = rgbaOf(grey);
      for (const [name, way] of Object.entries(ways)) {
        let read: string | null = null;
        let ms = Number.POSITIVE_INFINITY;
        // The best of three where the promise is about time: what a busy machine adds is not the decoder's.
        for (let again = name.startsWith('library') ? 1 : 3; again > 0; again--) {
          const from = performance.now();
          read = await way(rgba, grey);
          ms = Math.min(ms, performance.now() - from);
        }
        const tally = tallies.get(name);
        // The first frames of each way compile its code; they are read, not timed.
        if (frames > 10) tally?.ms.push(ms);
        if (tally !== undefined && read === text) tally.right += 1;
        else if (tally !== undefined && read !== null) tally.wrong += 1;
        if (name !== 'kiosk') continue;
        const step = looked(looking, read);
        looking = step.looking;
        if (step.ask === null) continue;
        const asked = step.ask;
        if (acceptsReading({ known: register.has(asked.text), frames: asked.frames })) known ??= asked.text;
        if (acceptsReading({ known: false, frames: asked.frames })) unknown ??= asked.text;
      }
    }
    const [{ text }] = pair;
    if (known === text) accepted.known += 1;
    if (unknown === text) accepted.unknown += 1;
    if ((known !== null && known !== text) || (unknown !== null && unknown !== text)) accepted.wrong += 1;
  }
  const wasm = tallies.get('zxing-wasm') ?? { right: 0, wrong: 0, ms: [] };
  const share = (part: number, of: number): number => (100 * part) / of;
  // What either library alone was seen to misread elsewhere.
  const oneIn200 = 0.5;
  for (const [name, { right, wrong, ms }] of tallies) {
    const own = name === 'kiosk';
    const rate = share(right, frames);
    yield figure(
      `camera-decode ${name}: frames read`,
      '%',
      rate,
      share(wasm.right, frames),
      frames,
      own ? '≥ 98 %' : 'a peer',
    );
    yield figure(
      `camera-decode ${name}: frames misread`,
      '%',
      share(wrong, frames),
      oneIn200,
      frames,
      'none accepted',
    );
    yield figure(
      `camera-decode ${name}: p50`,
      'ms',
      median(ms),
      median(wasm.ms),
      ms.length,
      own ? '≤ 1.2 × zxing-wasm' : 'a peer',
    );
    yield figure(
      `camera-decode ${name}: p99`,
      'ms',
      quantile(ms, 0.99),
      quantile(wasm.ms, 0.99),
      ms.length,
      own ? '≤ 40 ms' : 'a peer',
    );
  }
  const wasmCodes = share(wasm.right, frames);
  yield figure(
    'camera-decode accepted, code known',
    '%',
    share(accepted.known, codes),
    wasmCodes,
    codes,
    '≥ 98 %',
  );
  yield figure(
    'camera-decode accepted, code unknown: two frames agree',
    '%',
    share(accepted.unknown, codes),
    wasmCodes,
    codes,
    '',
  );
  yield figure('camera-decode accepted misreads', 'codes', accepted.wrong, 1, codes, '0');
}
