import Espeak from '@echogarden/espeak-ng-emscripten';
import type { Language, OwnLanguage } from '../../domain/contract/words.ts';

/** Samples of one clip, one channel, 16 bits. */
export interface Sound {
  rate: number;
  samples: Int16Array;
}

export interface Engine {
  /** Whether it has a voice for a language. */
  speaks(language: Language): boolean;
  /** @throws where it has none */
  say(language: Language, words: string): Sound;
}

/** Voices of the engine. Chinese is given as syllables, so that it never guesses a character's reading. */
const voices: Record<OwnLanguage, string> = { 'zh-CN': 'cmn-latn-pinyin', en: 'en-gb-x-rp' };
const voiceOf = (language: Language): string =>
  (voices as Record<string, string>)[language] ?? language.toLowerCase();
/** Words a minute; the engine's own is 175, and old ears want time. */
const paceOf = (language: Language): number => (language === 'zh-CN' ? 145 : 140);
/** The engine's middle is 50; lower carries further into weak ears. */
const pitch = 40;

/**
 * The speech engine (eSpeak NG as WebAssembly, GPL-3.0): a tool of the build, never shipped. What it says is poor
 * but can be understood; a keeper's recording takes its place.
 */
export async function openEngine(): Promise<Engine> {
  const engine = await Espeak();
  const worker = new engine.eSpeakNGWorker();
  const speaks = (language: Language) => worker.set_voice(voiceOf(language)) === 0;
  return {
    speaks,
    say(language, words) {
      if (!speaks(language)) throw new Error(`no voice for ${language}`);
      worker.set_rate(paceOf(language));
      worker.set_pitch(pitch);
      const parts: Int16Array[] = [];
      worker.synthesize(words, (samples) => {
        if (samples.length > 0) parts.push(samples);
        return false;
      });
      return trimmed({ rate: worker.samplerate, samples: joined(parts) });
    },
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
