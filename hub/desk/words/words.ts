import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Named, OwnLanguage } from '../../../domain/contract/words.ts';
import { en } from './en.ts';
import { type Catalogue, zhCN } from './zh-CN.ts';

/** One catalogue per language: a new language is one file and one line here. */
export const catalogues: Record<OwnLanguage, Catalogue> = { 'zh-CN': zhCN, en };

type Leaf<T, At extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${At}${K}` : Leaf<T[K], `${At}${K}.`>;
}[keyof T & string];
type Bare<K> = K extends `${infer B}_one` | `${infer B}_other` ? B : K;
export type WordKey = Bare<Leaf<Catalogue>>;
export type Say = (key: WordKey, values?: Record<string, string | number>) => string;

const words = i18next.createInstance();
void words.use(initReactI18next).init({
  resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  initAsync: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
});

export function useSay(language: OwnLanguage): Say {
  const { t } = useTranslation('translation', { i18n: words, lng: language });
  return (key, values) => t(key, values ?? {});
}

/** The words for a code that a newer hub may have and this page not: then the code itself. */
export function sayCode(say: Say, group: 'deed' | 'caseKind' | 'fact' | 'loanGroup', code: string): string {
  const known: Record<string, string> = zhCN[group];
  return code in known ? say(`${group}.${code}` as WordKey) : code;
}

export const nameIn = (language: OwnLanguage, named: Named): string =>
  language === 'en' ? named.en || named.zh : named.zh;
