import type { Language } from '../../domain/contract/words.ts';
import type { Sound } from './espeak.ts';
import { pronounce } from './pronounce.ts';

/** Seconds that a part of a word may take: below, it was cut off or swallowed; above, something else was read. */
const pace = { syllable: [0.15, 0.65], letter: [0.045, 0.35] } as const;
/** Full scale of 16 bits. */
const full = 32_767;
/** Loudness of a whole clip, as decibels below full scale: a whisper and a scream lie outside. */
const loudness = [-26, -12] as const;
/** Of the samples of a clip so many may stand at full scale; more is heard as a crackle. */
const mostClipped = 0.001;
/** Seconds of stillness inside a clip, such as between two sentences; more, and the rest seems missing. */
const longestGap = 1;
/** Below this share of full scale nothing is heard. */
const still = 0.006;

/** Syllables of Chinese as it is given to the engine; of letters in it, two are one at the least. */
const syllablesIn = (said: string): number =>
  said
    .split(' ')
    .reduce(
      (sum, part) => sum + (/\d/.test(part) ? 1 : Math.ceil(part.replace(/[^A-Za-z]/g, '').length / 2)),
      0,
    );

/** Letters of other languages; a figure, and a capital that stands alone, are words of three. */
const lettersIn = (said: string): number =>
  said
    .replace(/\d/g, ' one ')
    .replace(/\b([A-Z]|[B-DF-HJ-NP-TV-Z]+)\b/g, (name) => 'one'.repeat(name.length))
    .replace(/[^\p{L}]/gu, '').length;

/**
 * What the signal of a clip tells against it, or null: nobody listens to two thousand clips, so they are weighed.
 * @param words what it should say
 */
export function faultOfClip(language: Language, words: string, { rate, samples }: Sound): string | null {
  if (samples.length === 0) return 'is silent';
  let [square, clipped, gap, widest] = [0, 0, 0, 0];
  for (const sample of samples) {
    const size = Math.abs(sample);
    square += size * size;
    if (size >= full) clipped += 1;
    gap = size < still * full ? gap + 1 : 0;
    widest = Math.max(widest, gap);
  }
  const decibels = 10 * Math.log10(square / samples.length / full ** 2);
  if (decibels < loudness[0] || decibels > loudness[1]) return `is ${decibels.toFixed(1)} dB loud`;
  if (clipped > mostClipped * samples.length) return `stands at full scale ${clipped} times`;
  if (widest > longestGap * rate) return `is still for ${(widest / rate).toFixed(1)} s inside`;
  const chinese = language === 'zh-CN';
  const said = pronounce(language, words);
  const parts = chinese ? syllablesIn(said) : lettersIn(said);
  const [least, most] = chinese ? pace.syllable : pace.letter;
  const each = samples.length / rate / Math.max(1, parts);
  return each < least || each > most ? `takes ${each.toFixed(2)} s for each of ${parts} parts` : null;
}
