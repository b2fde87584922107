import Espeak from '@echogarden/espeak-ng-emscripten';
import type { Language } from '../../domain/contract/words.ts';

/** Samples of one clip, one channel, 16 bits. */
export interface Sound {
  rate: number;
  samples: Int16Array;
}

/** Voices of the engine. Chinese is given as syllables, so that it never guesses a character's reading. */
const voices: Record<Language, string> = { 'zh-CN': 'cmn-latn-pinyin', en: 'en-gb-x-rp' };
/** Words a minute; the engine's own is 175, and old ears want time. */
const pace: Record<Language, number> = { 'zh-CN': 145, en: 140 };
/** The engine's middle is 50; lower carries further into weak ears. */
const pitch = 40;

/**
 * The speech engine (eSpeak NG as WebAssembly, GPL-3.0): a tool of the build, never shipped. What it says is poor
 * but can be understood; a keeper's recording takes its place.
 */
export async function openEngine(): Promise<(language: Language, words: string) => Sound> {
  const engine = await Espeak();
  const worker = new engine.eSpeakNGWorker();
  return (language, words) => {
    worker.set_voice(voices[language]);
    worker.set_rate(pace[language]);
    worker.set_pitch(pitch);
    const parts: Int16Array[] = [];
    worker.synthesize(words, (samples) => {
      if (samples.length > 0) parts.push(samples);
      return false;
    });
    return trimmed({ rate: worker.samplerate, samples: joined(parts) });
  };
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

/** Without the silence at both ends: pauses are made where clips are put together. */
function trimmed({ rate, samples }: Sound): Sound {
  const loud = (sample: number) => Math.abs(sample) > 200;
  const first = samples.findIndex(loud);
  if (first < 0) return { rate, samples: new Int16Array(0) };
  const margin = Math.round(rate * 0.015);
  return { rate, samples: samples.slice(Math.max(0, first - margin), samples.findLastIndex(loud) + margin) };
}
