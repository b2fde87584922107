import { type LabelType, readLabel } from './label.ts';

/** What a scanned text is. `code` of a label is upper case, as printed. */
export type Scanned =
  | { is: 'label'; type: LabelType; code: string }
  | { is: 'foreign'; looksLike: 'shop' | 'book' | 'payment' | 'link' | 'other' }
  | { is: 'damaged' };

/** AIM identifiers (ISO/IEC 15424): a bracket, a letter for the symbology, a modifier. */
const aim = /^\][A-Za-z][0-9A-Za-z]/;

/** The text without the AIM identifier, where the scanner sends one. */
export const withoutAim = (text: string): string => text.replace(aim, '');

/** Check digit of EAN-8, UPC-A and EAN-13: weights 1 and 3 from the right, the sum a multiple of ten. */
function goodArticleNumber(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

function foreign(text: string): 'shop' | 'book' | 'payment' | 'link' | 'other' {
  if (/^(?:https?|wxp|weixin|alipays?|alipayqr):\/\//i.test(text) || /^www\./i.test(text)) return 'link';
  // Payment codes shown by a phone: WeChat 18 digits from 10–15; Alipay 16–24 digits from 25–30.
  if (/^1[0-5]\d{16}$/.test(text) || /^(?:2[5-9]|30)\d{14,22}$/.test(text)) return 'payment';
  // An EAN may carry an add-on of two or five digits behind it (magazines, books).
  const article = /^(\d{13})(?:\d{2}|\d{5})?$/.exec(text)?.[1] ?? /^(\d{12}|\d{8})$/.exec(text)?.[1];
  if (article !== undefined && goodArticleNumber(article)) {
    return /^97[89]/.test(article) && article.length === 13 ? 'book' : 'shop';
  }
  return 'other';
}

/**
 * Says what a scanned text is. Total: any string has an answer. AIM identifiers are dropped and never needed.
 * Damaged: one of our labels that did not come through whole, or a text with nothing to read.
 */
export function classify(text: string): Scanned {
  const bare = withoutAim(text.trim()).trim();
  if (bare === '') return { is: 'damaged' };
  const label = readLabel(bare);
  if (label.ok) return { is: 'label', type: label.value.type, code: label.value.code };
  if (label.refusal === 'damaged') return { is: 'damaged' };
  return { is: 'foreign', looksLike: foreign(bare) };
}
