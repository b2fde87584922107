import type { Named } from '../contract/words.ts';

/**
 * A name as a register may give it: `冲击钻`, or with its English behind an equals sign, `冲击钻=Hammer drill`. One name
 * alone stands in both languages. Total: where a side is empty the whole text is the name.
 */
export function bothNames(text: string): Named {
  const [zh = '', ...rest] = text.split(/[=＝]/);
  const en = rest.join('=').trim();
  return zh.trim() === '' || en === '' ? { zh: text, en: text } : { zh: zh.trim(), en };
}
