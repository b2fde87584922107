/**
 * AIM identifiers (ISO/IEC 15424): a bracket, a letter for the symbology, a modifier. Scanners send one before the
 * code when told so; it is dropped where it stands and never needed.
 */
export const aimLength = 3;

const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** The AIM identifier that a text begins with, such as `]C0`, or null. Total; looks at three characters. */
export function aimOf(text: string): string | null {
  if (text.charCodeAt(0) !== 0x5d || !isLetter(text.charCodeAt(1))) return null;
  const modifier = text.charCodeAt(2);
  return isLetter(modifier) || isDigit(modifier) ? text.slice(0, aimLength) : null;
}

/** The text without the AIM identifier, where the scanner sends one. */
export const withoutAim = (text: string): string => (aimOf(text) === null ? text : text.slice(aimLength));

/** A scanned text as codes are compared: no AIM identifier, no blanks around it. Group separators stay. */
export const bareCode = (text: string): string => withoutAim(text.trim()).trim();

const symbologies: Readonly<Record<string, string>> = {
  A: 'Code 39',
  C: 'Code 128',
  E: 'EAN/UPC',
  F: 'Codabar',
  G: 'Code 93',
  I: 'ITF',
  L: 'PDF417',
  Q: 'QR',
  X: 'ISBN',
  d: 'Data Matrix',
  e: 'GS1 DataBar',
  z: 'Aztec',
};
const precise: Readonly<Record<string, string>> = {
  ']C1': 'GS1-128',
  ']E0': 'EAN-13/UPC',
  ']E3': 'EAN-13 + 2/5',
  ']E4': 'EAN-8',
  ']Q3': 'GS1 QR',
  ']d2': 'GS1 DataMatrix',
};

/** The name of the symbology that an AIM identifier stands for, the same in every language; itself where unknown. */
export const symbologyOf = (aim: string): string => precise[aim] ?? symbologies[aim[1] ?? ''] ?? aim;

/** Symbologies that hold GS1 element strings: GS1-128, DataBar, GS1 DataMatrix, GS1 QR. */
export const isGs1Aim = (aim: string | null): boolean =>
  aim === ']C1' || aim === ']e0' || aim === ']d2' || aim === ']Q3';
