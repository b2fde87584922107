import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { practiceCards } from '../../hut/stock/practice-stock.ts';
import { launchChromium, roughly } from '../chromium.ts';
import { HutProcess } from './hut-process.ts';
import { typeAsWedge } from './wedge-typing.ts';

const card = practiceCards.find((each) => each.trust === 'verified')?.code ?? '';
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(roughly);
}, 60_000);
afterAll(() => browser?.close());

/** A resident in front of the screen: they see headings and buttons, and hold things under the scanner. */
async function stand(hut: HutProcess, viewport = { width: 1080, height: 1920 }) {
  const page = await browser.newPage({ viewport });
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.setDefaultTimeout(15_000);
  await page.goto(hut.url);
  return {
    page,
    problems,
    sees: (title: RegExp | string) => page.getByRole('heading', { level: 1, name: title }).waitFor(),
    presses: (name: RegExp | string) => page.getByRole('button', { name }).click(),
  };
}

describe('a resident in front of the screen', { timeout: 90_000 }, () => {
  it('borrows a wrench in two touches and a scan, with the page reloaded while the door is open', async () => {
    const hut = await HutProcess.open();
    const { page, problems, sees, presses } = await stand(hut);
    await presses('碰一下屏幕，开始');
    await sees(/您今天/);
    await presses('活动扳手');
    await sees('借这把活动扳手吗？');
    await presses('借这把活动扳手');
    await sees('请刷一下居民卡');
    hut.devices.scan(card);
    await sees(/号门开了/);
    const door = hut.devices.board.orders.find((order) => order.is === 'open')?.channel ?? 0;
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(String(door));
    await page.reload();
    await sees(/号门开了/);
    await page.getByRole('img', { name: new RegExp(`${door}号门亮着灯，已打开`) }).waitFor();
    hut.devices.board.pushShut(door);
    await sees('借好了');
    await page.getByText(/请在这时候前还回来/).waitFor();
    expect(hut.devices.board.pulses(door)).toBe(1);
    expect(problems).toEqual([]);
  });

  it('returns it in one scan and one touch, in English', async () => {
    const hut = await HutProcess.open();
    const { sees, presses, problems } = await stand(hut, { width: 1920, height: 1080 });
    await presses('碰一下屏幕，开始');
    // The key stands on the screen before as well; pressed there when the hut has gone on, it is refused.
    await sees(/您今天/);
    await presses('English');
    await sees(/What would you like to do/);
    const book = hut.barcodeOf('book');
    hut.devices.scan(book);
    await sees(/Borrow this/);
    hut.devices.scan(card);
    await sees(/^Borrowed/);
    await presses(/go home/i);
    await presses(/^Return/);
    // Scanned before the press is there, it would be a thing to borrow.
    await sees('Scan what you bring back');
    hut.devices.scan(hut.barcodeOf('wrench', 'door'));
    await sees(/Is everything|all right|good/i);
    await presses(/^All (fine|good)/i);
    await sees(/Door \d+ is open/);
    const door = hut.devices.board.orders.find((order) => order.is === 'open')?.channel ?? 0;
    hut.devices.board.pushShut(door);
    await sees(/Returned|Received|Thank/);
    expect(problems).toEqual([]);
  });

  it('sees the screen in the shape of the window, also when that changes while it is first drawn', async () => {
    const hut = await HutProcess.open();
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    onTestFinished(() => page.close());
    // Until somebody listens for a new size it is the old one, and nobody is told of what came before.
    await page.addInitScript(() => {
      let listened = false;
      const listen = window.addEventListener;
      window.addEventListener = function (this: Window, ...args: Parameters<typeof listen>) {
        if (args[0] === 'resize') listened = true;
        listen.apply(this, args);
      } as typeof listen;
      Object.defineProperties(window, {
        innerWidth: { get: () => (listened ? 1920 : 1080) },
        innerHeight: { get: () => (listened ? 1080 : 1920) },
      });
    });
    await page.goto(hut.url);
    await page.getByRole('button', { name: '碰一下屏幕，开始' }).click();
    await page.getByRole('heading', { level: 1, name: /您今天/ }).waitFor();
    await page.locator('html[data-layout="landscape"]').waitFor({ timeout: 5_000 });
  });

  it('is offered the way home where a screen cannot be drawn, and the hut has it in its log', async () => {
    const hut = await HutProcess.open();
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    onTestFinished(() => page.close());
    page.setDefaultTimeout(15_000);
    // The disk gives this file no more.
    await page.route(/assets\/item-/, (route) => route.abort());
    await page.goto(hut.url);
    await page.getByRole('button', { name: '碰一下屏幕，开始' }).click();
    await page.getByRole('main').getByRole('button', { name: '活动扳手' }).click();
    await page.getByRole('heading', { level: 1, name: '这一页打不开' }).waitFor();
    await page.getByRole('button', { name: '叫主理人' }).click();
    await page.getByRole('main').getByRole('button', { name: '好了，接着用' }).click();
    await page.getByRole('heading', { level: 1, name: '这一页打不开' }).waitFor();
    await page.getByRole('button', { name: '回首页' }).click();
    await page.getByRole('heading', { level: 1, name: /您今天/ }).waitFor();
    await page
      .getByRole('main')
      .getByRole('button', { name: /^还东西/ })
      .click();
    await page.getByRole('heading', { level: 1, name: '请扫要还的东西' }).waitFor();
    await expect.poll(() => hut.stderr.join('')).toContain('page-broke');
  });

  it('is offered another power bank when the door is jammed', async () => {
    const hut = await HutProcess.open();
    const { sees, presses, problems } = await stand(hut);
    for (const door of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) hut.devices.board.jam(door);
    await presses('碰一下屏幕，开始');
    await presses('充电宝');
    await presses(/^借这/);
    await sees('请刷一下居民卡');
    hut.devices.scan(card);
    await sees(/正在开/);
    await sees(/没弹开|换/);
    for (const door of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) hut.devices.board.unjam(door);
    await presses(/^换/);
    await sees(/号门开了/);
    expect(problems).toEqual([]);
  });

  it('registers by phone, digits only, and finds their own loans', async () => {
    const hut = await HutProcess.open();
    const { page, sees, presses, problems } = await stand(hut);
    const type = async (digits: string) => {
      for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click();
    };
    await presses('碰一下屏幕，开始');
    await presses(/^我借的东西/);
    await presses('没带卡，按手机号');
    await sees('请按您的手机号');
    await type('13812345678');
    expect(await page.locator('body').textContent()).not.toContain('1381');
    await presses('就是这个号');
    await sees(/第一次来/);
    await presses('同意，接着登记');
    await sees(/几幢几单元几室/);
    await type('3');
    await presses('下一格');
    await type('1');
    await presses('下一格');
    await type('502');
    await presses('登记好了');
    await sees('给自己定一个密码');
    await type('4711');
    await sees('请再按一遍');
    await type('4711');
    await sees('您手上没有借的东西');
    expect(problems).toEqual([]);
  });

  it('may use a keyboard-wedge scanner: its keys reach the hut and press nothing', async () => {
    const hut = await HutProcess.open();
    const { page, sees, problems } = await stand(hut);
    // "Touch the screen" means anywhere.
    await page.getByRole('main').click({ position: { x: 400, y: 500 } });
    await sees(/您今天/);
    await typeAsWedge(page, hut.barcodeOf('book'));
    await sees(/^借这/);
    expect(problems).toEqual([]);
  });
});

describe('a practice hut', { timeout: 90_000 }, () => {
  it('is walked through with the dock alone', async () => {
    const hut = await HutProcess.open('practice');
    const { page, sees, presses, problems } = await stand(hut, { width: 1600, height: 900 });
    const dock = page.getByRole('complementary', { name: '练习用的设备' });
    await presses('碰一下屏幕，开始');
    await page.getByRole('main').getByRole('button', { name: '活动扳手' }).click();
    await presses(/^借这/);
    await dock.getByRole('button', { name: practiceCards[0]?.name.zh ?? '' }).click();
    await sees(/号门开了/);
    await dock.getByRole('button', { name: /号门 推上$/ }).click();
    await sees('借好了');
    expect(problems).toEqual([]);
  });
});
