import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { type ServedGallery, serveGallery } from './gallery/serve.ts';

/**
 * Old, wet and shaking hands on the real app in a real Chromium: touch points as a panel reports them, put in below
 * the browser's own gesture recognition, so that panning, long presses and pinches are what they are on a kiosk.
 */
let gallery: ServedGallery;
let browser: Browser;
let page: Page;
let panel: CDPSession;
/** 8 mm on a panel of 0.248 mm per pixel. */
const drift = 32;

beforeAll(async () => {
  gallery = await serveGallery();
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
  page = await context.newPage();
  panel = await context.newCDPSession(page);
  await page.goto(`${gallery.url}?still`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
  // The page's clock stands still unless a test moves it: how fast this machine is must not matter.
  await page.evaluate(() => {
    const began = performance.now();
    performance.now = () => began + (window.waited ?? 0);
  });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});
declare global {
  interface Window {
    /** Milliseconds that a test let pass. */
    waited?: number;
  }
}

interface Finger {
  x: number;
  y: number;
  id?: number;
}
const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', fingers: Finger[]) =>
  panel.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: fingers.map(({ x, y, id = 0 }) => ({ x, y, id, radiusX: 12, radiusY: 14, force: 0.6 })),
  });
const pass = (ms: number) =>
  page.evaluate((more) => {
    window.waited = (window.waited ?? 0) + more;
  }, ms);

async function show(name = 'borrowed') {
  await page.evaluate(
    (wanted) => window.gallery.named('trouble-disk', {}).then(() => window.gallery.named(wanted, {})),
    name,
  );
  await pass(1_000);
  await page.evaluate(() => window.gallery.sent.splice(0).length);
  const box = await page.getByRole('button', { name: '再借一样', exact: true }).boundingBox();
  if (!box) throw new Error('no button');
  return { box, x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
/** What was pressed, once the page has come to rest. */
const pressed = () =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() =>
            resolve(
              window.gallery.sent.flatMap((frame) =>
                frame.type === 'call' && frame.name === 'press'
                  ? [(frame.args as { action: { do: string } }).action.do]
                  : [],
              ),
            ),
          ),
        ),
      ),
  );

describe('a hand that shakes', () => {
  test.each([
    ['sideways', 1, 0],
    ['up and down, as one scrolls', 0, 1],
    ['askew', 0.7, -0.7],
  ])('%s, within 8 mm, presses once', async (_, dx, dy) => {
    const { x, y } = await show();
    await touch('touchStart', [{ x, y }]);
    for (const part of [0.3, 0.6, 0.95, 0.5, -0.4, 0.2]) {
      await touch('touchMove', [{ x: x + part * drift * dx, y: y + part * drift * dy }]);
    }
    await touch('touchEnd', []);
    expect(await pressed()).toEqual(['again']);
  });

  test('slides off the edge by less than 8 mm and still presses; farther does not', async () => {
    const { box, x } = await show();
    await touch('touchStart', [{ x, y: box.y + 5 }]);
    await touch('touchMove', [{ x, y: box.y - 12 }]);
    await touch('touchMove', [{ x, y: box.y - 22 }]);
    await touch('touchEnd', []);
    expect(await pressed()).toEqual(['again']);
    const again = await show();
    await touch('touchStart', [{ x, y: again.box.y + 5 }]);
    await touch('touchMove', [{ x, y: again.box.y - 40 }]);
    await touch('touchMove', [{ x, y: again.box.y - 90 }]);
    await touch('touchEnd', []);
    expect(await pressed()).toEqual([]);
  });

  test('comes down twice within 300 ms and presses once; later it is meant', async () => {
    const { x, y } = await show();
    for (const [wait, shift] of [
      [0, 0],
      [120, 6],
      [150, -8],
    ] as const) {
      await pass(wait);
      await touch('touchStart', [{ x: x + shift, y }]);
      await touch('touchEnd', []);
    }
    expect(await pressed()).toEqual(['again']);
    await pass(400);
    await touch('touchStart', [{ x, y }]);
    await touch('touchEnd', []);
    expect(await pressed()).toEqual(['again', 'again']);
  });
});

