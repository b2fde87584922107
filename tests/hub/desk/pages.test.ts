import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '../../../hub/desk-api/totp.ts';
import { launchChromium } from '../../chromium.ts';
import { password, TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';
import { Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close());

const titles = {
  huts: ['小屋', 'Huts'],
  overdue: ['逾期', 'Overdue'],
  loans: ['借用', 'Loans'],
  stock: ['东西', 'Things'],
  cases: ['待办', 'Cases'],
  recalls: ['召回', 'Recalls'],
  terms: ['品类与规则', 'Kinds and terms'],
  residents: ['居民', 'Residents'],
  erasures: ['删除登记', 'Erasures'],
  replies: ['答复居民', 'Replies'],
  services: ['服务清单', 'Services'],
  events: ['活动', 'Events'],
  releases: ['程序版本', 'Releases'],
  keys: ['小屋接入', 'Enrolment'],
  stick: ['U 盘传送', 'Stick'],
  accounts: ['账号', 'Accounts'],
  audit: ['查账', 'Audit'],
  me: ['我的账号', 'My account'],
} as const;

const phone = { width: 390, height: 844 };

/** The desk with its street, and somebody of the office in front of it. */
async function office(options: Parameters<typeof Visitor.signedIn>[4] = {}) {
  const desk = await TestDesk.open();
  await fillStreet(desk);
  const url = await desk.serve();
  const visitor = await Visitor.signedIn(browser, desk, url, 'office', options);
  return { desk, url, visitor };
}

describe('every page', { timeout: 300_000 }, () => {
  it.each([
    ['on a desk, in Chinese', { width: 1440, height: 900 }, 'zh-CN', 0],
    ['on a phone, in English', phone, 'en', 1],
  ] as const)(
    '%s: has its title, passes axe to AAA, and is no wider than its window',
    async (_, viewport, language, at) => {
      const { url, visitor, desk } = await office({ viewport, language });
      for (const [page, names] of Object.entries(titles)) {
        await visitor.opens(page);
        await visitor.sees(names[at]);
        // What the page asks the hub for is there once its table, list or form is.
        await visitor.page.locator('main :is(table, .cards, form, .cases, .panel, .empty)').first().waitFor();
        expect(await visitor.findings(), page).toEqual([]);
        expect(await visitor.overflow(), page).toBe(0);
      }
      for (const [hut, name] of [
        ['hut-jia', '海棠里小屋'],
        ['hut-yi', '石榴园小屋'],
      ]) {
        await visitor.opens(`huts/${hut}`);
        await visitor.sees(name ?? '');
        expect(await visitor.findings(), hut).toEqual([]);
        expect(await visitor.overflow(), hut).toBe(0);
      }
      expect(visitor.problems).toEqual([]);
      const door = await Visitor.come(browser, url, { viewport, language });
      await door.opens('');
      expect(await door.findings(), 'the door').toEqual([]);
      await door.opens(`invitation/${await desk.invite('李四', 'auditor')}`);
      await door.page.getByRole('img').waitFor();
      expect(await door.findings(), 'an invitation').toEqual([]);
      expect(door.problems).toEqual([]);
    },
  );

  it('says what to do first where nothing is there yet', async () => {
    const desk = await TestDesk.open();
    const visitor = await Visitor.signedIn(browser, desk, await desk.serve(), 'office');
    const empty = {
      huts: '还没有小屋接进来',
      overdue: '没有逾期的，都按时还了',
      loans: '现在没有借出的东西',
      stock: '这里还没有东西',
      cases: '没有要办的事',
      recalls: '现在没有召回',
      keys: '还没有小屋接进来',
      residents: '现在没有停借的居民',
      erasures: '没有要删的登记',
      replies: '还没有答复',
      services: '清单还是空的',
      events: '没有活动',
    };
    for (const [page, title] of Object.entries(empty)) {
      await visitor.opens(page);
      await visitor.page.getByRole('heading', { level: 2, name: title }).waitFor();
    }
    await visitor.opens('huts');
    await visitor.follows('去做接入码');
    await visitor.sees('小屋接入');
    expect(visitor.problems).toEqual([]);
  });
});

describe('coming in', { timeout: 180_000 }, () => {
  it('takes an invitation, signs out and comes back by password and code', async () => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    const visitor = await Visitor.come(browser, await desk.serve());
    await visitor.opens(`invitation/${await desk.invite('李四', 'office')}`);
    await visitor.sees('李四，欢迎');
    const secret = (await visitor.page.locator('.secret').textContent())?.replaceAll(' ', '') ?? '';
    await visitor.types('新密码', password);
    await visitor.types('验证器现在显示的六位数字', totpCode(secret, desk.now));
    await visitor.presses('定好了，进来');
    await visitor.sees('小屋');
    await visitor.presses('退出');
    await visitor.sees('请进，街道平台');
    desk.now += 60_000;
    await visitor.types('名字', '李四');
    await visitor.types('密码', 'not this one at all');
    await visitor.types('验证器上的六位数字', totpCode(secret, desk.now));
    await visitor.presses('进来');
    await visitor.page.getByRole('alert').getByText('名字、密码或六位数字有一样不对').waitFor();
    await visitor.types('密码', password);
    await visitor.presses('进来');
    await visitor.sees('小屋');
    await visitor.reads('海棠里小屋');
    expect(visitor.problems).toEqual([]);
  });

  it('comes in by a passkey of the browser, and by none of another account that was removed', async () => {
    const { desk, visitor } = await office();
    const devtools = await visitor.page.context().newCDPSession(visitor.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await visitor.opens('me');
    await visitor.presses('加一把通行密钥');
    await visitor.reads('登记了 1 把');
    await visitor.presses('退出');
    await visitor.presses('用通行密钥进来');
    await visitor.sees('小屋');
    const trail = await desk.store.read.all<{ what: string; about: string | null }>(
      `SELECT what, about FROM desk_audit WHERE what = 'signed-in' ORDER BY at DESC, id DESC LIMIT 1`,
    );
    expect(trail[0]?.about).toBe('passkey');
    await visitor.opens('me');
    await visitor.presses('全部去掉');
    await visitor.reads('登记了 0 把');
    await visitor.presses('退出');
    await visitor.presses('用通行密钥进来');
    await visitor.page.getByRole('alert').getByText('这把通行密钥在这里没登记').waitFor();
    expect(visitor.problems).toEqual([]);
  });

  it('is told when the session is over, and reads on after coming back', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('stock');
    await visitor.reads('CDB-0001');
    desk.now += 31 * 60_000;
    await visitor.follows('借用');
    await visitor.sees('请进，街道平台');
    await visitor.reads('太久没动，已经退出了');
    expect(await visitor.page.getByText('CDB-0001').count()).toBe(0);
  });
});

