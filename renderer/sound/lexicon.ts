import type { Language, Named } from '../../domain/contract/words.ts';
import { type ClipId, clipId, sumOfClip } from '../../domain/sound/clip.ts';
import { spokenUnits, sumOfPhrase } from '../../domain/sound/spoken-units.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { allWords } from '../words/all-words.ts';
import { numbersAndDates } from '../words/spoken-numbers.ts';

/** Something a clip says: its name, the words, and the sentence they stand in, with … for what is filled in. */
export interface Phrase {
  clip: ClipId;
  words: string;
  sentence: string;
}

type Tree = { [key: string]: string | Tree };

/** Parts of the catalogue that are nobody's to hear: the practice dock, and names of keys that are never read. */
const unread = new Set(['practice', 'dock', 'seal', 'name']);

/** Parts that are said without being asked, and numbers: first in every list, so that they are recorded first. */
const first = ['door', 'borrowed', 'returned', 'stillThere', 'doubt', 'keeper', 'refusal', 'common'];

function* messages(tree: Tree, at = ''): Generator<[key: string, text: string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (at === '' && unread.has(key)) continue;
    if (typeof value === 'string') yield [at + key.replace(/_(one|other)$/, ''), value];
    else yield* messages(value, `${at}${key}.`);
  }
}

/** Everything that a screen may say, one clip each, most needed first. The same words have one clip. */
export function lexicon(language: Language, more: readonly Named[] = []): Phrase[] {
  const phrases = new Map<string, Phrase>();
  const add = (key: string, words: string, sentence = words) => {
    if (spokenUnits(words).length === 0) return;
    const clip = clipId(key, sumOfPhrase(words));
    if (!phrases.has(sumOfClip(clip))) phrases.set(sumOfClip(clip), { clip, words, sentence });
  };
  const tree: Tree = allWords(language);
  const order = [...new Set([...first, ...Object.keys(tree)])];
  const sentences = (part: string) => {
    const value = tree[part];
    if (value === undefined) return;
    for (const [key, text] of messages({ [part]: value })) {
      const sentence = text.replace(/\{\{\w+\}\}/g, '…');
      for (const words of text.split(/\{\{\w+\}\}/)) {
        // A number by itself has a clip as a number.
        if (spokenUnits(words).every((unit) => unit.is === 'number')) continue;
        add(key, words.trim(), sentence);
      }
    }
  };
  for (const part of first) sentences(part);
  for (const [key, words] of numbersAndDates(language)) add(key, words);
  const named = (key: string, name: Named) => add(key, language === 'zh-CN' ? name.zh : name.en || name.zh);
  for (const { kind, name, measure, notices } of kindCatalogue) {
    named(`kind.${kind}`, name);
    if (language === 'zh-CN') add('measure', measure);
    for (const { words } of notices) named(`notice.${kind}`, words);
  }
  for (const part of order) sentences(part);
  for (const name of more) named('name', name);
  return [...phrases.values()];
}
