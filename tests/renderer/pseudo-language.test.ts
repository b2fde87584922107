import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { screens, viewOf } from './fixtures.ts';
import { type ServedGallery, serveGallery } from './gallery/build.ts';

let gallery: ServedGallery;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  gallery = await serveGallery();
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(`${gallery.url}?still`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
  await page.evaluate(() => window.gallery.pseudo());
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

/** Words that come from the hut, or from Intl: names, codes, what an office wrote, days and months. */
function* given(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* given(each);
}
const intl = (['long', 'short'] as const).flatMap((length) => {
  const say = (at: number, part: object) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...part }).format(at);
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
      texts.push(node.textContent ?? '');
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
    await page.evaluate((shown) => window.gallery.named(shown, { language: 'en' }), name);
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
