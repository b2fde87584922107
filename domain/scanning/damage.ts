import { readArticle } from './ean.ts';
import { labelLength, readLabel } from './label.ts';

/**
 * Why a code cannot be taken. part: its beginning, its end or its check character is missing. doubled: the same
 * code twice in one scan. two-codes: two codes run together. unreadable: nothing, or a wrong character.
 */
export type Damage = 'part' | 'doubled' | 'two-codes' | 'unreadable';

/** Whole labels of ours anywhere in the text, as printed, left to right, none overlapping. */
function labelsIn(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at + labelLength <= text.length; ) {
    const label = readLabel(text.slice(at, at + labelLength));
    if (label.ok) found.push(label.value.code);
    at += label.ok ? labelLength : 1;
  }
  return found;
}

/** What may be missing at the beginning of one of ours. */
const lostBeginnings = ['X', 'XW'];

/**
 * What is wrong with a text that is not one whole code, or null when nothing points to damage. `text`: without
 * AIM identifier. Total. Our labels are looked for first, then article numbers and any text twice in a row.
 */
export function damageOf(text: string): Damage | null {
  if (text === '') return 'unreadable';
  const labels = labelsIn(text);
  if (labels.length > 0) return labels.length > 1 && new Set(labels).size === 1 ? 'doubled' : 'two-codes';
  const own = readLabel(text);
  if (!own.ok && own.refusal === 'damaged') return text.length < labelLength ? 'part' : 'unreadable';
  if (lostBeginnings.some((lost) => readLabel(lost + text).ok)) return 'part';
  const half = text.slice(0, text.length / 2);
  // Four characters at least, and not one character over and over: "0000" is no code twice.
  if (half.length >= 4 && half + half === text && new Set(half).size > 1) return 'doubled';
  if (text.length === 26 && readArticle(text.slice(0, 13)) !== null && readArticle(text.slice(13)) !== null) {
    return 'two-codes';
  }
  return null;
}
