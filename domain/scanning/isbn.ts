import { done, type Result, refused } from '../result.ts';
import { checkDigitFor, goodCheckDigit } from './ean.ts';

/** not-a-book: no ISBN at all, also 979-0, which is printed music. bad-digit: an ISBN with a wrong digit in it. */
export type IsbnRefusal = 'not-a-book' | 'bad-digit';

/** Weights 10 to 1, X for ten, the sum a multiple of 11 (ISO 2108, the ISBN of books before 2007). */
function goodIsbn10(text: string): boolean {
  let sum = 0;
  for (let i = 0; i < 10; i++) {
    const value = text[i] === 'X' ? 10 : text.charCodeAt(i) - 0x30;
    sum += value * (10 - i);
  }
  return sum % 11 === 0;
}

/**
 * The ISBN-13 that a scanned or typed text means, without dashes: an ISBN-13 (978, or 979 but not 979-0), or an
 * ISBN-10, which is brought to 13 digits. Dashes and spaces are ignored. Total. Source: ISO 2108.
 */
export function readIsbn(text: string): Result<string, IsbnRefusal> {
  const bare = text.replace(/[\s-]/g, '').toUpperCase();
  if (/^\d{9}[\dX]$/.test(bare)) {
    if (!goodIsbn10(bare)) return refused('bad-digit');
    const body = `978${bare.slice(0, 9)}`;
    return done(body + checkDigitFor(body));
  }
  if (!/^(?:978\d|979[1-9])\d{9}$/.test(bare)) return refused('not-a-book');
  return goodCheckDigit(bare) ? done(bare) : refused('bad-digit');
}

/** The ISBN-10 of an ISBN-13 that `readIsbn` gave, or null: books with 979 have none. */
export function isbn10Of(isbn13: string): string | null {
  if (!isbn13.startsWith('978')) return null;
  const body = isbn13.slice(3, 12);
  for (const check of '0123456789X') {
    if (goodIsbn10(body + check)) return body + check;
  }
  return null;
}
