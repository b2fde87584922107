import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { screens } from './fixtures.ts';
import { type ServedGallery, serveGallery } from './gallery/build.ts';
import { faultsOnPage } from './measure.ts';

const names = Object.keys(screens);
/** One state of each kind of screen. */
const kinds = [...new Map(Object.entries(screens).map(([name, screen]) => [screen.at, name])).values()];
const sizes = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1920, height: 1080 } };

/**
 * The look's numbers as tests, on every screen, drawn by the real app in a real Chromium under the real policy: in
 * one layout, with axe in one theme. Each layout is a test file of its own, so that they run side by side.
 */
export function layoutTests(layout: keyof typeof sizes, theme: 'light' | 'contrast'): void {
  let gallery: ServedGallery;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    gallery = await serveGallery();
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: sizes[layout] });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${gallery.url}?still`);
    await page.waitForSelector('[data-ready]', { state: 'attached' });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });

  describe.each(['zh-CN', 'en'] as const)('%s', (language) => {
    test.each(['standard', 'large'] as const)(
      '%s text: nothing is cut, covered, too small or too close',
      async (text) => {
        await page.setViewportSize(sizes[layout]);
        const faults: string[] = [];
        for (const name of names) {
          await page.evaluate((wanted) => window.gallery.named(wanted.name, wanted.preferences), {
            name,
            preferences: { language, text, theme: 'light' as const },
          });
          for (const fault of await page.evaluate(faultsOnPage)) faults.push(`${name}: ${fault}`);
        }
        expect(faults).toEqual([]);
      },
      60_000,
    );
  });

  describe('axe, WCAG 2.2 A to AAA', () => {
    test(theme, async () => {
      await page.setViewportSize(sizes.portrait);
      const faults: string[] = [];
      for (const name of kinds) {
        await page.evaluate((wanted) => window.gallery.named(wanted.name, wanted.preferences), {
          name,
          preferences: { language: 'zh-CN' as const, text: 'standard' as const, theme },
        });
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'wcag2aaa'])
          .analyze();
        for (const { id, nodes } of violations) {
          faults.push(`${name}: ${id} ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
        }
      }
      expect(faults).toEqual([]);
    }, 120_000);
  });

  test('the policy of the shells and the contract are kept: nothing complained', () => {
    expect(complaints).toEqual([]);
  });
}
