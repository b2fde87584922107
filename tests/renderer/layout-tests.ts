import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Preferences } from '../../domain/contract/screen.ts';
import { launchChromium } from '../chromium.ts';
import type { DrawnText } from './contrast.ts';
import { screens } from './fixtures.ts';
import type { Look } from './gallery/gallery.tsx';
import { pictureOf, sizes } from './gallery/looks.ts';
import { type ServedGallery, serveGallery } from './gallery/serve.ts';

/** One state of each kind of screen. */
const kinds = [...new Map(Object.entries(screens).map(([name, screen]) => [screen.at, name])).values()];
const languages = ['zh-CN', 'en'] as const;
const texts = ['standard', 'large'] as const;
const themes = ['light', 'dark', 'contrast'] as const;

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const axeOptions: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'wcag2aaa'],
  resultTypes: ['violations'],
  preload: false,
};

/** One screen for each text on a drawing, and for each state of the locker: what is behind a number changes. */
function oneOfEach(drawn: Record<string, DrawnText[]>): [name: string, texts: DrawnText[]][] {
  const seen = new Set<string>();
  return Object.entries(drawn).filter(([name, texts]) => {
    const screen = screens[name];
    const state = screen?.at === 'door' ? screen.phase.replace(/remind|alarm/, 'open') : '';
    const keys = texts.map(({ like, colour }) => `${like} ${colour} ${/text/.test(like) ? state : ''}`);
    const fresh = keys.filter((key) => !seen.has(key));
    for (const key of fresh) seen.add(key);
    return fresh.length > 0;
  });
}

/**
 * The look's numbers as tests, on every screen, drawn by the real app in a real Chromium under the real policy: in
 * one layout, with axe in one theme. Each layout is a test file of its own, so that they run side by side. The
 * screens are laid out one after the other in the page itself; only what stands on drawings needs them painted.
 */
export function layoutTests(layout: keyof typeof sizes, theme: 'light' | 'contrast'): void {
  let gallery: ServedGallery;
  let browser: Browser;
  let page: Page;
  let painter: CDPSession;
  /** Every screen, and every piece of the gallery. */
  let names: string[];
  const complaints: string[] = [];
  beforeAll(async () => {
    gallery = await serveGallery();
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: sizes[layout] });
    page = await context.newPage();
    painter = await context.newCDPSession(page);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${gallery.url}?still`);
    await page.waitForSelector('[data-ready]', { state: 'attached' });
    names = await page.evaluate(() => window.gallery.names);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });

  /** Text on drawings, of less than 7 to 1 against what is painted there. */
  async function lowOnDrawings(
    drawn: Record<string, DrawnText[]>,
    preferences: Preferences,
  ): Promise<string[]> {
    const faults: string[] = [];
    await page.evaluate(() => window.gallery.inkless(true));
    for (const [name, texts] of oneOfEach(drawn)) {
      const picture = await pictureOf({ page, painter }, name, { layout, preferences }, 0.5);
      const low = await page.evaluate(([png, texts]) => window.gallery.onPicture(png, 0.5, texts), [
        picture,
        texts,
      ] as const);
      for (const fault of low) faults.push(`${name}: ${fault}`);
    }
    await page.evaluate(() => window.gallery.inkless(false));
    return faults;
  }

  // To lay a screen out takes longer than to look at it: all themes, and all that is looked for, are one test.
  test.each(languages.flatMap((language) => texts.map((text) => ({ language, text }))))(
    '$language, $text text, in every theme: nothing is cut, covered, too small, too close, out of reach or too pale',
    async ({ language, text }) => {
      const ways = themes.map((theme): Preferences => ({ language, text, theme, volume: 'usual' }));
      // Colours are the same in every language and size.
      const coloured = language === 'zh-CN' && text === 'standard';
      const looks: Look[] = coloured ? ['layout', 'reach', 'contrast'] : ['layout', 'reach'];
      const measured = await page.evaluate(
        ([looks, names, ways]) => window.gallery.measure(looks, names, ways),
        [looks, names, ways] as const,
      );
      for (const [i, way] of ways.entries()) {
        const { faults, drawn } = measured[i] ?? { faults: ['nobody looked'], drawn: {} };
        if (coloured) {
          expect(Object.keys(drawn)).not.toEqual([]);
          faults.push(...(await lowOnDrawings(drawn, way)));
        }
        expect(faults, way.theme).toEqual([]);
      }
    },
    300_000,
  );

  test(`axe, WCAG 2.2 A to AAA, ${theme}`, async () => {
    // Every kind of screen in both layouts, their other states by turns.
    const turn = layout === 'portrait' ? 0 : 1;
    const looked = names.filter((name, i) => kinds.includes(name) || i % 2 === turn);
    await page.evaluate(axe);
    const faults: string[] = [];
    for (const name of looked) {
      await page.evaluate(([name, theme]) => window.gallery.measure([], [name], [{ theme }]), [
        name,
        theme,
      ] as const);
      const violations = await page.evaluate(async (options) => {
        const { axe } = window as unknown as {
          axe: { run(root: Document, options: unknown): Promise<AxeResults> };
        };
        const found = (await axe.run(document, options)).violations;
        return found.map(
          ({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
        );
      }, axeOptions);
      for (const fault of violations) faults.push(`${name}: ${fault}`);
    }
    expect(faults).toEqual([]);
  }, 300_000);

  test('the policy of the shells and the contract are kept: nothing complained', () => {
    expect(complaints).toEqual([]);
  });
}
