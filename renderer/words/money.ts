import type { Language } from '../../domain/contract/words.ts';

/** Money as it is written: 1250 fen → ¥12.50. */
export const written = (language: Language, fen: number): string =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: fen % 100 === 0 ? 0 : 2,
  }).format(fen / 100);

/** A number as it is written: 1462 → 1,462. */
export const grouped = (language: Language, count: number): string =>
  new Intl.NumberFormat(language).format(count);

/** The parts in which it is said: 12 yuan, 5 jiao, 0 fen. */
export const parted = (fen: number): { yuan: number; jiao: number; fen: number } => ({
  yuan: Math.trunc(fen / 100),
  jiao: Math.trunc((fen % 100) / 10),
  fen: fen % 10,
});
