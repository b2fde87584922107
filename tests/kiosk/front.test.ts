import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { HutProcess } from './hut-process.ts';
import { typeAsWedge } from './wedge-typing.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close());

/** A page whose code of the screens is on its way until `arrive`. */
async function pageOnItsWay(hut: HutProcess, viewport = { width: 1080, height: 1920 }) {
  const page = await browser.newPage({ viewport });
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/assets/main-*.js', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(hut.url, { waitUntil: 'commit' });
  // Fitted to the window by the code that takes scans: before, the look itself may still be on its way.
  await page.locator('.front.is-shown').waitFor();
  return { page, problems, arrive };
}

const front = (page: Page) => page.locator('.front');

describe('the front of the hut', { timeout: 90_000 }, () => {
  it.each([
    { width: 1080, height: 1920, layout: 'portrait' },
    { width: 1920, height: 1080, layout: 'landscape' },
  ])('stands at once and fills a window of $width × $height', async ({ layout, ...viewport }) => {
    const { page, problems, arrive } = await pageOnItsWay(await HutProcess.open(), viewport);
    await front(page).getByText('碰一下屏幕，开始').waitFor();
    expect(await front(page).locator('.screen').boundingBox()).toEqual({ x: 0, y: 0, ...viewport });
    expect(await page.locator('html').getAttribute('data-layout')).toBe(layout);
    // What nobody knows yet is not said.
    expect(await front(page).locator('.figures b').first().isVisible()).toBe(false);
    expect(await front(page).locator('.eave__when').isVisible()).toBe(false);
    arrive();
    await page.getByRole('button', { name: '碰一下屏幕，开始' }).waitFor();
    expect(await front(page).count()).toBe(0);
    expect(await page.locator('.figures b').first().isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  it('takes a scan before the code of the screens is there', async () => {
    const hut = await HutProcess.open();
    const { page, problems, arrive } = await pageOnItsWay(hut);
    await front(page).getByText('碰一下屏幕，开始').waitFor();
    await typeAsWedge(page, hut.barcodeOf('book'));
    arrive();
    await page.getByRole('heading', { level: 1, name: /^借这/ }).waitFor();
    expect(problems).toEqual([]);
  });

  it('takes a touch before the code of the screens is there', async () => {
    const { page, arrive } = await pageOnItsWay(await HutProcess.open());
    await front(page).getByText('碰一下屏幕，开始').click();
    arrive();
    await page.getByRole('heading', { level: 1, name: /您今天/ }).waitFor();
  });

  it('does not stand before a visit that goes on: a page loaded again waits for its screen', async () => {
    const hut = await HutProcess.open();
    const { page, arrive } = await pageOnItsWay(hut);
    arrive();
    await page.getByRole('button', { name: '碰一下屏幕，开始' }).click();
    await page.getByRole('heading', { level: 1, name: /您今天/ }).waitFor();
    let stood = false;
    await page.unroute('**/assets/main-*.js');
    await page.route('**/assets/main-*.js', async (route) => {
      // The first code of the page has run by now and would have shown it.
      await page.waitForFunction(
        () => document.documentElement.style.fontSize !== '' || !document.querySelector('.front'),
      );
      stood = (await front(page).count()) > 0;
      await route.continue();
    });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /您今天/ }).waitFor();
    expect(stood).toBe(false);
  });
});
