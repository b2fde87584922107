import type { Candidate, Pinyin } from './pinyin.ts';

export type Layout = 'pinyin' | 'english' | 'number';

/** What was written, and the letters that are not yet words. */
export interface Writing {
  text: string;
  letters: string;
}

/** As many letters wait for a choice at most. */
const mostLetters = 40;
const signs = [...'，。？！、'];

export type Stroke =
  | { do: 'letter'; letter: string }
  | { do: 'choose'; candidate: Candidate }
  | { do: 'delete' }
  | { do: 'space' }
  /** Leaving the pinyin layout, or done: what waits becomes its likeliest words. */
  | { do: 'settle' };

const signsCount = (text: string) => [...text].length;
const within = (text: string, longest: number) => [...text].slice(0, longest).join('');

/** The likeliest words for what waits; the letters themselves where there are none. */
function settled({ text, letters }: Writing, pinyin: Pinyin | null): string {
  if (letters === '') return text;
  const best = pinyin?.candidates(letters)[0];
  if (best === undefined) return text + letters;
  return settled({ text: text + best.word, letters: letters.slice(best.used) }, pinyin);
}

/**
 * The writing after a stroke of the keyboard. Never longer than `longest` characters; a stroke beyond is nothing.
 * @param pinyin null while its words are on their way: letters wait then
 */
export function strike(
  writing: Writing,
  stroke: Stroke,
  layout: Layout,
  pinyin: Pinyin | null,
  longest: number,
): Writing {
  const { text, letters } = writing;
  const room = longest - signsCount(text);
  switch (stroke.do) {
    case 'letter': {
      if (layout === 'pinyin' && !signs.includes(stroke.letter)) {
        const more = letters + stroke.letter;
        return room > 0 && more.length <= mostLetters && more !== "'" ? { text, letters: more } : writing;
      }
      return { text: within(settled(writing, pinyin) + stroke.letter, longest), letters: '' };
    }
    case 'choose': {
      const { word, used } = stroke.candidate;
      return {
        text: within(text + word, longest),
        letters: room > signsCount(word) ? letters.slice(used) : '',
      };
    }
    case 'delete':
      if (letters !== '') return { text, letters: letters.slice(0, -1) };
      return { text: [...text].slice(0, -1).join(''), letters };
    case 'space':
      if (letters === '') return { text: within(`${text} `, longest), letters };
      return { text: within(settled(writing, pinyin), longest), letters: '' };
    case 'settle':
      return { text: within(settled(writing, pinyin), longest), letters: '' };
  }
}
