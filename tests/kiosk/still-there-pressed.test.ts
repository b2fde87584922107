import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { realClock } from '../../hut/real-clock.ts';
import { Answered } from '../../hut/wire/answered.ts';
import { serveHttp } from '../../hut/wire/http.ts';
import { launchChromium } from '../chromium.ts';
import { Kiosk } from './kiosk.ts';

test('who presses "done, go home" on "are you still there" goes home, and their things are gone', async () => {
  const kiosk = await Kiosk.open();
  const shell = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    desk: kiosk.hut,
    pushes: kiosk.opened.pushes,
    answered: new Answered(),
    log: () => undefined,
    mono: realClock.mono,
    token: 'still',
    dist: fileURLToPath(new URL('../../dist/renderer', import.meta.url)),
  });
  onTestFinished(() => shell.close());
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  page.setDefaultTimeout(30_000);
  await page.goto(`${shell.origin}/#still`);
  await page.getByRole('button', { name: '碰一下屏幕，开始' }).waitFor();
  await kiosk.scan(kiosk.card);
  await page.getByRole('heading', { level: 1, name: /借/ }).waitFor();
  await kiosk.pass(60_000);
  kiosk.on('still-there');
  const done = page.getByRole('main').getByRole('button', { name: /用好了/ });
  const box = await done.boundingBox();
  if (box === null) throw new Error('no such key');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => kiosk.screen.at, { timeout: 10_000 }).toBe('home');
  expect(kiosk.hut.visit.who).toBeNull();
}, 60_000);
