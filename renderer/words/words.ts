import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { Language, type Named } from '../../domain/contract/words.ts';
import type { DeskCatalogue } from './desk-words.ts';
import { en } from './en.ts';
import type { PieceCatalogue } from './piece-words.ts';
import { type Catalogue, zhCN } from './zh-CN.ts';

/** One catalogue per language: a new language is one file and one line here. */
export const catalogues: Record<Language, Catalogue> = { 'zh-CN': zhCN, en };

type Leaf<T, At extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${At}${K}` : Leaf<T[K], `${At}${K}.`>;
}[keyof T & string];
type Bare<K> = K extends `${infer B}_one` | `${infer B}_other` ? B : K;
/** Key of a sentence; the plural forms `_one` and `_other` are chosen by `count`. */
export type WordKey = Bare<Leaf<Catalogue & DeskCatalogue & PieceCatalogue>>;
export type Values = Record<string, string | number>;
export type Say = (key: WordKey, values?: Values) => string;

export const words = i18next.createInstance();
void words.use(initReactI18next).init({
  resources: Object.fromEntries(
    Object.entries(catalogues).map(([language, translation]) => [language, { translation }]),
  ),
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  supportedLngs: Object.keys(catalogues),
  initAsync: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
});

/** Adds words that come with a part of the screens. Idempotent. */
export function addWords(parts: Record<Language, object>): void {
  for (const [language, part] of Object.entries(parts)) {
    words.addResourceBundle(language, 'translation', part, true, true);
  }
}

/** The language after this one, in the order of the contract: the language key goes round. */
export function nextLanguage(language: Language): Language {
  const all = Language.options;
  return all[(all.indexOf(language) + 1) % all.length] ?? language;
}

/** The words of one language, outside of React. */
export function sayIn(language: Language): Say {
  const t = words.getFixedT(language);
  return (key, values) => t(key, values ?? {});
}

/** The words of the language on the screen. It comes with the view, so no frame shows the language before. */
export function useSay(language: Language): Say {
  const { t } = useTranslation('translation', { i18n: words, lng: language });
  return (key, values) => t(key, values ?? {});
}

export const nameIn = (language: Language, named: Named): string =>
  language === 'zh-CN' ? named.zh : named.en || named.zh;

/** A name in the middle of an English sentence: "Hammer drill" → "hammer drill", "LED lamp" stays. */
export const nameInside = (language: Language, named: Named): string => {
  const name = nameIn(language, named);
  return language === 'en' && /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
};
