import type { OpenCamera } from './session.ts';
import type { WorkerAnswer, WorkerFrame } from './worker.ts';

/** What is asked of the camera; a better one gives a picture of this size all the same. */
const wanted = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 15, max: 30 } } as const;
/** Pixels of the longer side that are looked at; more only costs time. */
const longest = 800;

/** Opens the camera into this video element. Rejects with the browser's own error. Sound is never asked for. */
export async function openBrowserCamera(video: HTMLVideoElement): Promise<OpenCamera<ImageBitmap>> {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) throw new DOMException('this page may not use a camera', 'NotAllowedError');
  const stream = await devices.getUserMedia({ video: wanted, audio: false });
  const tracks = stream.getTracks();
  video.srcObject = stream;
  const close = () => {
    for (const track of tracks) track.stop();
    if (video.srcObject === stream) video.srcObject = null;
  };
  try {
    await video.play();
  } catch (error) {
    close();
    throw error;
  }
  return {
    async frame() {
      const { videoWidth: width, videoHeight: height } = video;
      if (width === 0 || height === 0) return null;
      const share = Math.min(1, longest / Math.max(width, height));
      return createImageBitmap(video, {
        resizeWidth: Math.round(width * share),
        resizeHeight: Math.round(height * share),
        resizeQuality: 'medium',
      });
    },
    onEnd(take) {
      for (const track of tracks) track.addEventListener('ended', take);
    },
    close,
  };
}

export interface FrameReader {
  read(picture: ImageBitmap): Promise<string | null>;
  stop(): void;
}

/** The decoder in a thread of its own, so that no finger waits for it. */
export function startReader(): FrameReader {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  let answer: ((said: WorkerAnswer) => void) | null = null;
  const say = (said: WorkerAnswer) => {
    const take = answer;
    answer = null;
    take?.(said);
  };
  worker.addEventListener('message', (event: MessageEvent<WorkerAnswer>) => say(event.data));
  worker.addEventListener('error', (event) => say({ is: 'broken', why: event.message }));
  return {
    async read(picture) {
      const said = await new Promise<WorkerAnswer>((resolve) => {
        answer = resolve;
        const frame: WorkerFrame = { picture };
        worker.postMessage(frame, [picture]);
      });
      if (said.is === 'broken') throw new Error(`the camera's decoder does not work: ${said.why}`);
      return said.text;
    },
    stop() {
      worker.terminate();
      say({ is: 'looked', text: null });
    },
  };
}