describe('what is done at the desk', { timeout: 180_000 }, () => {
  it('shows how a hut is by its own word, part by part, and its things', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('huts');
    await visitor.page.getByRole('row', { name: /海棠里小屋.*请看一看/ }).waitFor();
    await visitor.follows('海棠里小屋');
    await visitor.sees('海棠里小屋');
    await visitor.reads(/^小屋\d分钟前说的；里面的时间是小屋自己的钟。$/);
    await visitor.page.getByRole('row', { name: /设备.*3·4 号门：没有回应/ }).waitFor();
    await visitor.page
      .getByRole('row', { name: /备份.*最近一次没做成：no-room: 12 MB；第二份的地方不在/ })
      .waitFor();
    await visitor.page.getByRole('row', { name: /程序.*0\.1\.0 版/ }).waitFor();
    await desk.store.transaction((sql) => sql.run(`DELETE FROM hut_report WHERE hut_id = 'hut-jia'`));
    await visitor.page.reload();
    await visitor.page.getByRole('heading', { level: 2, name: '小屋还没说过自己怎么样' }).waitFor();
    await visitor.follows('4 件，借出 2 件');
    await visitor.sees('东西');
    await visitor.reads('CDB-0001');
    expect(await visitor.page.getByText('BS-0101').count()).toBe(0);
    expect(visitor.problems).toEqual([]);
  });

  it('shows a number to whoever asks, after writing it down, and notes the call', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('overdue');
    await visitor.reads('138****5678');
    expect(await visitor.page.content()).not.toContain('13812345678');
    await visitor.presses('看号码：充电宝 A1257');
    await visitor.reads('138 1234 5678');
    await visitor.presses('打过了：充电宝 A1257');
    await visitor.reads(/^王芳，.*打过$/);
    const trail = await desk.store.read.all<{ what: string }>('SELECT what FROM desk_audit ORDER BY at, id');
    expect(trail.map(({ what }) => what).slice(-2)).toEqual(['phone-seen', 'called']);
    await visitor.opens('audit');
    await visitor.reads('看了号码');
    expect(visitor.problems).toEqual([]);
  });

  it('recalls a model: what it touches first, then published, then lifted', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('recalls');
    await visitor.page.getByLabel('品类', { exact: true }).selectOption({ label: '充电宝' });
    await visitor.types('名称里有', 'a1257');
    await visitor.types('原因（中文）', '充电会过热，厂家召回');
    await visitor.types('原因（英文）', 'It can overheat; its maker takes it back');
    await visitor.presses('看看是哪些东西');
    const preview = visitor.page.getByRole('region', { name: '会影响这些' });
    await preview.getByText('2 件东西，其中 1 件在居民手里').waitFor();
    await preview.getByText('石榴园小屋：1 件，借出 0 件').waitFor();
    // A changed draft is looked at anew.
    await visitor.types('名称里有', 'A1257');
    await preview.waitFor({ state: 'detached' });
    expect(await visitor.page.getByRole('button', { name: '发布召回' }).count()).toBe(0);
    await visitor.presses('看看是哪些东西');
    await visitor.presses('发布召回');
    await visitor.reads('发布了，各小屋下次联系时照办');
    const feed = await desk.store.read.all<{ value: string }>(
      `SELECT value FROM feed WHERE stream = 'recalls'`,
    );
    expect(JSON.parse(feed[0]?.value ?? '')).toMatchObject({
      kind: 'power-bank',
      model: 'A1257',
      barcodes: [],
    });

    await visitor.page.getByRole('button', { name: /^取消召回：/ }).click();
    await visitor.page.getByRole('dialog', { name: '取消这个召回？' }).waitFor();
    await visitor.page.keyboard.press('Escape');
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
    await visitor.page.getByRole('button', { name: /^取消召回：/ }).click();
    await visitor.presses('取消召回');
    await visitor.page.getByRole('heading', { level: 2, name: '现在没有召回' }).waitFor();
    expect(visitor.problems).toEqual([]);
  });

  it('says what is missing of a recall, and publishes nothing', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('recalls');
    await visitor.types('原因（中文）', '会过热');
    await visitor.types('原因（英文）', 'overheats');
    await visitor.presses('看看是哪些东西');
    await visitor.page
      .getByRole('alert')
      .getByText(/请改一改/)
      .waitFor();
    expect(await desk.store.read.all('SELECT * FROM feed')).toEqual([]);
  });

  it('changes the terms of a kind after a look at what they touch', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('terms');
    await visitor.presses('改规则：充电宝');
    await visitor.types('借几天', '2');
    await visitor.presses('看看影响多少');
    await visitor.reads('3 件东西，其中 1 件在居民手里');
    await visitor.reads(/^借几天：\d → 2$/);
    await visitor.presses('发布到各小屋');
    await visitor.reads('发布了，各小屋下次联系时照办');
    await visitor.page.getByRole('row', { name: /充电宝.*街道发布的/ }).waitFor();
    const [row] = await desk.store.read.all<{ value: string }>(
      `SELECT value FROM feed WHERE stream = 'policy'`,
    );
    expect(JSON.parse(row?.value ?? '')).toMatchObject({ kind: 'power-bank', termDays: 2 });
  });

  it('adds a kind of its own, not one that is there', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('terms');
    await visitor.presses('加一个品类');
    await visitor.types('中文名', '电饭锅');
    await visitor.types('英文名', 'Rice cooker');
    await visitor.types('代号', 'wrench');
    await visitor.presses('看看影响多少');
    await visitor.page
      .getByRole('alert')
      .getByText(/已经办过了/)
      .waitFor();
    await visitor.types('代号', 'rice-cooker');
    await visitor.types('量词', '个');
    expect(await visitor.findings()).toEqual([]);
    await visitor.presses('看看影响多少');
    await visitor.reads('现在没有这样的东西');
    await visitor.presses('发布到各小屋');
    await visitor.page.getByRole('row', { name: /电饭锅.*街道发布的/ }).waitFor();
    const [row] = await desk.store.read.all<{ value: string }>(
      `SELECT value FROM feed WHERE stream = 'policy'`,
    );
    expect(JSON.parse(row?.value ?? '')).toMatchObject({
      kind: 'rice-cooker',
      measure: '个',
      name: { zh: '电饭锅' },
    });
    expect(visitor.problems).toEqual([]);
  });

  it('makes a code for a new hut, compares fingerprints, and revokes a lost machine', async () => {
    const { desk, visitor } = await office();
    await visitor.opens('keys');
    await visitor.types('小屋的名字', '桂花苑小屋');
    await visitor.presses('做一个接入码');
    await visitor.page
      .locator('.code__text')
      .filter({ hasText: /^[0-9A-Z]{4} [0-9A-Z]{4}$/ })
      .waitFor();
    await visitor.reads(/还能试 5 次/);
    await visitor.presses('一样，接进来');
    await visitor.page.getByRole('heading', { name: '等核对的小屋' }).waitFor({ state: 'detached' });
    const states = await desk.store.read.all<{ nth: number; state: string }>(
      `SELECT nth, state FROM hut_key WHERE hut_id = 'hut-yi' ORDER BY nth`,
    );
    expect(states.map(({ state }) => state)).toEqual(['revoked', 'active']);
    await visitor.presses('停用海棠里小屋的钥匙？');
    await visitor.types('为什么停用', '机器被偷');
    await visitor.presses('停用这把钥匙');
    await visitor.page.getByRole('row', { name: /海棠里小屋.*已停用/ }).waitFor();
    expect(visitor.problems).toEqual([]);
  });

  it('closes a case with a word on it', async () => {
    const { visitor } = await office();
    await visitor.opens('cases');
    const one = visitor.page.getByRole('listitem').filter({ hasText: '几处加起来借超了' });
    await one.getByText('海棠里小屋 · 石榴园小屋').waitFor();
    await one.getByLabel('怎么了结的').fill('打过电话，明天还一样');
    await one.getByRole('button', { name: '了结这件事' }).click();
    await one.waitFor({ state: 'detached' });
    await visitor.page.getByLabel('看哪些').selectOption({ label: '了结了的' });
    await visitor.reads('打过电话，明天还一样');
    await visitor.reads(/街道平台自己了结/);
  });

  it('invites a keeper for a hut, and blocks them', async () => {
    const { visitor } = await office();
    await visitor.opens('accounts');
    await visitor.types('名字', '赵主理');
    await visitor.page.getByLabel('角色').selectOption('keeper');
    await visitor.page.getByLabel('海棠里小屋').check();
    await visitor.presses('做一个邀请');
    await visitor.reads(/\/desk\/#\/invitation\/[A-Za-z0-9_-]{43}$/);
    await visitor.page.getByRole('row', { name: /赵主理.*主理人.*海棠里小屋.*等本人来/ }).waitFor();
    await visitor.presses('停用赵主理');
    await visitor.presses('停用这个账号');
    await visitor.page.getByRole('row', { name: /赵主理.*已停用/ }).waitFor();
  });
});

