import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event } from '../../domain/ledger/events.ts';
import { done } from '../../domain/result.ts';
import { practiceCards } from '../../hut/stock/practice-stock.ts';
import { launchChromium, roughly, unmoved } from '../chromium.ts';
import { value } from '../hut/ledger/stocked-hut.ts';
import { HutProcess } from './hut-process.ts';
import { Kiosk } from './kiosk.ts';

/** Ways to screens that show something of a visitor, and what of it must be gone afterwards. */
const visits: Record<string, (kiosk: Kiosk) => Promise<RegExp>> = {
  loans: async (kiosk) => {
    await kiosk.scan(kiosk.item('book', 'shelf').barcode);
    await kiosk.scan(kiosk.card);
    await kiosk.press({ do: 'home' });
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.scan(kiosk.card);
    const [loan] = kiosk.on('loans').loans;
    return new RegExp(`${loan?.loan ?? 'no loan'}|"loans":`);
  },
  verdict: async (kiosk) => {
    await kiosk.scan(kiosk.item('book', 'shelf').barcode);
    await kiosk.scan(kiosk.card);
    return new RegExp(`"${kiosk.on('borrowed').code}"|"due":`);
  },
  phone: async (kiosk) => {
    await kiosk.press({ do: 'function', function: 'my-loans' });
    await kiosk.press({ do: 'by-phone' });
    for (const key of ['1', '3', '8', '1', '2'] as const) await kiosk.press({ do: 'key', key });
    expect(kiosk.on('phone').digits).toEqual(['1', '3', '8', '•', '•']);
    return /"digits"|•/;
  },
};

describe('the next visitor finds nothing of the last one', () => {
  it.each(Object.keys(visits))(
    '%s: neither by the home key nor by the clock, and the screen is as it was',
    async (name) => {
      for (const leave of ['home', 'idle'] as const) {
        const kiosk = await Kiosk.open();
        await kiosk.press({ do: 'begin' });
        const trace = (await visits[name]?.(kiosk)) ?? /nothing/;
        await kiosk.press({ do: 'language', language: 'en' });
        await kiosk.press({ do: 'text', text: 'large' });
        await kiosk.press({ do: 'theme', theme: 'contrast' });
        expect(JSON.stringify(kiosk.view().screen)).toMatch(trace);
        const { token } = kiosk.view();
        if (leave === 'home') await kiosk.press({ do: 'home' });
        await kiosk.pass(60_000);
        await kiosk.pass(60_000);
        await kiosk.pass(90_000);
        kiosk.on('attract');
        expect(kiosk.hut.visit.who).toBeNull();
        expect(kiosk.view().preferences).toEqual({
          language: 'zh-CN',
          text: 'standard',
          theme: 'light',
          volume: 'usual',
        });
        expect(JSON.stringify(kiosk.view())).not.toMatch(trace);
        // A press that was on its way when the screen went is for nobody.
        expect(await kiosk.hut.handle('press', { token, action: { do: 'back' } })).toEqual({ taken: false });
      }
    },
  );

  it('whatever the next one scans under a verdict: a code nobody knows, a thing that is not lent, another thing', async () => {
    const kiosk = await Kiosk.open();
    const [first, second, third] = [0, 1, 2].map((nth) => kiosk.item('book', 'shelf', nth));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three books');
    value(
      kiosk.ledger.commit<never>('command', () =>
        done([
          event('item-condition-set', {
            item: third.item,
            condition: 'in-repair',
            why: 'keeper',
            problem: null,
          }),
        ]),
      ),
    );
    for (const code of ['4006381333931', 'XWI', third.barcode]) {
      await kiosk.scan(first.barcode);
      await kiosk.scan(kiosk.card);
      kiosk.on('borrowed');
      const lentIn = kiosk.hut.visit.id;
      await kiosk.scan(code);
      kiosk.on('refusal');
      expect(kiosk.hut.visit.who).toBeNull();
      await kiosk.scan(second.barcode);
      kiosk.on('item');
      await kiosk.press({ do: 'borrow' });
      kiosk.on('identify');
      expect(kiosk.hut.visit.id).not.toBe(lentIn);
      await kiosk.press({ do: 'home' });
      await kiosk.pass(11_000);
      value(kiosk.lending.returnByHand({ item: first.item, problem: null, visit: 'v' }));
    }
    expect(kiosk.lending.isOut(second.item)).toBe(false);
  });

  it('a scan that came while a door was at work keeps nobody from the same scan after it', async () => {
    const kiosk = await Kiosk.open();
    const door = await kiosk.borrowUntilOpen('wrench');
    const book = kiosk.item('book', 'shelf');
    await kiosk.scan(book.barcode);
    expect(kiosk.on('door').phase).toBe('open');
    kiosk.board.closeDoor(door);
    await kiosk.pass(600);
    kiosk.on('borrowed');
    await kiosk.scan(book.barcode);
    expect(kiosk.on('item').item.item).toBe(book.item);
  });

  it('who waits for a keeper at home goes on in their own language and size', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'language', language: 'en' });
    await kiosk.press({ do: 'text', text: 'large' });
    await kiosk.press({ do: 'call-keeper' });
    await kiosk.pass(20_000);
    kiosk.on('home');
    expect(kiosk.view().preferences).toMatchObject({ language: 'en', text: 'large' });
  });

  it('a second code that cannot be read while something comes back leads to no loan', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.press({ do: 'function', function: 'return' });
    for (const code of ['4006381333931', '4006381333948']) {
      await kiosk.scan(code);
      const { ways } = kiosk.on('refusal');
      expect(ways).not.toContain('other-thing');
    }
  });

  it('the warning can be put off again and again', async () => {
    const kiosk = await Kiosk.open();
    await kiosk.press({ do: 'begin' });
    await kiosk.scan(kiosk.card);
    for (let i = 0; i < 3; i++) {
      kiosk.on('loans');
      await kiosk.pass(60_000);
      kiosk.on('still-there');
      await kiosk.press({ do: 'stay' });
    }
    kiosk.on('loans');
  });
});

