import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frameHeight, frameWidth, seeded, shoot } from '../../../bench/camera-set.ts';
import { launchChromium } from '../../chromium.ts';
import { viewOf } from '../fixtures.ts';
import { type ServedGallery, serveGallery } from '../gallery/serve.ts';

/** The page half of the camera, in a real Chromium under the real policy; no hut answers here. */
const code = '6901234567892';
let folder: string;
let gallery: ServedGallery;
let browser: Browser;
let page: Page;
const problems: string[] = [];
const fetched: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaowu-film-'));
  const film = join(folder, 'code.y4m');
  const head = `YUV4MPEG2 W${frameWidth} H${frameHeight} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  const colour = Buffer.alloc((frameWidth * frameHeight) / 2, 128);
  const { grey } = shoot(code, 'ean13', 'clean', seeded(9));
  writeFileSync(film, Buffer.concat([Buffer.from(head), Buffer.from(grey), colour]));
  gallery = await serveGallery();
  browser = await launchChromium([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
    '--use-fake-ui-for-media-stream',
  ]);
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  page.setDefaultTimeout(40_000);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto(`${gallery.url}?still&screen=return-scan-camera`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await gallery?.close();
  rmSync(folder, { recursive: true, force: true });
});

const decoderFiles = () => fetched.filter((url) => /worker-|\.wasm/.test(url));
const looks = () =>
  page.evaluate(() =>
    window.gallery.sent.flatMap((frame) =>
      frame.type === 'call' && frame.name === 'look' ? [frame.args] : [],
    ),
  );

test('nothing of the decoder is fetched before somebody wants the camera', async () => {
  await page.getByRole('button', { name: '用摄像头扫码' }).waitFor();
  expect(decoderFiles()).toEqual([]);
  expect(await page.locator('video').count()).toBe(0);
});

test('where nothing else reads it looks at once, mirrored, and asks the hut about what it saw', async () => {
  await page.evaluate(() => window.gallery.named('return-scan-lens', {}));
  await page.locator('video').waitFor();
  expect(await page.locator('video').evaluate((video) => getComputedStyle(video).transform)).toBe(
    'matrix(-1, 0, 0, 1, 0, 0)',
  );
  await expect.poll(looks, { timeout: 40_000 }).toContainEqual({ text: code, frames: 1 });
  const own = new URL(gallery.url).origin;
  expect(decoderFiles().length).toBeGreaterThanOrEqual(2);
  expect(fetched.filter((url) => !url.startsWith(own) && !url.startsWith('data:'))).toEqual([]);
  expect(problems).toEqual([]);
}, 60_000);

test('with the screen it goes: the camera is let go and nothing more is asked', async () => {
  const stream = await page.locator('video').evaluateHandle((video: HTMLVideoElement) => video.srcObject);
  await page.evaluate(() => window.gallery.named('home', {}));
  const live = () =>
    stream.evaluate((from) => (from as MediaStream).getTracks().some((track) => track.readyState === 'live'));
  await expect.poll(live).toBe(false);
  expect(await page.locator('video').count()).toBe(0);
  // Once at the first look, and once more when its answer was long in coming.
  expect((await looks()).length).toBeLessThanOrEqual(2);
});

test('a picture is taken only once the camera looks, and a camera that ends says so', async () => {
  const take = page.getByRole('button', { name: '拍下来' });
  // Here nobody answers whether there is a camera.
  await page.evaluate(() => window.gallery.named('return-tell-picture', {}));
  await page.getByText('正在打开摄像头').waitFor();
  expect(await take.isDisabled()).toBe(true);
  await page.evaluate(() => window.gallery.named('return-scan-lens', {}));
  await page.evaluate((view) => window.gallery.show(view), viewOf('return-tell-picture'));
  await expect.poll(() => take.isEnabled()).toBe(true);
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    const [track] = (video.srcObject as MediaStream).getTracks();
    track?.dispatchEvent(new Event('ended'));
  });
  await page.getByText('没有找到摄像头').waitFor();
  await page.getByRole('button', { name: '再试一次' }).click();
  await expect.poll(() => take.isEnabled()).toBe(true);
});
