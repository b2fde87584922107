import { done, type Result, refused } from '../result.ts';
import { goodCheckDigit } from './ean.ts';

/** Ends a field of variable length (FNC1 as scanners send it). */
export const groupSeparator = '\x1d';

/** One field: what it is (application identifier) and what stands in it. */
export interface Gs1Field {
  ai: string;
  value: string;
}

/**
 * not-gs1: no application identifier we know. short, long: a field does not have its length. bad-digit: a check
 * digit, a date or a number does not hold.
 */
export type Gs1Refusal = 'not-gs1' | 'short' | 'long' | 'bad-digit';

interface Shape {
  /** Digits of the application identifier. */
  ai: number;
  /** Characters of the value: all of them, or at most so many. */
  length: number;
  fixed: boolean;
  holds?: 'number' | 'check-digit' | 'date';
}

const fixed = (ai: number, length: number, holds: Shape['holds'] = 'number'): Shape => ({
  ai,
  length,
  fixed: true,
  holds,
});
const upTo = (ai: number, length: number, holds?: Shape['holds']): Shape => ({
  ai,
  length,
  fixed: false,
  ...(holds === undefined ? {} : { holds }),
});

/**
 * By the first digits. Source: GS1 General Specifications, 3.2 and figure 7.8.5-2 (identifiers whose length is
 * fixed need no separator). What a hut can meet; another identifier ends the reading as not-gs1.
 */
const shapes: readonly (readonly [RegExp, Shape])[] = [
  [/^00/, fixed(2, 18, 'check-digit')],
  [/^0[123]/, fixed(2, 14, 'check-digit')],
  [/^1[123567]/, fixed(2, 6, 'date')],
  [/^20/, fixed(2, 2)],
  [/^3[1-6]\d\d/, fixed(4, 6)],
  [/^41[0-7]/, fixed(3, 13, 'check-digit')],
  [/^402/, fixed(3, 17, 'check-digit')],
  [/^10/, upTo(2, 20)],
  [/^2[12]/, upTo(2, 20)],
  [/^235/, upTo(3, 28)],
  [/^24[013]/, upTo(3, 30)],
  [/^242/, upTo(3, 6, 'number')],
  [/^25[0134]/, upTo(3, 30)],
  [/^3[07]/, upTo(2, 8, 'number')],
  [/^39[0-5]\d/, upTo(4, 18, 'number')],
  [/^40[013]/, upTo(3, 30)],
  [/^42[0-7]/, upTo(3, 20)],
  [/^7003/, upTo(4, 10, 'number')],
  [/^71[0-5]/, upTo(3, 20)],
  [/^80(?:0[234678]|1[0-3]|20)/, upTo(4, 70)],
  [/^90/, upTo(2, 30)],
  [/^9[1-9]/, upTo(2, 90)],
];

/** A date as YYMMDD; day 00 means the whole month. */
const isDate = (value: string): boolean =>
  /^\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/.test(value) &&
  !/^\d{2}(?:02(?:3)|(?:04|06|09|11)31)/.test(value);

function holds(value: string, what: Shape['holds']): boolean {
  switch (what) {
    case undefined:
      return value.length > 0;
    case 'number':
      return /^\d+$/.test(value);
    case 'check-digit':
      return goodCheckDigit(value);
    case 'date':
      return isDate(value);
  }
}

/**
 * Reads a GS1 element string, AIM identifier dropped before: fields one after another, those of variable length
 * ended by 1D (or by the end). Also takes the printed form with brackets, `(01)0950…(10)ABC`. Total.
 * Example: `010950110153000310ABC123<1D>17261231` → 01, 10, 17.
 */
export function readGs1(text: string): Result<Gs1Field[], Gs1Refusal> {
  if (/^\(\d{2,4}\)/.test(text)) {
    return readGs1(text.replace(/\((\d{2,4})\)/g, (_, ai: string) => `${groupSeparator}${ai}`));
  }
  const fields: Gs1Field[] = [];
  let rest = text;
  while (rest.startsWith(groupSeparator)) rest = rest.slice(1);
  if (rest === '') return refused('not-gs1');
  while (rest !== '') {
    const head = rest;
    const shape = shapes.find(([begins]) => begins.test(head))?.[1];
    if (shape === undefined) return refused('not-gs1');
    const ai = rest.slice(0, shape.ai);
    const separator = rest.indexOf(groupSeparator, shape.ai);
    const until = separator < 0 ? rest.length : separator;
    // A field of fixed length may be followed by the next one directly.
    const end = shape.fixed ? Math.min(until, shape.ai + shape.length) : until;
    const value = rest.slice(shape.ai, end);
    if (shape.fixed && value.length < shape.length) return refused('short');
    if (value.length > shape.length) return refused('long');
    if (!holds(value, shape.holds)) return refused(value === '' ? 'short' : 'bad-digit');
    fields.push({ ai, value });
    rest = rest.slice(end);
    while (rest.startsWith(groupSeparator)) rest = rest.slice(1);
  }
  return done(fields);
}

/** The article number (GTIN-14) among fields, or null. */
export const gtinOf = (fields: readonly Gs1Field[]): string | null =>
  fields.find(({ ai }) => ai === '01')?.value ?? null;

/**
 * The GTIN in a GS1 Digital Link, `https://any.host/01/09506000134352/10/ABC`, or null.
 * Source: GS1 Digital Link Standard, URI syntax.
 */
export function gtinOfLink(link: string): string | null {
  const digits = /^https?:\/\/[^/?#]+(?:\/[^?#]*)?\/01\/(\d{8}|\d{12,14})(?:[/?#]|$)/i.exec(link)?.[1];
  if (digits === undefined) return null;
  const gtin = digits.padStart(14, '0');
  return goodCheckDigit(gtin) ? gtin : null;
}
