import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../chromium.ts';
import { serveGallery } from './gallery/build.ts';

/**
 * Takes pictures of screens: `node tests/renderer/shoot.ts OUT [screens,…] [portrait|landscape] [zh-CN|en]
 * [standard|large] [light|dark|contrast]`. Every screen in portrait, Chinese, standard and light unless told.
 */
const [
  out = 'out/pictures',
  which = 'all',
  layout = 'portrait',
  lang = 'zh-CN',
  text = 'standard',
  theme = 'light',
] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const gallery = await serveGallery();
const browser = await launchChromium();
const portrait = layout === 'portrait';
const page = await browser.newPage({
  viewport: portrait ? { width: 1080, height: 1920 } : { width: 1920, height: 1080 },
});
page.on('console', (message) => {
  if (message.type() === 'error') console.error(message.text());
});
page.on('pageerror', (error) => console.error(error.message));
await page.goto(`${gallery.url}?still`);
await page.waitForSelector('[data-ready]', { state: 'attached' });
const names = which === 'all' ? await page.evaluate(() => window.gallery.names) : which.split(',');
for (const name of names) {
  await page.evaluate(
    ({ name, language, text, theme }) => window.gallery.named(name, { language, text, theme }),
    {
      name,
      language: lang === 'en' ? ('en' as const) : ('zh-CN' as const),
      text: text === 'large' ? ('large' as const) : ('standard' as const),
      theme:
        theme === 'dark'
          ? ('dark' as const)
          : theme === 'contrast'
            ? ('contrast' as const)
            : ('light' as const),
    },
  );
  await page.screenshot({ path: join(out, `${name}.png`) });
}
await browser.close();
await gallery.close();
