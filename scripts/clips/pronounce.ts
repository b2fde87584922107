import { customPinyin, pinyin } from 'pinyin-pro';
import type { Language } from '../../domain/contract/words.ts';

const digits = [...'零一二三四五六七八九'];
/** 120 and 110 are read digit by digit, with the one that cannot be misheard. */
const bell = new Map([
  ['120', '腰二零'],
  ['110', '腰腰零'],
]);

/** 12 → 十二, 205 → 二百零五; up to 999. Four digits are a year: 二零二六. */
export function numeral(number: string): string {
  const called = bell.get(number);
  if (called !== undefined) return called;
  if (number.length > 3) return [...number].map((digit) => digits[Number(digit)]).join('');
  const value = Number(number);
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor((value % 100) / 10), value % 10];
  const said = (digit: number) => digits[digit] ?? '';
  if (value < 10) return said(value);
  const rest =
    tens === 0
      ? ones === 0
        ? ''
        : `零${said(ones)}`
      : `${tens === 1 && hundreds === 0 ? '' : said(tens)}十${ones === 0 ? '' : said(ones)}`;
  return `${hundreds === 0 ? '' : `${said(hundreds)}百`}${rest}`;
}

/** 还 is hái (still) before these, and huán (give back) everywhere else on our screens. */
const still = /还(?=开着|在|有|记在|说不准|不|没|差|能|可以|取|剩|是)/gu;
/** What stands for a letter or a sign that is said in another way. Homophones, so that no engine may guess. */
const homophones: readonly (readonly [RegExp, string])[] = [
  [still, '孩'],
  [/还/gu, '环'],
  [/U ?盘/gu, '优盘'],
  [/(\d) V/gu, '$1伏'],
  [/MB/gu, '兆'],
  [/GB/gu, '吉'],
  [/“|”/gu, ''],
  [/…/gu, ''],
];

/** What the dictionary reads otherwise than our screens mean it. */
const readings: Record<string, string> = {
  重按: 'chóng àn',
  发卡: 'fā kǎ',
  只显示: 'zhǐ xiǎn shì',
  只扫: 'zhǐ sǎo',
  倒着: 'dào zhe',
};
customPinyin(readings);

/** Syllables with tone numbers for Chinese (`jie4 hao3 le5`); other languages are read as they are written. */
export function pronounce(language: Language, words: string): string {
  const spelled = words.replace(/\bHID\b/g, 'H I D');
  if (language !== 'zh-CN') return spelled.replace(/\bpm\b/g, 'P M').replace(/\bam\b/g, 'A M');
  let text = spelled.replace(/\d+/g, numeral);
  for (const [written, said] of homophones) text = text.replace(written, said);
  return pinyin(text, { toneType: 'num', nonZh: 'consecutive', type: 'array', v: true })
    .map((syllable) => syllable.replace(/0$/, '5'))
    .join(' ');
}
