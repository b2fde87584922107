import type { Language } from '../../domain/contract/words.ts';
import { type Say, sayIn } from './words.ts';

/** How the screen says a moment. All times are instants in milliseconds; the zone is the hut's. */
export interface Calendar {
  /** 今天, 明天, 后天, 周四, 12月3日 / today, tomorrow, Thursday, 3 December. */
  day(at: number): string;
  /** 晚上 8:00 / 8:00 pm. */
  time(at: number): string;
  /** 明天 晚上 8:00 / tomorrow, 8:00 pm. */
  dayTime(at: number): string;
  /** 11月24日 星期二 / Tuesday, 24 November. */
  date(at: number): string;
  /** A month of the calendar, 2026-03: 3月 / Mar. */
  month(month: string): string;
  /** With its year, for what is kept for years: 2026年11月24日 / 24 November 2026, never parted at a line's end. */
  yearDate(at: number): string;
  /** The same for the eave: 11月24日 星期二 / Tue 24 November. */
  today(at: number): string;
  /** 明天 11月24日 周二 晚上 8:00 / tomorrow, Tue 24 Nov, 8:00 pm. */
  full(at: number): string;
  /** 9:41 on the eave, twenty-four hours. */
  clock(at: number): string;
  /** 上午好，农历十月十五 / Good morning. */
  greeting(at: number): string;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const tens = ['初', '十', '廿', '三'];
const digits = ['十', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1 → 初一, 10 → 初十, 15 → 十五, 20 → 二十, 21 → 廿一, 30 → 三十. */
export function lunarDay(day: number): string {
  if (day === 10) return '初十';
  if (day === 20) return '二十';
  if (day === 30) return '三十';
  return `${tens[Math.floor(day / 10)]}${digits[day % 10]}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Each is made once: that takes far longer than to use it, and a screen says several dates each time it is drawn. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}

/** Dates as people say them, seen from `now`. */
export function calendar(language: Language, timeZone: string, now: number): Calendar {
  const say: Say = sayIn(language);
  /** Chinese has its own order and its lunar days; every other language is as Intl says it. */
  const chinese = language === 'zh-CN';
  const format = (options: Intl.DateTimeFormatOptions, locale: string = language) =>
    formatOf(locale === 'en' ? 'en-GB' : locale, { timeZone, ...options });
  const read = (at: number): Parts => {
    const found: Record<string, number> = {};
    for (const part of format(
      {
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        hour12: false,
      },
      'en',
    ).formatToParts(at)) {
      found[part.type] = Number(part.value);
    }
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = found;
    return { year, month, day, hour: hour % 24, minute };
  };
  const dayNumber = (parts: Parts) => Date.UTC(parts.year, parts.month - 1, parts.day) / 86_400_000;

  const day = (at: number): string => {
    const away = dayNumber(read(at)) - dayNumber(read(now));
    if (away === 0) return say('date.today');
    if (away === 1) return say('date.tomorrow');
    if (away === -1) return say('date.yesterday');
    if (chinese && away === 2) return say('date.after');
    if (away > 1 && away < 7) return format({ weekday: chinese ? 'short' : 'long' }).format(at);
    return format({ month: 'long', day: 'numeric' }).format(at);
  };
  const time = (at: number): string => {
    const { hour, minute } = read(at);
    return say('date.partTime', {
      part: say(`date.${partOf(hour)}`),
      time: `${hour % 12 || 12}:${String(minute).padStart(2, '0')}`,
    });
  };
  const dayTime = (at: number) => say('date.dayTime', { day: day(at), time: time(at) });
  const date = (at: number) => {
    const weekday = format({ weekday: 'long' }).format(at);
    const monthDay = format({ month: 'long', day: 'numeric' }).format(at);
    return chinese ? `${monthDay} ${weekday}` : `${weekday}, ${monthDay}`;
  };
  return {
    day,
    time,
    dayTime,
    date,
    yearDate: (at) =>
      format({ year: 'numeric', month: 'long', day: 'numeric' }).format(at).replaceAll(' ', '\u00a0'),
    today(at) {
      if (chinese) return date(at);
      return `${format({ weekday: 'short' }).format(at)} ${format({ month: 'long', day: 'numeric' }).format(at)}`;
    },
    full(at) {
      const away = dayNumber(read(at)) - dayNumber(read(now));
      const near = away >= -1 && away <= (chinese ? 2 : 1);
      const monthDay = format({ month: chinese ? 'long' : 'short', day: 'numeric' }).format(at);
      const weekday = format({ weekday: 'short' }).format(at);
      const words = chinese
        ? [near ? day(at) : '', monthDay, weekday, time(at)]
        : [near ? `${day(at)},` : '', `${weekday} ${monthDay},`, time(at)];
      return words.filter(Boolean).join(' ');
    },
    month(month) {
      const [year = 0, number = 1] = month.split('-').map(Number);
      // The middle of the month is in it wherever the hut is.
      return format({ month: 'short' }).format(Date.UTC(year, number - 1, 15));
    },
    clock(at) {
      const { hour, minute } = read(at);
      return `${hour}:${String(minute).padStart(2, '0')}`;
    },
    greeting(at) {
      const { hour } = read(at);
      const part =
        hour < 9 && hour >= 4
          ? 'dawn'
          : hour < 11 && hour >= 9
            ? 'morning'
            : hour < 13 && hour >= 11
              ? 'noon'
              : hour < 18 && hour >= 13
                ? 'afternoon'
                : 'evening';
      const greeting = say(`home.${part}`);
      const lunar: Record<string, string> = {};
      for (const piece of format({ month: 'long', day: 'numeric' }, 'zh-CN-u-ca-chinese').formatToParts(at)) {
        lunar[piece.type] = piece.value;
      }
      const dayOfMonth = Number.parseInt(lunar.day ?? '', 10);
      if (!lunar.month || !(dayOfMonth >= 1 && dayOfMonth <= 30)) return greeting;
      return say('home.lunar', { greeting, lunar: `${lunar.month}${lunarDay(dayOfMonth)}` });
    },
  };
}

function partOf(hour: number) {
  if (hour < 5) return 'small';
  if (hour < 9) return 'early';
  if (hour < 12) return 'morning';
  if (hour < 13) return 'noon';
  if (hour < 18) return 'afternoon';
  return 'evening';
}
