import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { practiceKeeper } from '../../hut/keeper/practice-keeper.ts';
import { practiceCards } from '../../hut/stock/practice-stock.ts';
import { lexicon } from '../../renderer/sound/lexicon.ts';
import { makeClips } from '../../scripts/clips/make-clips.ts';
import { launchChromium, unmoved } from '../chromium.ts';
import { HutProcess } from './hut-process.ts';

const card = practiceCards.find((each) => each.trust === 'verified')?.code ?? '';
let browser: Browser;
let clips: string;
beforeAll(async () => {
  clips = mkdtempSync(join(tmpdir(), 'xiaowu-spoken-'));
  // What is listened to here; all of it would take a minute.
  const said = /^(door\.(title|open)|borrowed\.title|kind\.wrench|attract\.begin)/;
  await makeClips(clips, (language) =>
    language === 'en'
      ? []
      : lexicon(language).filter(
          ({ clip, words }) => said.test(clip) || (clip.startsWith('number.') && Number(words) <= 10),
        ),
  );
  const fake = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  browser = await launchChromium(fake);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  rmSync(clips, { recursive: true, force: true });
});

/** A page on the hut, with the clips of this test, and everything it fetched of them. */
async function listen(hut: HutProcess): Promise<{ page: Page; heard: string[]; problems: string[] }> {
  const page = await browser.newPage({ ...unmoved, viewport: { width: 1080, height: 1920 } });
  onTestFinished(() => page.close());
  const heard: string[] = [];
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.setDefaultTimeout(15_000);
  await page.route('**/clips/**', (route) => {
    const path = new URL(route.request().url()).pathname.replace('/clips/', '');
    const words = /^zh-CN\/(.+)\.\w{11}\.ogg$/.exec(decodeURIComponent(path))?.[1];
    if (words !== undefined) heard.push(words);
    try {
      return route.fulfill({ body: readFileSync(join(clips, decodeURIComponent(path))) });
    } catch {
      return route.fulfill({ status: 404 });
    }
  });
  await page.goto(hut.url);
  return { page, heard, problems };
}

describe('the screen speaks', { timeout: 90_000 }, () => {
  it('the door with its number, and the verdict, without being asked; the rest when asked', async () => {
    const hut = await HutProcess.open();
    const { page, heard, problems } = await listen(hut);
    const read = page.getByRole('button', { name: '朗读', exact: true });
    await read.click();
    await expect.poll(() => heard, { timeout: 15_000 }).toContain('attract.begin');
    await page.getByRole('button', { name: '停', exact: true }).click();
    await read.waitFor();
    await page.getByRole('button', { name: '碰一下屏幕，开始' }).click();
    await page.getByRole('main').getByRole('button', { name: '活动扳手' }).click();
    heard.length = 0;
    await page.getByRole('button', { name: '借这把活动扳手' }).click();
    hut.devices.scan(card);
    await page.getByRole('heading', { level: 1, name: /号门开了/ }).waitFor();
    await expect
      .poll(() => heard, { timeout: 15_000 })
      .toEqual(expect.arrayContaining(['number', 'door.titleOpen']));
    const door = hut.devices.board.orders.find((order) => order.is === 'open')?.channel ?? 0;
    hut.devices.board.pushShut(door);
    await page.getByRole('heading', { level: 1, name: '借好了' }).waitFor();
    await expect.poll(() => heard, { timeout: 15_000 }).toContain('borrowed.title');
    expect(problems).toEqual([]);
  });

  it('and a keeper puts their own voice in its place: hear, record, keep', async () => {
    const hut = await HutProcess.open('practice');
    const { page, problems } = await listen(hut);
    const presses = (name: string) => page.getByRole('button', { name }).first().click();
    const sees = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
    const dock = page.getByRole('complementary', { name: '练习用的设备' });
    await page.setViewportSize({ width: 1600, height: 900 });
    await presses('碰一下屏幕，开始');
    await dock.getByRole('button', { name: practiceKeeper.name.zh }).click();
    await sees('请按主理人密码');
    for (const digit of practiceKeeper.pin) {
      await page.getByRole('main').getByRole('button', { name: digit, exact: true }).click();
    }
    await sees('今天要办什么？');
    await presses('录语音');
    await sees('录哪一句？');
    await presses('号门开了');
    await sees('号门开了');
    await page.getByText('……号门开了').or(page.getByText('…号门开了')).first().waitFor();
    await presses('开始录');
    // The fake microphone beeps once a second.
    await page.getByRole('button', { name: '念完了' }).waitFor();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
    await presses('念完了');
    await presses('听我录的');
    await presses('留下，录下一句');
    await sees(/^请关/);
    await presses('返回');
    await sees('录哪一句？');
    await page.getByText('已经录了 1 句').waitFor();
    await page.getByRole('button', { name: /号门开了.*录好了/ }).waitFor();
    expect(problems).toEqual([]);
  });

  it('louder and softer by a key that stands where something speaks, for this visit alone', async () => {
    const hut = await HutProcess.open();
    const { page, problems } = await listen(hut);
    await page.evaluate(() => {
      const played: number[] = [];
      Object.assign(window, { played });
      const play = HTMLAudioElement.prototype.play;
      HTMLAudioElement.prototype.play = function () {
        played.push(this.volume);
        return play.call(this);
      };
    });
    const loudness = () =>
      page.evaluate(() => (window as unknown as { played: number[] }).played.at(-1) ?? -1);
    const read = page.getByRole('button', { name: '朗读', exact: true });
    await read.click();
    await expect.poll(loudness, { timeout: 15_000 }).toBeGreaterThan(0);
    const usual = await loudness();
    await page.getByRole('button', { name: '停', exact: true }).click();
    await page.getByRole('button', { name: '大声点', exact: true }).click();
    await page.getByRole('button', { name: '小声点', exact: true }).waitFor();
    await read.click();
    await expect.poll(loudness, { timeout: 15_000 }).toBeGreaterThan(usual);
    expect(problems).toEqual([]);
  });
});
