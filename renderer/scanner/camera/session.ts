import type { Clock } from '../../../domain/clock.ts';
import { looked, nothingSeen, tookReading } from '../../../domain/scanning/camera.ts';

/** Why the camera does not help now. Each has its own words and its own way on. */
export type CameraTrouble = 'denied' | 'missing' | 'busy' | 'broken';

export type CameraState =
  | { is: 'starting' }
  | { is: 'looking' }
  /** A code was seen and the hut did not take it yet. */
  | { is: 'nearly' }
  | { is: 'trouble'; trouble: CameraTrouble };

/** A camera at work: its picture, frame by frame. */
export interface OpenCamera<Frame> {
  /** The newest frame, or null while there is none. */
  frame(): Promise<Frame | null>;
  /** Called when the camera is pulled. */
  onEnd(take: () => void): void;
  close(): void;
}

export interface CameraParts<Frame> {
  clock: Clock;
  /** Rejects with the browser's own error. */
  open: () => Promise<OpenCamera<Frame>>;
  /** Reads a frame; rejects when the decoder cannot be loaded. */
  read: (frame: Frame) => Promise<string | null>;
  /** Asks the hut whether the code counts. */
  look: (text: string, frames: number) => Promise<boolean>;
  onState: (state: CameraState) => void;
}

/** Milliseconds between the end of one look and the next: a slow machine keeps half its time. */
export const restBetween = 60;
/** Milliseconds after which a camera that was pulled or is used elsewhere is tried again. */
export const tryAgainAfter = 3_000;

/** Names what `getUserMedia` rejects with. Source: Media Capture and Streams, 10.2. */
export function nameCameraError(error: unknown): CameraTrouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'broken';
  }
}

/**
 * Looks through the camera until stopped: one frame at a time, so that a slow machine never queues them. What the
 * hut takes ends nothing here: the screen changes, and with it this goes. Returns a function that stops it and
 * lets the camera go, also when it is only about to open.
 */
export function lookThrough<Frame>(parts: CameraParts<Frame>): () => void {
  const { clock, open, read, look, onState } = parts;
  let stopped = false;
  let camera: OpenCamera<Frame> | null = null;
  let cancel = () => {};
  let looking = nothingSeen;

  function close(): void {
    camera?.close();
    camera = null;
  }

  function fail(trouble: CameraTrouble): void {
    if (stopped) return;
    cancel();
    close();
    onState({ is: 'trouble', trouble });
    // A denied permission does not come back by itself; a plug does.
    if (trouble === 'missing' || trouble === 'busy') cancel = clock.after(tryAgainAfter, start);
  }

  async function step(): Promise<void> {
    const frame = await camera?.frame();
    if (stopped || camera === null) return;
    if (frame !== null && frame !== undefined) {
      const text = await read(frame);
      if (stopped || camera === null) return;
      const next = looked(looking, text);
      looking = next.looking;
      if (next.ask !== null) {
        onState({ is: 'nearly' });
        if (await look(next.ask.text, next.ask.frames)) looking = tookReading(looking, next.ask.text);
      } else if (text === null) onState({ is: 'looking' });
    }
    if (!stopped && camera !== null) cancel = clock.after(restBetween, run);
  }

  function run(): void {
    step().catch(() => fail('broken'));
  }

  function start(): void {
    looking = nothingSeen;
    onState({ is: 'starting' });
    open().then(
      (opened) => {
        if (stopped) {
          opened.close();
          return;
        }
        camera = opened;
        opened.onEnd(() => fail('missing'));
        onState({ is: 'looking' });
        run();
      },
      (error: unknown) => fail(nameCameraError(error)),
    );
  }

  start();
  return () => {
    stopped = true;
    cancel();
    close();
  };
}
