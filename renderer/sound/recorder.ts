import type { Clock } from '../../domain/clock.ts';
import { longestRecording } from '../../domain/sound/clip.ts';
import { decodeSound } from './clips.ts';
import { trimmed } from './stitch.ts';

/** Longer than anything the hut says; it ends by itself then. */
export const longestSeconds = 10;
/** Opus at this rate keeps a voice whole, and ten seconds of it well under what the hut takes. */
const bitsPerSecond = 24_000;

export type RecorderProblem = 'no-microphone' | 'too-quiet';

/** What was recorded: the file that is kept, and its samples to listen to. */
export interface Take {
  file: ArrayBuffer;
  samples: Float32Array;
}

export interface Recording {
  stop(): void;
  /** Resolves when it was stopped, by hand or when it has its full length. Never rejects. */
  taken: Promise<Take | RecorderProblem>;
}

/** How long a recording may be, in seconds, and how large its file, in bytes. */
export interface RecorderLimits {
  seconds: number;
  bytes: number;
}

/** A clip of the hut's voice. */
export const clipLimits: RecorderLimits = { seconds: longestSeconds, bytes: longestRecording };

/** Begins to record from the machine's microphone. `limits`: seconds and bytes of a recording at most. */
export function beginRecording(clock: Clock, limits: RecorderLimits): Recording {
  let stop = () => {};
  let stopped = false;
  const taken = (async (): Promise<Take | RecorderProblem> => {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: false, autoGainControl: true, noiseSuppression: true },
      });
    } catch {
      return 'no-microphone';
    }
    const recorder = new MediaRecorder(stream, {
      mimeType: 'audio/webm;codecs=opus',
      audioBitsPerSecond: bitsPerSecond,
    });
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const ended = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()));
    const end = () => {
      if (recorder.state !== 'inactive') recorder.stop();
    };
    const cancel = clock.after(limits.seconds * 1_000, end);
    stop = end;
    recorder.start();
    if (stopped) end();
    await ended;
    cancel();
    for (const track of stream.getTracks()) track.stop();
    const file = await new Blob(parts).arrayBuffer();
    try {
      const samples = trimmed(await decodeSound(file.slice(0)));
      return samples.length === 0 || file.byteLength > limits.bytes ? 'too-quiet' : { file, samples };
    } catch {
      return 'too-quiet';
    }
  })();
  return {
    stop() {
      stopped = true;
      stop();
    },
    taken,
  };
}

/** Bytes as base64, in pieces that no argument list is too long for. */
export function base64Of(file: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(file)) text += String.fromCharCode(byte);
  return btoa(text);
}
