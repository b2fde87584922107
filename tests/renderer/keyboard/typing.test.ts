import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchChromium } from '../../chromium.ts';
import { sizes } from '../gallery/looks.ts';
import { type ServedGallery, serveGallery } from '../gallery/serve.ts';

/** A finger on the keyboard in a real Chromium, under the policy of the shells. */
let gallery: ServedGallery;
let browser: Browser;
let page: Page;
const fetched: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  gallery = await serveGallery();
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('request', (request) => fetched.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${gallery.url}?still`);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

const show = (name: string, language: 'zh-CN' | 'en' = 'zh-CN', text: 'standard' | 'large' = 'standard') =>
  page.evaluate(([name, language, text]) => window.gallery.named(name, { language, text }), [
    name,
    language,
    text,
  ] as const);
const key = (name: string) => page.getByRole('button', { name, exact: true }).tap();
const type = async (letters: string) => {
  for (const letter of letters) await key(letter);
};
const written = () => page.locator('.keyboard__text').textContent();

describe('by touch', () => {
  test('a Chinese sentence, word by word', async () => {
    const before = fetched.filter((url) => url.includes('pinyin-words'));
    expect(before).toEqual([]);
    await show('piece-keyboard');
    await type('huaile');
    await key('坏了');
    await key('，');
    await type('xiexienin');
    await page.getByText('xie xie nin').waitFor();
    await key('谢谢您');
    await key('。');
    expect(await written()).toBe('门口的灯坏了，谢谢您。');
    expect(fetched.filter((url) => url.includes('pinyin-words')).length).toBe(1);
  }, 60_000);

  test('more words than one row holds, and one letter taken back', async () => {
    await show('trouble-disk');
    await show('piece-keyboard');
    await type('shii');
    await key('删一个');
    const first = await page.locator('.key--words').allInnerTexts();
    await key('后面的词');
    const second = await page.locator('.key--words').allInnerTexts();
    expect(second.some((word) => first.includes(word))).toBe(false);
    await key(second[0] ?? '');
    expect(await written()).toBe(`门口的灯${second[0]}`);
  }, 60_000);

  test('English with a capital, then figures', async () => {
    await show('piece-keyboard-english', 'en');
    await key('Space');
    await key('Capitals');
    await key('B');
    await key('Capitals');
    await type('us');
    await key('123');
    await type('12');
    expect(await written()).toBe('Haitang Bus12');
  }, 60_000);
});

describe('what stands there is what is given', () => {
  test('of a memo: letters that still wait are their likeliest words', async () => {
    await show('return-tell-words');
    await type('lunzihuaile');
    await page.getByText('lun zi huai le').waitFor();
    await key('交给主理人');
    const given = () =>
      page.evaluate(() =>
        window.gallery.sent.flatMap((frame) =>
          frame.type === 'call' && frame.name === 'keepMemo' ? [(frame.args as { bytes: string }).bytes] : [],
        ),
      );
    await expect.poll(async () => (await given()).length).toBe(1);
    expect(Buffer.from((await given())[0] ?? '', 'base64').toString()).toBe('轮子坏了');
  }, 60_000);

  test('of an entry as well', async () => {
    await show('keeper-entry-words');
    await type('lunyi');
    await page.getByText('lun yi').waitFor();
    await page.evaluate(() => window.gallery.sent.splice(0));
    await key('写好了');
    const pressed = await page.evaluate(() =>
      window.gallery.sent.flatMap((frame) =>
        frame.type === 'call' && frame.name === 'press' ? [(frame.args as { action: unknown }).action] : [],
      ),
    );
    expect(pressed).toEqual([{ do: 'entry-words', words: '轮椅' }]);
  }, 60_000);
});

test.each(
  (['portrait', 'landscape'] as const).flatMap((layout) =>
    (['zh-CN', 'en'] as const).flatMap((language) =>
      (['standard', 'large'] as const).map((text) => ({ layout, language, text })),
    ),
  ),
)('what stands on its keys while letters wait stays within them: $layout, $language, $text', async (how) => {
  const { layout, language, text } = how;
  await page.setViewportSize(sizes[layout]);
  onTestFinished(() => page.setViewportSize(sizes.portrait));
  await show('return-tell-words', language, text);
  const keys = page.locator('.keyboard');
  if (language === 'en') await keys.getByRole('button', { name: 'Pinyin', exact: true }).tap();
  for (const letter of 'yi') await keys.getByRole('button', { name: letter, exact: true }).tap();
  await keys.locator('.key--words').first().waitFor();
  const spilling = await keys.locator('.key').evaluateAll((all) =>
    all.flatMap((key) => {
      const range = document.createRange();
      range.selectNodeContents(key);
      const [face, words] = [key.getBoundingClientRect(), range.getBoundingClientRect()];
      const fits = words.left >= face.left + 4 && words.right <= face.right - 4;
      return fits || words.width === 0 ? [] : [`${key.textContent}: ${words.width} on ${face.width}`];
    }),
  );
  expect(spilling).toEqual([]);
});

test('its keys are large and apart, and nothing complained', async () => {
  await show('piece-keyboard');
  const [measured] = await page.evaluate(() =>
    window.gallery.measure(['layout', 'reach'], ['piece-keyboard'], [{}]),
  );
  expect(measured?.faults).toEqual([]);
  const heights = await page
    .locator('.keyboard .key')
    .evaluateAll((keys) => keys.map((each) => each.clientHeight));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(96);
  expect(complaints).toEqual([]);
});
