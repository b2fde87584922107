import type { Cue } from '../../domain/contract/screen.ts';

/** One note: hertz, when it starts and how long it rings, in seconds. All below 1 kHz, for ears that lost the highs. */
interface Note {
  hertz: number;
  at: number;
  length: number;
}

const cues: Record<Cue, readonly Note[]> = {
  found: [
    { hertz: 523, at: 0, length: 0.18 },
    { hertz: 659, at: 0.12, length: 0.28 },
  ],
  done: [
    { hertz: 523, at: 0, length: 0.2 },
    { hertz: 659, at: 0.14, length: 0.2 },
    { hertz: 784, at: 0.28, length: 0.5 },
  ],
  refused: [
    { hertz: 294, at: 0, length: 0.28 },
    { hertz: 294, at: 0.36, length: 0.36 },
  ],
  attention: [
    { hertz: 440, at: 0, length: 0.25 },
    { hertz: 554, at: 0.3, length: 0.25 },
    { hertz: 440, at: 0.6, length: 0.4 },
  ],
  amber: [{ hertz: 392, at: 0, length: 0.3 }],
};

/** Of full scale, at full volume. */
const loudest = 0.45;

/** Lays the notes of a cue on an audio line, from `start` on, in seconds of that line. */
export function layCue(audio: BaseAudioContext, cue: Cue, start: number, volume: number): void {
  for (const note of cues[cue]) {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.type = 'triangle';
    tone.frequency.value = note.hertz;
    loudness.gain.setValueAtTime(0, start + note.at);
    loudness.gain.linearRampToValueAtTime(loudest * volume, start + note.at + 0.012);
    loudness.gain.exponentialRampToValueAtTime(loudest * volume * 0.003, start + note.at + note.length);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start + note.at);
    tone.stop(start + note.at + note.length + 0.02);
  }
}

/** Plays cues like wood and a small bell. Never the only sign, and nothing waits for it. */
export function createCuePlayer(): (cue: Cue, volume: number) => void {
  let audio: AudioContext | null = null;
  return (cue, volume) => {
    if (volume === 0 || typeof AudioContext === 'undefined') return;
    audio ??= new AudioContext();
    // Without a touch so far the browser keeps it asleep; the cue is then left out, not played late.
    if (audio.state === 'suspended') {
      void audio.resume();
      return;
    }
    layCue(audio, cue, audio.currentTime + 0.01, volume);
  };
}
