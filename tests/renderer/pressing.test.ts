import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { type ServedGallery, serveGallery } from './gallery/serve.ts';

/** Fingers, keys and scanners on the real app in a real Chromium; the far end of its line is the page itself. */
let gallery: ServedGallery;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gallery = await serveGallery();
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
  page = await context.newPage();
  await page.goto(`${gallery.url}?still`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

const put = (name: string) =>
  page.evaluate((wanted) => window.gallery.named(wanted, {}), name).then(() => forget());
/** Shows a screen with another before it, so that its controls are new. */
const show = (name: string) => put('trouble-disk').then(() => put(name));
const forget = () => page.evaluate(() => window.gallery.sent.splice(0).length);
const sent = (name: string) =>
  page.evaluate(
    (wanted) =>
      window.gallery.sent.flatMap((frame) => (frame.type === 'call' && frame.name === wanted ? [frame] : [])),
    name,
  );
const middle = async (name: string) => {
  const box = await page.getByRole('button', { name, exact: true }).boundingBox();
  if (!box) throw new Error(`no ${name}`);
  return { box, x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

describe('a press', () => {
  test('carries the token of its screen and a key', async () => {
    await show('borrowed');
    await page.getByRole('button', { name: '再借一样' }).tap();
    const [press] = await sent('press');
    expect(press).toMatchObject({
      args: { token: await page.evaluate(() => window.gallery.token()), action: { do: 'again' } },
    });
    expect(press?.key?.length).toBeGreaterThan(20);
  });

  test('acts on release, once, when the hand trembles', async () => {
    await show('borrowed');
    const { x, y } = await middle('再借一样');
    await page.mouse.move(x, y);
    await page.mouse.down();
    expect(await sent('press')).toHaveLength(0);
    await page.mouse.up();
    await page.mouse.down();
    await page.mouse.up();
    expect(await sent('press')).toHaveLength(1);
  });

  test('a finger that slides less than 8 mm off the edge still counts; farther it does not', async () => {
    await show('borrowed');
    const { box, x } = await middle('再借一样');
    await page.mouse.move(x, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(x, box.y - 20);
    await page.mouse.up();
    expect(await sent('press')).toHaveLength(1);
    await show('borrowed');
    await page.mouse.move(x, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(x, box.y - 60);
    await page.mouse.up();
    expect(await sent('press')).toHaveLength(0);
  });

  test('means the words it was put on: what takes their place under the finger is not pressed', async () => {
    for (const [before, name, after] of [
      ['door-opening', '5号门没弹开', 'door'],
      ['keeper-door-opening', '5号门没弹开', 'keeper-door'],
      ['borrowed-undo', /^撤销/, 'borrowed'],
    ] as const) {
      await show(before);
      const box = await page.getByRole('button', { name }).boundingBox();
      if (box === null) throw new Error(`no ${name}`);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await put(after);
      await page.mouse.up();
      expect(await sent('press'), before).toEqual([]);
      // The finger that comes back means what it reads now.
      await page.mouse.down();
      await page.mouse.up();
      expect(await sent('press'), before).toHaveLength(1);
    }
  });

  test('on "are you still there" is the answer its words give; beside its keys a touch is one', async () => {
    const answers = { 用好了: 'home', 我还在: 'stay' };
    for (const [name, action] of Object.entries(answers)) {
      await show('still-there');
      const box = await page.getByRole('main').getByRole('button', { name }).boundingBox();
      if (box === null) throw new Error(`no ${name}`);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.up();
      expect(await sent('press'), name).toMatchObject([{ args: { action: { do: action } } }]);
    }
    await show('still-there');
    const title = await page.getByRole('heading', { level: 1 }).boundingBox();
    if (title === null) throw new Error('no title');
    // At most one a second is told, and one before may have been.
    const touches = async () => {
      await page.mouse.click(title.x + title.width / 2, title.y + title.height / 2);
      return (await sent('touch')).length;
    };
    await expect.poll(touches, { timeout: 5_000 }).toBe(1);
  });

  test('beside the button of the resting screen begins too, also with a finger that slides', async () => {
    await show('attract');
    const panel = await page.context().newCDPSession(page);
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      panel.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await finger('touchStart', 300, 300);
    for (const step of [10, 20, 30]) await finger('touchMove', 300 + step, 300 + step);
    await finger('touchEnd', 0, 0);
    await panel.detach();
    expect(await sent('press')).toMatchObject([{ args: { action: { do: 'begin' } } }]);
  });

  test('the same key of the keypad twice is two digits', async () => {
    await show('phone');
    const { x, y } = await middle('8');
    await page.mouse.click(x, y);
    await page.mouse.click(x, y);
    expect(await sent('press')).toHaveLength(2);
  });

  test('works by keyboard alone', async () => {
    await show('borrowed');
    await page.getByRole('button', { name: '再借一样' }).focus();
    await page.keyboard.press('Enter');
    expect(await sent('press')).toHaveLength(1);
  });
});

describe('a new screen', () => {
  test('gives its heading the focus, without a ring', async () => {
    await show('pick');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return { tag: element?.tagName, outline: element ? getComputedStyle(element).outlineStyle : '' };
    });
    expect(focused).toEqual({ tag: 'H1', outline: 'none' });
  });

  test('leaves the focus where it is while one types on it', async () => {
    await show('phone-empty');
    await page.getByRole('button', { name: '7', exact: true }).focus();
    await put('phone');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('7');
  });

  test('tells a door twice by its number', async () => {
    await show('door');
    await page.waitForFunction(() =>
      document.querySelector('[aria-live]')?.textContent?.includes('5号门，5号门开了'),
    );
  });
});

describe('what is told anew on a screen that stays', () => {
  const live = (words: string) =>
    page.waitForFunction(
      (wanted) => document.querySelector('[aria-live]')?.textContent?.replace(/\s/g, '').includes(wanted),
      words.replace(/\s/g, ''),
    );

  test("the phases of a keeper's door", async () => {
    await show('keeper-door-opening');
    await live('正在开5号门');
    await put('keeper-door');
    await live('5号门开了');
    await put('keeper-door-remind');
    await live('请关5号门');
  });

  test("one refusal of a keeper's press after another, with the focus on what it says", async () => {
    await show('keeper-refusal-card-taken');
    await live('这张卡已经有主人了');
    await put('keeper-refusal-card-blank');
    await live('这张卡还没有发出去');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });

  test('the same in another language', async () => {
    await show('door');
    await live('5号门开了');
    await page.evaluate(() => window.gallery.named('door', { language: 'en' }));
    await live('Door 5, door 5 is open');
  });
});

describe('of a door', () => {
  const offered = (name: string) => page.getByRole('button', { name, exact: true }).count();
  test.each(['door', 'keeper-door'])(
    '%s: that it did not open may be said while it opens, and then only that it will not close',
    async (at) => {
      await show(`${at}-opening`);
      expect([await offered('5号门没弹开'), await offered('5号门关不上')]).toEqual([1, 0]);
      for (const name of [at, `${at}-remind`]) {
        await put(name);
        expect([await offered('5号门没弹开'), await offered('5号门关不上')], name).toEqual([0, 1]);
      }
      await page.getByRole('button', { name: '5号门关不上', exact: true }).focus();
      await page.keyboard.press('Enter');
      expect(await sent('press')).toMatchObject([{ args: { action: { do: 'door-will-not-close' } } }]);
    },
  );
});

test('who called the keeper is told that they come back to where they were', async () => {
  await show('keeper-called');
  await page.getByText('60 秒后回到刚才那一页').waitFor();
  expect(await page.getByText('自动回首页').count()).toBe(0);
});

test('the plinth has no dead key: without a voice it makes the picture clearer', async () => {
  await show('home');
  await page.getByRole('button', { name: '更清楚' }).tap();
  expect(await sent('press')).toMatchObject([{ args: { action: { do: 'theme', theme: 'contrast' } } }]);
});

test('a lost line is said, and the screen stays', async () => {
  await show('item');
  await page.evaluate(() => window.gallery.drop());
  await page.getByText('稍等，正在接上小屋').waitFor();
  await page.getByRole('heading', { level: 1, name: '借这把冲击钻吗？' }).waitFor();
});