test('a finger between the pictures on the home screen opens the panel that holds them', async () => {
  await page.evaluate(() => window.gallery.named('home', {}));
  await pass(1_000);
  await page.evaluate(() => window.gallery.sent.splice(0).length);
  const [first, second] = await page
    .locator('.shelf button')
    .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().toJSON() as DOMRect));
  if (!first || !second) throw new Error('no pictures');
  await touch('touchStart', [{ x: (first.right + second.left) / 2, y: first.top + first.height / 2 }]);
  await touch('touchEnd', []);
  expect(await pressed()).toEqual(['function']);
});

test('the keys stand still under the finger while a PIN is typed, to its last digit', async () => {
  const keys = async (name: string) => {
    await page.evaluate((wanted) => window.gallery.named(wanted, {}), name);
    return page
      .locator('.keypad button')
      .evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().top)));
  };
  const before = await keys('pin');
  expect(before.length).toBeGreaterThan(9);
  expect(await keys('pin-busy')).toEqual(before);
});

describe('a finger that rests', () => {
  test('for longer than the browser thinks a press is, still presses, and no menu comes', async () => {
    const { x, y } = await show();
    await touch('touchStart', [{ x, y }]);
    // The browser's own long press, after half a second of its own time: nothing that a test could wind on.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2_000)));
    await touch('touchMove', [{ x: x + 3, y: y + 2 }]);
    await touch('touchEnd', []);
    expect(await pressed()).toEqual(['again']);
    expect(await page.evaluate(() => String(getSelection()))).toBe('');
  });

  test('of the other hand, anywhere on the panel, stops nothing', async () => {
    const { x, y } = await show();
    const rest = { x: 300, y: 600, id: 1 };
    await touch('touchStart', [rest]);
    await touch('touchStart', [rest, { x, y, id: 2 }]);
    await touch('touchMove', [
      { ...rest, x: 304 },
      { x: x + 4, y, id: 2 },
    ]);
    await touch('touchEnd', [{ x: x + 4, y, id: 2 }]);
    expect(await pressed()).toEqual(['again']);
    await touch('touchEnd', []);
    expect(await pressed()).toEqual(['again']);
  });

  test('beside another on the same button is one press', async () => {
    const { x, y } = await show();
    await touch('touchStart', [{ x, y, id: 1 }]);
    await touch('touchStart', [
      { x, y, id: 1 },
      { x: x + 60, y: y + 10, id: 2 },
    ]);
    await touch('touchEnd', [{ x: x + 60, y: y + 10, id: 2 }]);
    await touch('touchEnd', [{ x, y, id: 1 }]);
    expect(await pressed()).toEqual(['again']);
  });
});

describe('a ghost', () => {
  test('that the panel takes back presses nothing', async () => {
    const { x, y } = await show();
    await touch('touchStart', [{ x, y }]);
    await touch('touchCancel', []);
    expect(await pressed()).toEqual([]);
  });

  test('of the touch before, on the screen that came by it, presses nothing', async () => {
    const { x, y } = await show();
    await touch('touchStart', [{ x, y }]);
    await touch('touchEnd', []);
    expect(await pressed()).toEqual(['again']);
    // Another screen with a button at the same place, drawn at once.
    await page.evaluate(() => window.gallery.named('returned-found', {}));
    await touch('touchStart', [{ x, y }]);
    await touch('touchEnd', []);
    expect(await pressed()).toEqual(['again']);
  });

  test('of two fingers does not zoom or scroll the page', async () => {
    await show();
    await touch('touchStart', [
      { x: 400, y: 800, id: 1 },
      { x: 600, y: 800, id: 2 },
    ]);
    for (const apart of [40, 120, 240]) {
      await touch('touchMove', [
        { x: 400 - apart, y: 800, id: 1 },
        { x: 600 + apart, y: 800 + apart, id: 2 },
      ]);
    }
    await touch('touchEnd', []);
    expect(await page.evaluate(() => [visualViewport?.scale, scrollX, scrollY])).toEqual([1, 0, 0]);
  });
});
