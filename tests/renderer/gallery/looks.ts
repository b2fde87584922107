import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Preferences } from '../../../domain/contract/screen.ts';

export const sizes = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1920, height: 1080 } };

/** How a screen is looked at. */
export interface Look {
  layout: keyof typeof sizes;
  preferences: Preferences;
}

/**
 * Twelve looks: each layout in each language and theme, and the text sizes so between them that each meets every
 * layout, language and theme equally often. What is measured (`layout-tests.ts`) is measured in every combination.
 */
export const looks: Record<string, Look> = {
  a: look('portrait', 'zh-CN', 'light', 'standard'),
  b: look('portrait', 'en', 'dark', 'large'),
  c: look('portrait', 'en', 'contrast', 'standard'),
  d: look('landscape', 'zh-CN', 'contrast', 'large'),
  e: look('landscape', 'en', 'light', 'large'),
  f: look('landscape', 'zh-CN', 'dark', 'large'),
  g: look('portrait', 'zh-CN', 'dark', 'standard'),
  h: look('portrait', 'zh-CN', 'contrast', 'large'),
  i: look('portrait', 'en', 'light', 'large'),
  j: look('landscape', 'zh-CN', 'light', 'standard'),
  k: look('landscape', 'en', 'dark', 'standard'),
  l: look('landscape', 'en', 'contrast', 'standard'),
};

function look(
  layout: Look['layout'],
  language: Preferences['language'],
  theme: Preferences['theme'],
  text: Preferences['text'],
): Look {
  return { layout, preferences: { language, text, theme, volume: 'usual' } };
}

/** A page of the gallery in one layout, with a clock that stands, and what paints it. */
export interface Easel {
  page: Page;
  painter: CDPSession;
  names: string[];
}

/** Opens the gallery in a browser. */
export async function openEasel(browser: Browser, url: string, layout: Look['layout']): Promise<Easel> {
  const context = await browser.newContext({ viewport: sizes[layout] });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const painter = await context.newCDPSession(page);
  await page.goto(`${url}?still&frozen`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
  return { page, painter, names: await page.evaluate(() => window.gallery.names) };
}

/** A picture of a screen or piece: a PNG in base64. In full size for eyes: scaled by the browser, lines would come and go. */
export async function pictureOf(
  { page, painter }: Pick<Easel, 'page' | 'painter'>,
  name: string,
  { layout, preferences }: Look,
  scale = 1,
): Promise<string> {
  await page.evaluate(([name, preferences]) => window.gallery.measure([], [name], [preferences]), [
    name,
    preferences,
  ] as const);
  const { data } = await painter.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    clip: { x: 0, y: 0, ...sizes[layout], scale },
  });
  return data;
}
