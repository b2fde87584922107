import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Action } from '../../domain/contract/action.ts';
import { allWords } from '../../renderer/words/all-words.ts';
import { launchChromium } from '../chromium.ts';
import { screens, viewOf } from './fixtures.ts';
import { type ServedGallery, serveGallery } from './gallery/serve.ts';

/** Made-up words in a language that the hut does not have: ⟦ and ⟧ around each of the English ones. */
const around = (tree: object): object =>
  Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? `⟦${value}⟧` : around(value),
    ]),
  );

/** The screen's sources with one file more in them, and nothing else. */
function withOneFileMore(): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const copy = mkdtempSync(join(tmpdir(), 'xiaowu-french-'));
  for (const room of ['domain', 'renderer', 'tests']) {
    cpSync(join(root, room), join(copy, room), {
      recursive: true,
      filter: (path) => !/pictures$|\.db$/.test(path),
    });
  }
  // Vite reads there that its files are modules.
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const languages = join(copy, 'renderer/words/languages');
  mkdirSync(languages, { recursive: true });
  writeFileSync(
    join(languages, 'fr.ts'),
    `import type { Words } from '../words.ts';
export const words: Words = ${JSON.stringify(around(allWords('en')))};`,
  );
  return copy;
}

let copy: string;
let gallery: ServedGallery;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  copy = withOneFileMore();
  gallery = await serveGallery(copy);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(`${gallery.url}?still&lang=en`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
  rmSync(copy, { recursive: true, force: true });
});

it('a language is one file: the key offers it by its own name, and its words come when it is chosen', async () => {
  await page.getByRole('button', { name: 'français' }).click();
  const pressed = await page.evaluate(() => window.gallery.sent.at(-1));
  const { action } = (pressed as unknown as { args: { action: unknown } }).args;
  expect(Action.parse(action)).toEqual({ do: 'language', language: 'fr' });
  // The hut's answer, drawn when the words are there.
  const home = viewOf('home');
  await page.evaluate(
    (view) => window.gallery.show({ ...view, preferences: { ...view.preferences, language: 'fr' } }),
    home,
  );
  await page.getByRole('button', { name: '⟦Borrow⟧', exact: true }).waitFor();
  expect(await page.getByText('lun. 23 novembre').count()).toBe(1);
  await page.getByRole('button', { name: '中文' }).waitFor();
}, 30_000);

/** Words that come from the hut, or from Intl: names, codes, what an office wrote, days and months. */
function* given(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* given(each);
}
const intl = (['long', 'short'] as const).flatMap((length) => {
  const say = (at: number, part: object) =>
    new Intl.DateTimeFormat('fr', { timeZone: 'UTC', ...part }).format(at);
  return [
    ...[1, 2, 3, 4, 5, 6, 7].map((day) => say(Date.UTC(2026, 10, day), { weekday: length })),
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((at) => say(Date.UTC(2026, at, 1), { month: length })),
  ];
});

/** Everything that people see or a screen reader says. */
function textsOnPage(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(
    document.querySelector('.screen') ?? document.body,
    NodeFilter.SHOW_ALL,
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE && !(node.parentElement?.closest('[aria-hidden="true"]') ?? null)) {
      // Where a line may end between Chinese words, the text is in pieces.
      const whole = node.parentElement?.closest('.words') ?? node;
      texts.push((whole.textContent ?? '').replaceAll('\u00a0', ' '));
    }
    if (node instanceof Element) {
      for (const name of ['aria-label', 'aria-description', 'alt', 'title', 'placeholder']) {
        texts.push(node.getAttribute(name) ?? '');
      }
    }
  }
  return texts;
}

/** What stands outside of ⟦ and ⟧. */
function outside(text: string): string {
  let depth = 0;
  let left = '';
  for (const sign of text) {
    if (sign === '⟦') depth++;
    else if (sign === '⟧') depth--;
    else if (depth <= 0) left += sign;
  }
  return left;
}

it('a language is its words: with made-up ones, every screen speaks them and no others', async () => {
  const strange = new Set<string>();
  for (const name of Object.keys(screens)) {
    // The words to be recorded stand there themselves.
    if (/^keeper-(voice|clip)/.test(name)) continue;
    await page.evaluate((shown) => window.gallery.named(shown, { language: 'fr' }), name);
    const known = [...given(viewOf(name)), ...intl]
      .flatMap((word) => [word, word.charAt(0).toLowerCase() + word.slice(1)])
      .filter((word) => word !== '')
      .sort((a, b) => b.length - a.length);
    for (const text of await page.evaluate(textsOnPage)) {
      // What was cut in two by an element in its middle still has one of its brackets.
      let rest = outside(text.replace(/^[^⟦⟧]*⟧/, '').replace(/⟦[^⟦⟧]*$/, ''));
      for (const word of known) rest = rest.replaceAll(word, '');
      // The other language's own name stands on its key; a letter alone is a key of a pad; codes and paths are cut.
      const plain = rest === '中文' || /^[0-9A-Z]{4}$/.test(rest) || rest.startsWith('…/');
      if (/\p{L}{2}/u.test(rest) && !plain) strange.add(`${name}: ${text}`);
    }
  }
  expect([...strange]).toEqual([]);
}, 60_000);
