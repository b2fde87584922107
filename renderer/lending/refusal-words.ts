import type { Refusal, Way } from '../../domain/contract/screen.ts';
import type { Language } from '../../domain/contract/words.ts';
import { never } from '../../domain/result.ts';
import type { Calendar } from '../words/dates.ts';
import { nameIn, nameInside, type Say, type Values, type WordKey } from '../words/words.ts';

/** A refusal in words: the way out as a title in two halves, why, and what did not happen. */
export interface RefusalWords {
  title1: string;
  title2: string;
  why: string;
  calm: string;
}

/** A keeper's reason may come without its full stop; the next sentence follows. */
const ended = (sentence: string, language: Language) =>
  /[.。!?！？]$/u.test(sentence) ? sentence : `${sentence}${language === 'zh-CN' ? '。' : '.'}`;

/** The words under a way on: how it is done, or why it helps. */
export function wayHint(way: Way, refusal: Refusal): WordKey {
  // A card is held otherwise than a label.
  if (way === 'scan-again' && refusal.why === 'card-unknown') return 'ways.use-cardHow';
  return `ways.${way}How`;
}

export function refusalWords(
  refusal: Refusal,
  flow: 'borrow' | 'return',
  { say, dates, language }: { say: Say; dates: Calendar; language: Language },
): RefusalWords {
  const { key, values, calm, returning } = wordsOf();
  const title = `refusal.codes.${refusal.why}` as const;
  const [first, second] = returning
    ? [`${title}.titleReturn1`, `${title}.titleReturn2`]
    : [`${title}.title1`, `${title}.title2`];
  return {
    title1: say(first as WordKey, values),
    title2: say(second as WordKey, values),
    why: ended(say(key, values), language),
    calm: say(calm),
  };

  function wordsOf(): { key: WordKey; values: Values; calm: WordKey; returning?: boolean } {
    const nothing = flow === 'borrow' ? 'refusal.nothing' : 'refusal.nothingReturn';
    const at = (due: number) => dates.dayTime(due);
    switch (refusal.why) {
      case 'limit-reached':
        return {
          key: 'refusal.codes.limit-reached.why',
          values: { limit: refusal.limit, count: refusal.have, unit: say(`refusal.unit.${refusal.group}`) },
          calm: nothing,
        };
      case 'overdue-loan':
        return {
          key: 'refusal.codes.overdue-loan.why',
          values: { name: nameInside(language, refusal.item), due: dates.day(refusal.due) },
          calm: nothing,
        };
      case 'not-in-service':
        return {
          key: 'refusal.codes.not-in-service.why',
          values: { name: nameIn(language, refusal.item) },
          calm: nothing,
        };
      case 'recalled':
        return {
          key: 'refusal.codes.recalled.why',
          values: { name: nameIn(language, refusal.item), because: nameIn(language, refusal.because) },
          calm: nothing,
        };
      case 'person-blocked':
        return {
          key: 'refusal.codes.person-blocked.why',
          values: { because: nameIn(language, refusal.because) },
          calm: nothing,
        };
      case 'out-to-you':
      case 'renewal-limit':
        return {
          key: `refusal.codes.${refusal.why}.why`,
          values: { name: nameInside(language, refusal.item), due: at(refusal.due) },
          calm: 'refusal.nothingScan',
        };
      case 'out-to-someone':
        return {
          key: 'refusal.codes.out-to-someone.why',
          values: { name: nameInside(language, refusal.item) },
          calm: 'refusal.nothingScan',
        };
      case 'none-left':
        return {
          key: refusal.back === null ? 'refusal.codes.none-left.whyUnknown' : 'refusal.codes.none-left.why',
          values: {
            name: nameIn(language, refusal.item),
            due: refusal.back === null ? '' : dates.day(refusal.back),
          },
          calm: nothing,
        };
      case 'door-unusable':
        return {
          key: `refusal.codes.door-unusable.${refusal.because}`,
          values: { door: refusal.door },
          calm: refusal.purpose === 'borrow' ? 'refusal.nothing' : 'refusal.nothingReturn',
          returning: refusal.purpose === 'return',
        };
      case 'door-did-not-open':
        return {
          key: `refusal.codes.door-did-not-open.${refusal.because}`,
          values: { door: refusal.door },
          calm: refusal.purpose === 'borrow' ? 'refusal.nothingScan' : 'refusal.nothingReturn',
          returning: refusal.purpose === 'return',
        };
      case 'foreign-code':
        return {
          key: `refusal.codes.foreign-code.${refusal.looksLike}`,
          values: {},
          calm: 'refusal.nothingScan',
        };
      case 'pin-locked':
        return {
          key: 'refusal.codes.pin-locked.why',
          values: { time: dates.time(refusal.until) },
          calm: nothing,
        };
      case 'lending-paused':
        return { key: `refusal.codes.lending-paused.${refusal.because}`, values: {}, calm: nothing };
      case 'not-recorded':
        return {
          key: `refusal.codes.not-recorded.${refusal.because}`,
          values: {},
          calm: 'refusal.nothingScan',
        };
      case 'trust-too-low':
      case 'card-unknown':
      case 'phones-paused':
      case 'card-blocked':
        return { key: `refusal.codes.${refusal.why}.why`, values: {}, calm: nothing };
      case 'damaged-code':
        return {
          key: `refusal.codes.damaged-code.${refusal.because}`,
          values: {},
          calm: 'refusal.nothingScan',
        };
      case 'unknown-code':
        return {
          key: `refusal.codes.${refusal.why}.why`,
          values: {},
          calm: 'refusal.nothingScan',
          returning: flow === 'return',
        };
      default:
        return never(refusal);
    }
  }
}
