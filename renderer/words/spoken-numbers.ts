import type { Language } from '../../domain/contract/words.ts';
import type { SpokenUnit } from '../../domain/sound/spoken-units.ts';
import { lunarDay } from './dates.ts';

/** Before these, two is 两 and not 二. */
const counted = new Set('样天次个把本辆只条位块扇张人件副架支秒分点台份种');

/**
 * How a number that has no clip of its own is put together, as phrases that have one: 212 is 200 and 12, four
 * digits are a year and said one by one. Longer ones never come here: they are not spoken.
 */
export function numberPhrases(language: Language, digits: string, next: SpokenUnit | undefined): string[] {
  const value = Number(digits);
  if (language === 'zh-CN' && digits === '2' && next !== undefined && counted.has(next.text)) return ['两'];
  if (digits.length > 3) return [...digits];
  if (value < 100) return [String(value)];
  const hundreds = String(value - (value % 100));
  const rest = value % 100;
  if (rest === 0) return [hundreds];
  return language === 'zh-CN' && rest < 10 ? [hundreds, '0', String(rest)] : [hundreds, String(rest)];
}

/** 8:00 is 8点 / 8; 8:05 is 8点 0 5 分 / 8 oh 5. */
export function timePhrases(language: Language, time: string): string[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (language === 'zh-CN') {
    if (minute === 0) return [`${hour}点`];
    return [`${hour}点`, ...(minute < 10 ? ['0'] : []), String(minute), '分'];
  }
  if (minute === 0) return [String(hour)];
  return [String(hour), ...(minute < 10 ? ['oh'] : []), String(minute)];
}

/** Phrases for numbers, hours, dates, units and letters, with the key that their clips are filed under. */
export function* numbersAndDates(language: Language): Generator<[key: string, words: string]> {
  for (let n = 0; n < 100; n++) yield ['number', String(n)];
  for (let n = 1; n < 10; n++) yield ['number', `${n}00`];
  for (const unit of ['KB', 'MB', 'GB']) yield ['unit', unit];
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') yield ['letter', letter];
  if (language === 'zh-CN') {
    yield ['number', '两'];
    for (let hour = 0; hour < 24; hour++) yield ['time', `${hour}点`];
    yield ['time', '分'];
    for (let month = 1; month <= 12; month++) yield ['date', `${month}月`];
    for (let day = 1; day <= 31; day++) yield ['date', `${day}日`];
    for (let day = 1; day <= 30; day++) yield ['lunar', lunarDay(day)];
    const months = '正月 二月 三月 四月 五月 六月 七月 八月 九月 十月 冬月 十一月 腊月 十二月 闰';
    for (const month of months.split(' ')) yield ['lunar', month];
  } else yield ['time', 'oh'];
  const locale = language === 'en' ? 'en-GB' : language;
  const format = (at: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(at);
  for (const length of ['long', 'short'] as const) {
    for (let day = 1; day <= 7; day++) yield ['date', format(Date.UTC(2026, 10, day), { weekday: length })];
    if (language === 'zh-CN') continue;
    for (let at = 0; at < 12; at++) yield ['date', format(Date.UTC(2026, at, 1), { month: length })];
  }
}
