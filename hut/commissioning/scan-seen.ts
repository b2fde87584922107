import { ScannerConfig } from '../../domain/config/config.ts';
import type { ScanSeen } from '../../domain/contract/commissioning-screen.ts';
import { type Affixes, learnFraming, withoutAffixes } from '../../domain/scanning/affixes.ts';
import { aimOf, symbologyOf } from '../../domain/scanning/aim.ts';
import { classify } from '../../domain/scanning/classify.ts';
import { labelLength, readLabel } from '../../domain/scanning/label.ts';
import { hexOf } from './monitor.ts';

/** A scan as it came, with what its scanner was programmed to send around it. */
export interface HeardScan {
  raw: string;
  /** Which scanner; '' where nobody can tell. */
  from: string;
}

/** Longest text shown; what is beyond it is no code of a hut. */
const shown = 190;

/** Control characters by their names, so that a person sees them. */
const visible = (text: string): string =>
  Array.from(text, (char) => (char < ' ' ? String.fromCodePoint(0x2400 + char.charCodeAt(0)) : char)).join(
    '',
  );

/**
 * What the hut understands of it, for the keeper's test of a scanner. `affixes`: what this scanner sends around every
 * code, once that is known.
 */
export function scanSeen({ raw, from }: HeardScan, affixes: Affixes): Omit<ScanSeen, 'nth'> {
  const text = raw.slice(0, shown);
  const code = withoutAffixes(raw, affixes).text;
  const scanned = classify(code);
  const aim = aimOf(code);
  return {
    from,
    hex: hexOf(new TextEncoder().encode(text)).slice(0, 600),
    text: visible(text),
    symbology: aim === null ? null : `${symbologyOf(aim)} ${aim}`,
    means:
      scanned.is === 'label' ? scanned.type : scanned.is === 'foreign' ? scanned.looksLike : scanned.because,
  };
}

/** One of our labels somewhere in what a scanner sent. */
function labelIn(raw: string): string | null {
  for (let at = 0; at + labelLength <= raw.length; at++) {
    const part = raw.slice(at, at + labelLength);
    if (readLabel(part).ok) return part;
  }
  return null;
}

/** Whether a config may say so: a label in the middle of a long link has no prefix that a scanner was programmed to. */
const mayBeKept = ({ prefix, suffix }: Affixes): boolean =>
  ScannerConfig.safeParse({
    kind: 'wedge',
    ...(prefix === '' ? {} : { prefix }),
    ...(suffix === '' ? {} : { suffix }),
  }).success;

/** Prefix and suffix, from scans of one of our own labels; null while they do not tell. */
export function learnedFrom(raws: readonly string[]): Affixes | null {
  // The code is the label that all of them hold.
  const codes = raws.map((raw) => labelIn(raw));
  const [code] = codes;
  if (code === undefined || code === null || raws.length < 2 || codes.some((other) => other !== code))
    return null;
  const learned = learnFraming(raws, code);
  return learned.ok && mayBeKept(learned.value) ? learned.value : null;
}
