import type { Language } from '../../domain/contract/words.ts';
import type { SpokenUnit } from '../../domain/sound/spoken-units.ts';

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
