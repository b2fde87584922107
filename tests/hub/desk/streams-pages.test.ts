import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { release as own } from '../../../domain/release.ts';
import { snapshotFeed } from '../../../hub/feeds/feeds.ts';
import { launchChromium } from '../../chromium.ts';
import { noon, TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';
import { Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close());

async function office(options: Parameters<typeof Visitor.signedIn>[4] = {}) {
  const desk = await TestDesk.open();
  await fillStreet(desk);
  const visitor = await Visitor.signedIn(browser, desk, await desk.serve(), 'office', options);
  const feed = async (stream: 'blocks' | 'services' | 'events' | 'replies', hut = '*') =>
    (await snapshotFeed(desk.store.read, hut, stream)).rows.map(({ value }) => value);
  return { desk, visitor, feed };
}

const phone = { width: 390, height: 844 };

describe('what travels down to the huts, in the hands of the office', { timeout: 180_000 }, () => {
  it('finds somebody, shows what a block touches, blocks them and their card, and lets them go', async () => {
    const { visitor, feed } = await office();
    const { page } = visitor;
    await visitor.opens('residents');
    await page.getByRole('textbox', { name: '手机号' }).fill('138 1234 5678');
    await visitor.presses('找');
    const resident = page.getByRole('region', { name: '居民 138****5678' });
    await resident.getByText('海棠里小屋 · 石榴园小屋').waitFor();
    await resident.getByText(/充电宝 A1257/).waitFor();
    expect(await page.content()).not.toContain('13812345678');
    await visitor.presses('停借');
    await visitor.reads('会影响：在 2 个小屋都不能借；手里的 1 件照常还');
    expect(await visitor.findings()).toEqual([]);
    await visitor.types('原因（中文）', '请带卡到街道一趟');
    await visitor.types('原因（英文）', 'Please come to the office');
    await visitor.presses('停借这位居民');
    await page.getByRole('row', { name: /138\*\*\*\*5678.*请带卡到街道一趟.*直到取消/ }).waitFor();
    expect(await feed('blocks')).toEqual([
      { why: { zh: '请带卡到街道一趟', en: 'Please come to the office' }, until: null },
    ]);
    await page.getByRole('button', { name: /^停用这张卡：/ }).click();
    expect(await visitor.findings()).toEqual([]);
    await visitor.presses('停用这张卡');
    await resident.getByText('街道停用了').waitFor();
    await visitor.presses('恢复可借：138****5678');
    await visitor.presses('恢复可借');
    await page.getByRole('heading', { level: 2, name: '现在没有停借的居民' }).waitFor();
    await page.getByRole('button', { name: /^恢复这张卡：/ }).click();
    await visitor.presses('恢复这张卡');
    await page.getByRole('heading', { level: 2, name: '没有停用的卡' }).waitFor();
    expect(await feed('blocks')).toEqual([]);
    expect(visitor.problems).toEqual([]);
  });

  it('erases somebody after saying what that means, and shows which huts have done it', async () => {
    const { visitor } = await office();
    const { page } = visitor;
    // From a loan to whoever has it; nothing is looked up before somebody asks for it.
    await visitor.opens('loans');
    await visitor.follows('n-anna');
    expect(await page.getByRole('textbox', { name: '借用人编号' }).inputValue()).toBe('person-anna');
    await visitor.presses('找');
    await visitor.presses('删除登记');
    await visitor.reads(/2 个小屋下次联系时删；手里还有 1 件/);
    await visitor.presses('删除，我想好了');
    await visitor.reads('删除已下令');
    await visitor.follows('删除登记');
    await page
      .getByRole('row', { name: /n-anna.*0 \/ 2 个小屋.*海棠里小屋：还有东西没还，还了就删/ })
      .waitFor();
    expect(await visitor.findings()).toEqual([]);
    expect(visitor.problems).toEqual([]);
  });

  it('answers a resident’s case, with a number for their slip, goes on, and puts it away', async () => {
    const { visitor, feed } = await office();
    const { page } = visitor;
    await visitor.opens('replies');
    await page.getByLabel('哪个小屋').selectOption('hut-jia');
    await visitor.types('答复（中文）', '看到了，周三去看');
    await visitor.types('答复（英文）', 'Seen, we come on Wednesday');
    await visitor.presses('发到小屋');
    await visitor.reads(/^发了。请把号码 \d{3} \d{3} 写在居民的小票上。$/);
    await page.getByRole('button', { name: /^改 \d{6} 的答复$/ }).click();
    // The form is above the list: whoever pressed is brought to it.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^改 \d{3} \d{3} 的答复$/);
    await page.getByLabel('到哪一步').selectOption('done');
    await visitor.types('答复（中文）', '修好了');
    await visitor.presses('发到小屋');
    await page.getByRole('row', { name: /办好了.*海棠里小屋.*修好了/ }).waitFor();
    expect(await feed('replies', 'hut-jia')).toMatchObject([{ of: 'case', state: 'done' }]);
    expect(await visitor.findings()).toEqual([]);
    await page.getByRole('button', { name: /^收起 \d{6}$/ }).click();
    await visitor.presses('收起');
    await page.getByRole('heading', { level: 2, name: '还没有答复' }).waitFor();
    expect(visitor.problems).toEqual([]);
  });

  it('adds a service and an event on a phone, changes them, and takes them down', async () => {
    const { desk, visitor, feed } = await office({ viewport: phone });
    const { page } = visitor;
    await visitor.opens('services');
    await visitor.types('名称（中文）', '量血压');
    await visitor.types('名称（英文）', 'Blood pressure');
    await visitor.types('说明（中文）', '每周三上午，不收钱');
    await visitor.types('说明（英文）', 'Wednesday mornings, free');
    await visitor.presses('公示到各小屋');
    await visitor.reads('公示了，各小屋下次联系时更新');
    await visitor.presses('改「量血压」');
    await page.getByLabel('清单', { exact: true }).selectOption('individual');
    await visitor.presses('公示到各小屋');
    await page.locator('.card').getByText('个性服务').waitFor();
    expect(await feed('services')).toMatchObject([{ list: 'individual', by: null }]);
    expect(await visitor.overflow()).toBe(0);
    expect(await visitor.findings()).toEqual([]);
    await visitor.presses('撤下「量血压」');
    await visitor.presses('撤下');
    await page.getByRole('heading', { level: 2, name: '清单还是空的' }).waitFor();

    await visitor.opens('events');
    await visitor.types('名称（中文）', '便民市集');
    await visitor.types('名称（英文）', 'Market day');
    await visitor.types('地点（中文）', '小广场');
    await visitor.types('地点（英文）', 'The square');
    await visitor.types('开始', '2026-12-05T09:00');
    await visitor.types('结束', '2026-12-05T08:00');
    await visitor.presses('发到各小屋');
    await page
      .getByRole('alert')
      .getByText(/请改一改/)
      .waitFor();
    expect(await feed('events')).toEqual([]);
    await visitor.types('结束', '2026-12-05T12:00');
    await visitor.presses('发到各小屋');
    await visitor.reads('发了，各小屋下次联系时更新');
    const from = Date.UTC(2026, 11, 5, 1, 0);
    expect(await feed('events')).toMatchObject([{ from, until: from + 3 * 3_600_000, seats: null }]);
    expect(from).toBeGreaterThan(noon);
    expect(await visitor.overflow()).toBe(0);
    await visitor.presses('取消「便民市集」');
    await visitor.presses('取消');
    await page.getByRole('heading', { level: 2, name: '没有活动' }).waitFor();
    expect(visitor.problems).toEqual([]);
    expect(desk.lines).toEqual([]);
  });

  it('requires a release after saying which huts are too old, and takes it back', async () => {
    const { desk, visitor } = await office();
    await desk.store.transaction((sql) =>
      sql.run(`UPDATE hut_cursor SET release = '0.0.9' WHERE hut_id = 'hut-yi'`),
    );
    await visitor.opens('releases');
    await visitor.reads('现在没有要求');
    await visitor.page.getByLabel('最低要哪一版').selectOption(own);
    await visitor.reads('会影响：1 个小屋要换新版（石榴园小屋）');
    expect(await visitor.findings()).toEqual([]);
    await visitor.presses('发到各小屋');
    await visitor.reads(`现在要求 ${own} 版以上`);
    await visitor.page.getByRole('row', { name: /石榴园小屋.*0\.0\.9.*太旧，要换/ }).waitFor();
    await visitor.page.getByRole('row', { name: /海棠里小屋.*够新/ }).waitFor();
    await visitor.page.getByLabel('最低要哪一版').selectOption('');
    await visitor.presses('发到各小屋');
    await visitor.reads('现在没有要求');
    expect(visitor.problems).toEqual([]);
  });
});
