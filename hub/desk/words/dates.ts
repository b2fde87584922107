import type { OwnLanguage } from '../../../domain/contract/words.ts';

/** How the desk says a moment, in the time zone of whoever reads it. */
export interface DeskDates {
  /** 11月24日 20:00 / 24 Nov, 20:00. */
  short(at: number): string;
  /** With its year: 2026/11/24 20:00. */
  long(at: number): string;
  /** 3分钟前 / 3 minutes ago. */
  ago(at: number, now: number): string;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

export function datesIn(language: OwnLanguage): DeskDates {
  const locale = language === 'en' ? 'en-GB' : language;
  const clock = { hour: '2-digit', minute: '2-digit', hour12: false } as const;
  const short = new Intl.DateTimeFormat(locale, {
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    ...clock,
  });
  const long = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...clock,
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    short: (at) => short.format(at),
    long: (at) => long.format(at),
    ago(at, now) {
      for (const [unit, ms] of units) {
        if (Math.abs(now - at) >= ms) return relative.format(Math.trunc((at - now) / ms), unit);
      }
      return relative.format(0, 'minute');
    },
  };
}
