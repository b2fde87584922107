import type { Language } from '../../domain/contract/words.ts';
import type { ClipId } from '../../domain/sound/clip.ts';
import { type SpokenUnit, spokenUnits, sumOfPhrase, wordsSum } from '../../domain/sound/spoken-units.ts';
import { numberPhrases, timePhrases } from '../words/spoken-numbers.ts';

/** A clip, or words that there is no clip for, and the pause after it. */
export interface SpokenPiece {
  clip: ClipId | null;
  words: string;
  pause: SpokenUnit['pause'];
}

/** No phrase of a screen is longer. */
const longestPhrase = 80;
/** What a unit without a clip costs, in clips: rather many pieces than one hole. */
const hole = 1_000;

/**
 * Puts a text together from clips: the fewest that say all of it. Where nothing fits, the words are left as a
 * piece without a clip.
 * @param find the clip for the sum of a phrase
 */
export function piecesOf(
  language: Language,
  text: string,
  find: (sum: string) => ClipId | null,
): SpokenPiece[] {
  const units = spokenUnits(text);
  /** The cheapest way to say everything from here to the end. */
  const best: { cost: number; pieces: SpokenPiece[]; next: number }[] = Array.from({
    length: units.length + 1,
  });
  best[units.length] = { cost: 0, pieces: [], next: units.length };
  for (let from = units.length - 1; from >= 0; from--) {
    const unit = units[from] as SpokenUnit;
    const offer = (pieces: SpokenPiece[], next: number, cost: number) => {
      const total = cost + (best[next]?.cost ?? 0);
      if (total < (best[from]?.cost ?? Number.POSITIVE_INFINITY)) best[from] = { cost: total, pieces, next };
    };
    offer([{ clip: null, words: unit.text, pause: unit.pause }], from + 1, hole);
    const made = madeOf(language, unit, units[from + 1], find);
    if (made !== null) offer(made, from + 1, made.length);
    const sum = wordsSum();
    const words: string[] = [];
    for (let to = from; to < Math.min(units.length, from + longestPhrase); to++) {
      const last = units[to] as SpokenUnit;
      sum.add(last.text);
      words.push(last.text);
      const clip = find(sum.read());
      if (clip !== null) {
        // 两 before what is counted, not 二: a number by itself is asked above.
        if (to === from && made !== null) continue;
        offer([{ clip, words: words.join(' '), pause: last.pause }], to + 1, 1);
      }
    }
  }
  const pieces: SpokenPiece[] = [];
  for (let at = 0; at < units.length; at = best[at]?.next ?? units.length)
    pieces.push(...(best[at]?.pieces ?? []));
  return pieces;
}

/** The pieces of a number or a time; null when one of them has no clip, or it is neither. */
function madeOf(
  language: Language,
  unit: SpokenUnit,
  next: SpokenUnit | undefined,
  find: (sum: string) => ClipId | null,
): SpokenPiece[] | null {
  const phrases =
    unit.is === 'number'
      ? numberPhrases(language, unit.text, next)
      : unit.is === 'time'
        ? timePhrases(language, unit.text)
        : [];
  const pieces: SpokenPiece[] = [];
  for (const [at, words] of phrases.entries()) {
    const clip = find(sumOfPhrase(words));
    if (clip === null) return null;
    pieces.push({ clip, words, pause: at === phrases.length - 1 ? unit.pause : 'none' });
  }
  return pieces.length === 0 ? null : pieces;
}