describe('in a browser', { timeout: 90_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(roughly);
  }, 60_000);
  afterAll(() => browser?.close());
  const card = practiceCards.find((each) => each.trust === 'verified')?.code ?? '';

  it('neither back, forward, reload, a second page nor what the page keeps shows a loan again', async () => {
    const hut = await HutProcess.open();
    const open = async (): Promise<Page> => {
      const page = await browser.newPage({ ...unmoved, viewport: { width: 1080, height: 1920 } });
      page.setDefaultTimeout(20_000);
      await page.goto(hut.url);
      return page;
    };
    const page = await open();
    const sees = (title: RegExp) => page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByRole('button', { name: '碰一下屏幕，开始' }).click();
    await sees(/您今天/);
    hut.devices.scan(hut.barcodeOf('book'));
    await sees(/借这/);
    hut.devices.scan(card);
    await sees(/^借好了/);
    const code = (await page.locator('.slip .code').textContent())?.replace(/\D/g, '') ?? '';
    expect(code).toMatch(/\d{4}/);
    await page.getByRole('button', { name: '首页', exact: true }).click();
    await sees(/您今天/);
    const clean = async (at: Page) => {
      await at.getByRole('heading', { level: 1, name: /您今天|借把扳手/ }).waitFor();
      expect(await at.locator('body').innerHTML()).not.toContain(code);
      expect(await at.locator('.loan, .slip').count()).toBe(0);
    };
    await clean(page);
    const before = page.url();
    await page.goBack().catch(() => null);
    await page.goForward().catch(() => null);
    if (page.url() !== before) await page.goto(before);
    await clean(page);
    await page.reload();
    await clean(page);
    expect(
      await page.evaluate(async () => ({
        kept: localStorage.length + sessionStorage.length,
        cookie: document.cookie,
        databases: (await indexedDB.databases()).length,
        fields: document.querySelectorAll('input, textarea').length,
      })),
    ).toEqual({ kept: 0, cookie: '', databases: 0, fields: 0 });
    await clean(await open());
  });
});

it('two who say not who they are, one after the other, are not one in the log', async () => {
  const kiosk = await Kiosk.open();
  await kiosk.press({ do: 'begin' });
  for (let visitor = 0; visitor < 2; visitor++) {
    await kiosk.press({ do: 'call-keeper' });
    await kiosk.press({ do: 'home' });
  }
  const visits = kiosk.ledger.db
    .prepare<[], string>("SELECT json_extract(body, '$.visit') FROM event WHERE type = 'keeper-called'")
    .pluck()
    .all();
  expect(visits).toHaveLength(2);
  expect(new Set(visits).size).toBe(2);
});
