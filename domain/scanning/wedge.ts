import type { WedgeKey } from '../contract/contract.ts';

/** Milliseconds between two keys of one scan; scanners take 1–19, fast typists 60 and more. */
export const wedgeGap = 40;
/** Milliseconds of silence that end a scan without a suffix. */
export const wedgeIdle = 100;
/** Fewer characters are a person's fingers. */
export const wedgeLeast = 4;
/** Characters kept of one scan; more is noise or a held key. */
export const wedgeLimit = 512;

/** What was typed so far. */
export interface WedgeState {
  text: string;
  /** Of the last key; milliseconds of the page. */
  at: number;
}

export const idleWedge: WedgeState = { text: '', at: Number.NEGATIVE_INFINITY };

const shifted: Record<string, readonly [string, string]> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};
const aboveDigits = ')!@#$%^&*(';

/**
 * The character of a physical key on a US layout, which scanners type in; '' for a key that types nothing. The
 * key's own text is not used: an active Chinese input method turns it into "Process" or full-width signs.
 */
export function characterOf(key: WedgeKey): string {
  if (key.ctrl) return key.code === 'BracketRight' ? '\x1d' : '';
  const letter = /^Key([A-Z])$/.exec(key.code)?.[1];
  if (letter !== undefined) return key.shift ? letter : letter.toLowerCase();
  const digit = /^(Digit|Numpad)(\d)$/.exec(key.code);
  if (digit?.[2] !== undefined) {
    return key.shift && digit[1] === 'Digit' ? (aboveDigits[Number(digit[2])] ?? '') : digit[2];
  }
  return (Object.hasOwn(shifted, key.code) ? shifted[key.code]?.[key.shift ? 1 : 0] : '') ?? '';
}

const ends = (code: string): boolean => code === 'Enter' || code === 'NumpadEnter' || code === 'Tab';
/** Keys that a scanner presses beside a character; they are neither text nor the end of it. */
const modifies = (code: string): boolean => /^(?:Shift|Control|Alt|Meta)(?:Left|Right)$/.test(code);

const scanned = (text: string): string | null =>
  text.length >= wedgeLeast && text.length <= wedgeLimit ? text : null;

export interface WedgeStep {
  state: WedgeState;
  /** A whole scan that has just ended. */
  scan: string | null;
}

/**
 * One more key. Keys further apart than `wedgeGap` never join: what a person types yields nothing. A scan that
 * ended without a suffix is told here when the next key comes late enough, or by `wedgeSilence`.
 */
export function wedgeKey(state: WedgeState, key: WedgeKey): WedgeStep {
  const gap = key.at - state.at;
  // A gap too long for a scanner: what came before stands for itself when the silence was long enough.
  const joins = gap >= 0 && gap <= wedgeGap;
  const before = !joins && gap >= wedgeIdle ? scanned(state.text) : null;
  const text = joins ? state.text : '';
  if (ends(key.code)) return { state: idleWedge, scan: before ?? scanned(text) };
  if (modifies(key.code)) return { state: { text, at: key.at }, scan: before };
  const character = characterOf(key);
  const next = text.length > wedgeLimit ? text : text + character;
  return { state: { text: next, at: key.at }, scan: before };
}

/** The page's time is `now`: tells the scan that ended by silence. */
export function wedgeSilence(state: WedgeState, now: number): WedgeStep {
  if (now - state.at < wedgeIdle) return { state, scan: null };
  return { state: idleWedge, scan: scanned(state.text) };
}
