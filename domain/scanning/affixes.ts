import { done, type Result, refused } from '../result.ts';
import { aimLength, aimOf } from './aim.ts';

/** What a scanner is programmed to send around every code; '' for nothing. */
export interface Affixes {
  prefix: string;
  suffix: string;
}

export const noAffixes: Affixes = { prefix: '', suffix: '' };

/** too-few: not two scans. no-code: a scan does not hold the code. twice: one holds it twice. differ: they differ. */
export type AffixRefusal = 'too-few' | 'no-code' | 'twice' | 'differ';

/** The ends that every reader takes by itself: CR, LF, TAB. */
const ends = /^[\r\n\t]+|[\r\n\t]+$/g;

/** The text without the AIM identifier before or after the prefix, which differs between symbologies. */
const withoutAimAnywhere = (before: string): string =>
  aimOf(before) !== null
    ? before.slice(aimLength)
    : aimOf(before.slice(-aimLength)) !== null
      ? before.slice(0, -aimLength)
      : before;

/**
 * Learns at set-up what a scanner sends before and after each code: give it two or three raw scans of one code
 * that is known (one of our labels, printed on the set-up sheet), as they came, prefix and suffix still on them,
 * and the code. CR, LF, TAB and AIM identifiers are no part of it: they are taken off anyway. Pure; what it gives
 * goes into the config as `prefix` and `suffix` of that scanner.
 */
export function learnFraming(scans: readonly string[], code: string): Result<Affixes, AffixRefusal> {
  if (scans.length < 2 || code === '') return refused('too-few');
  const learned: Affixes[] = [];
  for (const scan of scans) {
    const text = scan.replace(ends, '');
    const at = text.toUpperCase().indexOf(code.toUpperCase());
    if (at < 0) return refused('no-code');
    const after = text.slice(at + code.length);
    if (after.toUpperCase().includes(code.toUpperCase())) return refused('twice');
    learned.push({ prefix: withoutAimAnywhere(text.slice(0, at)), suffix: after });
  }
  const [first = noAffixes] = learned;
  const alike = learned.every(({ prefix, suffix }) => prefix === first.prefix && suffix === first.suffix);
  return alike ? done(first) : refused('differ');
}

export interface Unframed {
  text: string;
  /** The scan carried everything that was learned; a hand or another scanner does not. */
  whole: boolean;
}

/**
 * A raw scan without the learned prefix and suffix. The AIM identifier may stand before or after the prefix and is
 * kept at the front. What is missing is not asked for here: `whole` tells.
 */
export function withoutAffixes(raw: string, { prefix, suffix }: Affixes): Unframed {
  if (prefix === '' && suffix === '') return { text: raw, whole: true };
  let text = raw;
  let aim = '';
  if (!text.startsWith(prefix)) {
    aim = aimOf(text) ?? '';
    text = text.slice(aim.length);
  }
  const begins = text.startsWith(prefix);
  if (begins) text = text.slice(prefix.length);
  const endsRight = text.endsWith(suffix);
  if (endsRight && suffix !== '') text = text.slice(0, -suffix.length);
  return { text: aim + text, whole: begins && endsRight };
}

/**
 * What a wedge typed, without prefix and suffix, or null when it is not a scan: a programmed prefix tells a scanner
 * from a hand better than time does, so a line that has one takes nothing else. Longer prefixes first.
 */
export function typedCode(raw: string, wedges: readonly Affixes[]): string | null {
  if (wedges.length === 0) return raw;
  const strictest = [...wedges].sort((a, b) => b.prefix.length - a.prefix.length);
  for (const wedge of strictest) {
    const { text, whole } = withoutAffixes(raw, wedge);
    if (whole) return text;
  }
  return null;
}
