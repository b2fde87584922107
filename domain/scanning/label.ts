import type { Result } from '../result.ts';
import { done, refused } from '../result.ts';

/**
 * Our own labels: `XW`, a letter for what it is, eight characters of random id in Crockford's base 32, and a check
 * character by ISO 7064 MOD 37-2 over everything before it. Being a pure system of a prime modulus, it finds every
 * wrong character and every two neighbours changed over; the hybrid MOD 37,36 misses 72 such swaps.
 */
export const labelTypes = {
  I: 'item',
  C: 'card',
  K: 'keeper-card',
  S: 'slip',
  P: 'place',
} as const;
export type LabelType = (typeof labelTypes)[keyof typeof labelTypes];

/** Crockford: no I, L, O, U. */
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Characters of Crockford's base 32 by their code; a label is read on the way from a card to an open door. */
const isCrockford = Array.from({ length: 128 }, (_, code) => crockford.includes(String.fromCharCode(code)));

/** 0 to 35 for a digit or a letter; -1 for any other character. */
const valueIn = (code: number): number =>
  code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x41 && code <= 0x5a ? code - 0x37 : -1;

const prefix = 'XW';
const idLength = 8;
/** Characters of a whole label. */
export const labelLength = prefix.length + 1 + idLength + 1;

/**
 * The check character for `text`, or null where it would be one we do not print: the 37th, `*`, or I, L, O, U,
 * which changed over with the character before them would be read as 1 and 0.
 * Source: ISO/IEC 7064, pure system MOD 37-2.
 */
export function checkCharacter(text: string): string | null {
  let product = 0;
  for (let at = 0; at < text.length; at++) product = ((product + valueIn(text.charCodeAt(at))) * 2) % 37;
  const check = alphabet[(38 - product) % 37];
  return check !== undefined && isCrockford[check.charCodeAt(0)] === true ? check : null;
}

/** A label for `random`: at least eight bytes, of which the low five bits each are used (40 bits in all). */
export function makeLabel(type: LabelType, random: Uint8Array): string {
  if (random.length < idLength) throw new Error(`a label needs ${idLength} random bytes`);
  const letter = Object.entries(labelTypes).find(([, name]) => name === type)?.[0];
  const values = [...random.slice(0, idLength)].map((byte) => byte & 31);
  for (;;) {
    const body = `${prefix}${letter}${values.map((value) => crockford[value]).join('')}`;
    const check = checkCharacter(body);
    if (check !== null) return body + check;
    // One id in seven has no check character we print; one near it has.
    values[idLength - 1] = ((values[idLength - 1] ?? 0) + 1) & 31;
  }
}

export interface Label {
  type: LabelType;
  /** The whole label as printed, upper case. */
  code: string;
}

/**
 * damaged: one of ours, but not whole or not right: a wrong character, a missing one, the code twice in a row, two
 * codes run together. not-ours: nothing that begins like our labels.
 */
export type LabelRefusal = 'damaged' | 'not-ours';

const typeByLetter: ReadonlyMap<string | undefined, LabelType> = new Map(Object.entries(labelTypes));

function whole(text: string): Label | null {
  if (text.length !== labelLength || !text.startsWith(prefix)) return null;
  const type = typeByLetter.get(text[prefix.length]);
  if (type === undefined) return null;
  for (let at = prefix.length + 1; at < labelLength - 1; at++) {
    if (isCrockford[text.charCodeAt(at)] !== true) return null;
  }
  return checkCharacter(text.slice(0, -1)) === text.at(-1) ? { type, code: text } : null;
}

/** O, I and L of the id read as 0 and 1, as Crockford says; the check character stands and decides. */
function mended(text: string): string {
  const from = prefix.length + 1;
  const id = text
    .slice(from, from + idLength)
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return text.slice(0, from) + id + text.slice(from + idLength);
}

/** Reads a scanned or typed text as one of our labels. Case does not matter. Total. */
export function readLabel(text: string): Result<Label, LabelRefusal> {
  const code = text.trim().toUpperCase();
  // On the way from a card to an open door: nothing but comparisons before a label is found.
  if (!code.startsWith(prefix) || !typeByLetter.has(code[prefix.length])) return refused('not-ours');
  const label = whole(code) ?? whole(mended(code));
  if (label !== null) return done(label);
  // Ours begin so and hold nothing but letters and digits; a word such as "XWINDOW-…" elsewhere does not.
  return /^[0-9A-Z]{4,}$/.test(code) ? refused('damaged') : refused('not-ours');
}
