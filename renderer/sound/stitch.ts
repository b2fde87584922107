/** Samples a second of everything that is put together. */
export const stitchRate = 24_000;
/** Seconds of silence that the writing asks for. Phrases of one sentence touch. */
const pauses = { none: 0.02, short: 0.16, long: 0.38 } as const;
/** Quieter than this is the room, not the voice. */
const quiet = 0.012;
/** A clip is brought to this peak, so that a soft recording is not lost beside a loud one. */
const peak = 0.85;
/** A room is not blown up into a voice. */
const mostGain = 8;

export interface StitchPart {
  samples: Float32Array;
  pause: keyof typeof pauses;
}

/** Without silence at both ends, and as loud as the others. */
export function trimmed(samples: Float32Array): Float32Array<ArrayBuffer> {
  let top = 0;
  for (const sample of samples) top = Math.max(top, Math.abs(sample));
  const gain = Math.min(mostGain, peak / Math.max(top, 1e-6));
  const loud = (sample: number) => Math.abs(sample) * gain > quiet;
  const first = samples.findIndex(loud);
  if (first < 0) return new Float32Array(0);
  const margin = Math.round(stitchRate * 0.02);
  const kept = samples.slice(Math.max(0, first - margin), samples.findLastIndex(loud) + margin);
  return kept.map((sample) => sample * gain);
}

/** One run of samples of all parts with their pauses. */
export function stitched(parts: readonly StitchPart[]): Float32Array {
  const gap = (pause: StitchPart['pause']) => Math.round(pauses[pause] * stitchRate);
  const whole = new Float32Array(
    parts.reduce((sum, { samples, pause }) => sum + samples.length + gap(pause), 0),
  );
  let at = 0;
  for (const { samples, pause } of parts) {
    whole.set(samples, at);
    at += samples.length + gap(pause);
  }
  return whole;
}

/** Samples as a WAV file: one channel, 16 bits. */
export function wavOf(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const name = (at: number, text: string) =>
    bytes.set(
      [...text].map((c) => c.charCodeAt(0)),
      at,
    );
  name(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  name(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, stitchRate, true);
  view.setUint32(28, stitchRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  for (const [at, sample] of samples.entries()) {
    view.setInt16(44 + at * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true);
  }
  return bytes;
}
