// npm run manual: takes the pictures of the keeper's manual anew, into docs/img/manual.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../tests/chromium.ts';
import { serveGallery } from '../tests/renderer/gallery/serve.ts';
import { manualPictures } from './manual/pictures.ts';

const out = join(fileURLToPath(new URL('..', import.meta.url)), 'docs', 'img', 'manual');
mkdirSync(out, { recursive: true });
const gallery = await serveGallery();
const browser = await launchChromium();
// Half of the panel's pixels: what stands on the screen can be read in the manual, on paper too.
const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, deviceScaleFactor: 0.5 });
const page = await context.newPage();
const panel = await context.newCDPSession(page);
await page.goto(`${gallery.url}?still`);
await page.waitForSelector('[data-ready]', { state: 'attached' });
for (const [picture, screen] of Object.entries(manualPictures)) {
  await page.evaluate((name) => window.gallery.named(name, { language: 'zh-CN' }), screen);
  const { data } = await panel.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  writeFileSync(join(out, `${picture}.webp`), Buffer.from(data, 'base64'));
}
await browser.close();
await gallery.close();
for (const name of readdirSync(out)) {
  if (!Object.hasOwn(manualPictures, name.replace(/\.webp$/, ''))) rmSync(join(out, name));
}
