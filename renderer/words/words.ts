import i18next, { type FormatterModule } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Language, type Named, OwnLanguage } from '../../domain/contract/words.ts';
import type { DeskCatalogue } from './desk-words.ts';
import { en } from './en.ts';
import { grouped } from './money.ts';
import type { PieceCatalogue } from './piece-words.ts';
import type { VisitCatalogue } from './visit-words.ts';
import { type Catalogue, zhCN } from './zh-CN.ts';

/**
 * The languages that come with the hut, with what the first screens say; the rest comes in parts with the screens that
 * say it.
 */
export const catalogues: Record<OwnLanguage, Catalogue> = { 'zh-CN': zhCN, en };

type Leaf<T, At extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${At}${K}` : Leaf<T[K], `${At}${K}.`>;
}[keyof T & string];
type Bare<K> = K extends `${infer B}_one` | `${infer B}_other` ? B : K;
/** Key of a sentence; the plural forms `_one` and `_other` are chosen by `count`. */
export type WordKey = Bare<Leaf<Words>>;
/** All words of a language: what a file in `languages` gives. */
export type Words = Catalogue & VisitCatalogue & DeskCatalogue & PieceCatalogue;
export type Values = Record<string, string | number>;
export type Say = (key: WordKey, values?: Values) => string;

export const words = i18next.createInstance();
const numbers: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _, language) =>
    typeof value === 'number' && language !== undefined ? grouped(language, value) : `${value}`,
};
void words
  .use(initReactI18next)
  .use(numbers)
  .init({
    resources: Object.fromEntries(
      Object.entries(catalogues).map(([language, translation]) => [language, { translation }]),
    ),
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    load: 'currentOnly',
    initAsync: false,
    interpolation: {
      escapeValue: false,
      alwaysFormat: true,
    },
    react: { useSuspense: false },
  });

/** Adds words that come with a part of the screens. Idempotent. */
export function addWords(parts: Record<OwnLanguage, object>): void {
  for (const [language, part] of Object.entries(parts)) {
    words.addResourceBundle(language, 'translation', part, true, true);
  }
}

type Source = () => Promise<{ words: Words }>;
/** Further languages, each one file, fetched when somebody chooses it. */
const further = new Map<Language, Source>();
const fetched = new Set<Language>();

export const isOwn = (language: Language): language is OwnLanguage => Object.hasOwn(catalogues, language);

/** Makes further languages known. `files`: by path, such as `./languages/fr.ts`. Idempotent. */
export function addLanguages(files: Record<string, Source>): void {
  for (const [path, source] of Object.entries(files)) {
    const tag = /([^/]+)\.ts$/.exec(path)?.[1];
    if (tag !== undefined) further.set(tag, source);
  }
}

/** All languages of the screen, in the order in which the language key goes round. */
export const languages = (): Language[] => [...OwnLanguage.options, ...[...further.keys()].sort()];

/** The language after this one. */
export function nextLanguage(language: Language): Language {
  const all = languages();
  return all[(all.indexOf(language) + 1) % all.length] ?? language;
}

/** What a language calls itself, also before its words are here. */
export const languageName = (language: Language): string =>
  isOwn(language)
    ? catalogues[language].name
    : (new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language);

/** Whether a screen in this language can be drawn now. One that nobody knows is drawn in Chinese. */
export const hasWords = (language: Language): boolean => !further.has(language) || fetched.has(language);

/** Fetches the words of a further language. */
export async function fetchWords(language: Language): Promise<void> {
  const file = await further.get(language)?.();
  if (file === undefined) return;
  words.addResourceBundle(language, 'translation', file.words, true, true);
  fetched.add(language);
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
