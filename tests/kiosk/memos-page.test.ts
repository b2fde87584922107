import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { practiceKeeper } from '../../hut/keeper/practice-keeper.ts';
import { launchChromium, unmoved } from '../chromium.ts';
import { HutProcess } from './hut-process.ts';

let browser: Browser;
beforeAll(async () => {
  // The browser's own microphone beeps and its camera shows a moving picture.
  browser = await launchChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
}, 60_000);
afterAll(() => browser?.close());

/** Somebody brings a ladder back and is asked to say what is wrong with it. */
async function tell() {
  const hut = await HutProcess.open('practice');
  const page = await browser.newPage({ ...unmoved, viewport: { width: 1600, height: 900 } });
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.setDefaultTimeout(20_000);
  await page.goto(hut.url);
  const press = (name: string | RegExp) => page.getByRole('main').getByRole('button', { name }).click();
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByRole('button', { name: '碰一下屏幕，开始' }).click();
  await press(/^还东西/);
  await heading('请扫要还的东西');
  await hut.act({ act: 'scan', text: hut.barcodeOf('ladder') });
  await press(/^有问题/);
  await press('说一说');
  return { hut, page, problems, press, heading };
}

it('who calls the keeper in the middle of it finds again what they said, showed and wrote', async () => {
  const { page, problems, press } = await tell();
  const callAndComeBack = async () => {
    await page.getByRole('button', { name: '叫主理人' }).click();
    await press('好了，接着用');
  };
  await press(/^说一段话/);
  await press('按一下，开始说');
  await page.waitForFunction(() =>
    /正在录：[1-9]/.test(document.querySelector('[role=timer]')?.textContent ?? ''),
  );
  // The microphone is let go; what it heard until then is there.
  await callAndComeBack();
  await page.getByText('录好了，听一遍再交').waitFor();
  await press('交给主理人');
  await page.getByText('一段录音').waitFor();
  await press(/^拍张照片/);
  const looks = () =>
    page.waitForFunction(() => {
      const video = document.querySelector('video');
      return video !== null && video.videoWidth > 0 && !video.paused;
    });
  await looks();
  await callAndComeBack();
  await looks();
  await press('拍下来');
  const picture = page.getByRole('img', { name: '刚拍的照片' });
  await picture.waitFor();
  await callAndComeBack();
  await expect
    .poll(() => picture.evaluate((seen) => (seen as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(300);
  await press('交给主理人');
  await page.getByText('一张照片').waitFor();
  await press(/^写几个字/);
  for (const letter of 'huaile') await press(new RegExp(`^${letter}$`));
  await press('坏了');
  await callAndComeBack();
  await page.getByRole('main').getByText('坏了', { exact: true }).waitFor();
  await press('交给主理人');
  await page.getByText('几个字').waitFor();
  expect(problems).toEqual([]);
}, 90_000);

it('a neighbour says, shows and writes what is wrong, and the keeper hears, sees and reads it', async () => {
  const { hut, page, problems, press, heading } = await tell();
  await press(/^说一段话/);
  await press('按一下，开始说');
  await page.getByRole('timer').waitFor();
  await page.waitForFunction(() =>
    /正在录：[1-9]/.test(document.querySelector('[role=timer]')?.textContent ?? ''),
  );
  await press('说完了');
  await press('交给主理人');
  await page.getByText('一段录音').waitFor();
  await press(/^拍张照片/);
  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  await press('拍下来');
  await page.getByRole('img', { name: '刚拍的照片' }).waitFor();
  await press('交给主理人');
  await page.getByText('一张照片').waitFor();
  await press(/^写几个字/);
  for (const letter of 'huaile') await press(new RegExp(`^${letter}$`));
  await press('坏了');
  await press('交给主理人');
  await page.getByText('几个字').waitFor();
  await press('说好了，接着还');
  await page.getByText('已留言 3 条').waitFor();
  await press(/^坏了/);
  await press('放好了');
  await heading('收到了');
  await page.getByRole('button', { name: '首页', exact: true }).click();

  await hut.act({ act: 'scan', text: practiceKeeper.code });
  await heading('请按主理人密码');
  for (const digit of practiceKeeper.pin) await press(new RegExp(`^${digit}$`));
  await press(/^物品状况/);
  await press(/梯/);
  await press('看 3 条留言');
  await page.evaluate(() => {
    const played: number[] = [];
    Object.assign(window, { played });
    const play = HTMLAudioElement.prototype.play;
    HTMLAudioElement.prototype.play = function () {
      played.push(1);
      return play.call(this);
    };
  });
  await press('听一听');
  await page.waitForFunction(() => (window as unknown as { played: number[] }).played.length > 0);
  await page
    .getByRole('listitem')
    .filter({ hasText: '一张照片' })
    .getByRole('button', { name: '看一看' })
    .click();
  const image = page.getByRole('img', { name: '一张照片' });
  await image.waitFor();
  expect(await image.evaluate((seen) => (seen as HTMLImageElement).naturalWidth)).toBeGreaterThan(300);
  await page
    .getByRole('listitem')
    .filter({ hasText: '几个字' })
    .getByRole('button', { name: '看一看' })
    .click();
  await page.getByText('坏了', { exact: true }).waitFor();
  // To erase is asked first, and the safe answer is there.
  await page
    .getByRole('listitem')
    .filter({ hasText: '一张照片' })
    .getByRole('button', { name: '删掉' })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: '删掉' }).click();
  await expect.poll(() => page.getByRole('listitem').filter({ hasText: '一张照片' }).count()).toBe(0);
  expect(problems).toEqual([]);
}, 90_000);