describe('by other ways than a mouse, and by people of other roles', { timeout: 180_000 }, () => {
  it('is used by the keyboard alone: past the pages to the matter, a page, a dialog and back', async () => {
    const { visitor } = await office();
    const { page } = visitor;
    await visitor.opens('keys');
    await visitor.reads('7K2M 9QRS 40DX HW3T');
    // A browser that has just loaded a page begins at its top.
    await page.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
    });
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('跳到正文');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    const revoke = page.getByRole('button', { name: '停用海棠里小屋的钥匙？' });
    await revoke.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await revoke.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.getByRole('link', { name: '借用' }).focus();
    await page.keyboard.press('Enter');
    await visitor.sees('借用');
    // The new page begins at its title.
    expect(await focused()).toBe('借用');
  });

  it('has its pages behind a menu on a phone', async () => {
    const { visitor } = await office({ viewport: phone });
    await visitor.opens('huts');
    const menu = visitor.page.getByRole('button', { name: '菜单' });
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    expect(await visitor.page.getByRole('link', { name: '查账' }).isVisible()).toBe(false);
    await menu.click();
    await visitor.follows('查账');
    await visitor.sees('查账');
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
  });

  it('changes its language at once, and stays in it', async () => {
    const { visitor } = await office();
    await visitor.opens('huts');
    await visitor.presses('English');
    await visitor.sees('Huts');
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe('en');
    await visitor.page.reload();
    await visitor.sees('Huts');
  });

  it('shows a keeper their own hut and an auditor no button that changes anything', async () => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    const url = await desk.serve();
    const keeper = await Visitor.signedIn(browser, desk, url, 'keeper', {
      huts: ['hut-jia'],
      name: 'keeper',
    });
    await keeper.opens('huts');
    await keeper.reads('海棠里小屋');
    expect(await keeper.page.getByText('石榴园小屋').count()).toBe(0);
    for (const page of ['账号', '查账', '小屋接入']) {
      expect(await keeper.page.getByRole('link', { name: page, exact: true }).count(), page).toBe(0);
    }
    // The address of a page that is not theirs leads to their first one.
    await keeper.opens('accounts');
    await keeper.sees('小屋');
    const auditor = await Visitor.signedIn(browser, desk, url, 'auditor', { name: 'auditor' });
    for (const page of [
      'overdue',
      'cases',
      'recalls',
      'terms',
      'keys',
      'residents',
      'erasures',
      'replies',
      'services',
      'events',
    ]) {
      await auditor.opens(page);
      await auditor.page.locator('main :is(table, .cases, .empty)').first().waitFor();
      expect(await auditor.page.locator('main button').count(), page).toBe(0);
    }
  });

  it('takes hostile addresses and names for text and nothing else', async () => {
    const { desk, visitor } = await office();
    await desk.store.transaction((sql) =>
      sql.run(`UPDATE item SET name_zh = '<img src=x onerror="document.title=1">' WHERE item = 'item-3'`),
    );
    await visitor.opens('stock');
    await visitor.reads('<img src=x onerror="document.title=1">');
    for (const hash of [
      '#/constructor',
      '#/__proto__/x',
      '#/huts/%00',
      '#javascript:alert(1)',
      '#/<svg onload=alert(1)>',
      '#//evil.example',
      '#/invitation/../huts',
    ]) {
      await visitor.page.goto(`${visitor.url}${hash}`);
      await visitor.page.getByRole('heading', { level: 1 }).waitFor();
    }
    expect(visitor.page.url()).toContain('/desk/');
    expect(visitor.problems).toEqual([]);
  });
});
