import { z } from 'zod';
import { createPinyin, type Pinyin } from './pinyin.ts';

let loading: Promise<Pinyin> | null = null;

/** The words of the pinyin keyboard, fetched when somebody first writes. Rejects when they cannot be had. */
export function loadPinyin(): Promise<Pinyin> {
  loading ??= fetch(new URL('./pinyin-words.json', import.meta.url))
    .then((answer) => answer.json())
    .then((words) => createPinyin(z.array(z.string()).parse(words)))
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}
