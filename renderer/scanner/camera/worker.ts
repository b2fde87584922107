import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { createDecoder } from './decode.ts';

/** Page → worker: one picture, handed over. */
export interface WorkerFrame {
  picture: ImageBitmap;
}
/** Worker → page: what was read in it; `broken` when the decoder itself did not load. */
export type WorkerAnswer = { is: 'looked'; text: string | null } | { is: 'broken'; why: string };

/** The part of a worker's global scope used here; the page's types do not know it. */
interface Scope {
  postMessage(answer: WorkerAnswer): void;
  addEventListener(type: 'message', take: (event: MessageEvent<WorkerFrame>) => void): void;
}
const scope = self as unknown as Scope;

const decoder = createDecoder({ locateFile: () => wasmUrl }, () => performance.now());
let canvas = new OffscreenCanvas(1, 1);
let pen = canvas.getContext('2d', { willReadFrequently: true });

async function look(picture: ImageBitmap): Promise<WorkerAnswer> {
  const { width, height } = picture;
  if (canvas.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height);
    pen = canvas.getContext('2d', { willReadFrequently: true });
  }
  if (pen === null) return { is: 'broken', why: 'no canvas' };
  pen.drawImage(picture, 0, 0);
  picture.close();
  try {
    const { data } = pen.getImageData(0, 0, width, height);
    const reading = await decoder.decode({ data, width, height });
    return { is: 'looked', text: reading?.text ?? null };
  } catch (error) {
    return { is: 'broken', why: error instanceof Error ? error.message : String(error) };
  }
}

scope.addEventListener('message', ({ data }) => {
  void look(data.picture).then((answer) => scope.postMessage(answer));
});
