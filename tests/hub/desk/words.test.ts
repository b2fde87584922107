import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deskRefusals } from '../../../domain/desk/contract.ts';
import { catalogues } from '../../../hub/desk/words/words.ts';
import { hubLogCatalogue } from '../../../hub/log-catalogue.ts';

const leaves = (words: object, at = ''): [key: string, text: string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${at}${key}`, value] as [string, string]] : leaves(value, `${at}${key}.`),
  );
const zh = new Map(leaves(catalogues['zh-CN']));
const en = new Map(leaves(catalogues.en));
const valuesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

/** Everything that the desk's own calls write into the trail, found where it is written. */
const deeds = (): Set<string> => {
  const folder = join(import.meta.dirname, '../../../hub/desk-api');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return new Set(
    sources.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/\{ what: '([a-z-]+)'[ ,}]/g)].map(
        ([, deed]) => deed ?? '',
      ),
    ),
  );
};

describe('the words of the desk', () => {
  it('say the same things with the same values in both languages', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    for (const [key, text] of zh) {
      const other = en.get(key) ?? '';
      expect(other.trim(), key).not.toBe('');
      expect(valuesIn(other), key).toEqual(valuesIn(text));
    }
  });

  it('are there for every refusal of the contract and every deed of the trail', () => {
    for (const code of Object.keys(deskRefusals)) expect(zh.has(`trouble.${code}`), code).toBe(true);
    // What is written into the hub's log is no deed.
    const written = [...deeds()].filter((deed) => !Object.hasOwn(hubLogCatalogue, deed));
    expect(written.length).toBeGreaterThan(15);
    for (const deed of written) expect(zh.has(`deed.${deed}`), deed).toBe(true);
  });

  it('blame nobody and speak no machine', () => {
    for (const [key, text] of zh) expect(text, key).not.toMatch(/错误|失败|非法|用户|系统|！/);
    for (const [key, text] of en) expect(text, key).not.toMatch(/error|invalid|illegal|failed|user\b|!/i);
  });
});
