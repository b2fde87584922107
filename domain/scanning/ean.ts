const digits = /^\d+$/;

/**
 * Whether the last digit of an article number is right: EAN-8, UPC-A, EAN-13, GTIN-14, SSCC. Weights 3 and 1 from
 * the right before the check digit, the sum a multiple of ten. False for anything but digits.
 * Source: GS1 General Specifications, 7.9.1.
 */
export function goodCheckDigit(number: string): boolean {
  if (!digits.test(number)) return false;
  let sum = 0;
  for (let i = 0; i < number.length; i++) {
    sum += (number.charCodeAt(number.length - 1 - i) - 0x30) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

/** The check digit for `body`, which holds all digits but the last. Throws a RangeError for anything but digits. */
export function checkDigitFor(body: string): string {
  if (!digits.test(body)) throw new RangeError(`"${body}" is not a number`);
  for (let digit = 0; digit < 10; digit++) {
    if (goodCheckDigit(`${body}${digit}`)) return String(digit);
  }
  throw new RangeError(`no check digit fits ${body}`);
}

/** An article number as printed on goods. */
export interface Article {
  /** 8, 12 or 13 digits, as scanned, without an add-on. */
  number: string;
  /** The small code of two or five digits beside it (magazines, prices of books); '' for none. */
  addOn: string;
}

/** Reads EAN-8, UPC-A or EAN-13, with or without an add-on; null when it is none or a digit is wrong. */
export function readArticle(text: string): Article | null {
  const match = /^(\d{13})(\d{2}|\d{5})?$/.exec(text) ?? /^(\d{12}|\d{8})$/.exec(text);
  const number = match?.[1];
  if (number === undefined || !goodCheckDigit(number)) return null;
  return { number, addOn: match?.[2] ?? '' };
}

/**
 * Other spellings of an article number, best first: scanners send UPC-A as 12 digits or as an EAN-13 that begins
 * with 0, and a GTIN-14 of one piece is that EAN-13 with a 0 before it.
 */
export function spellingsOf(number: string): string[] {
  const bare = number.replace(/^0+(?=\d{12}$|\d{13}$)/, '');
  const all = [bare, ...(bare.length === 12 ? [`0${bare}`] : []), bare.padStart(14, '0')];
  return [...new Set(all)].filter((spelling) => spelling !== number && bare.length >= 12);
}
