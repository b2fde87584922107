import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, afterAll, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../chromium.ts';
import { TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';
import { Visitor } from './visitor.ts';
let browser: Browser;
beforeAll(async () => { browser = await launchChromium(); });
afterAll(() => browser.close());
const out = process.env.SHOTS ?? '/tmp/shots';
mkdirSync(out, { recursive: true });
for (const [w, h] of [[1440, 900], [390, 844]] as const)
  for (const language of ['zh-CN', 'en'] as const)
    it(`${w} ${language}`, { timeout: 120_000 }, async () => {
      const desk = await TestDesk.open();
      if (process.env.EMPTY !== '1') await fillStreet(desk);
      const url = await desk.serve();
      const door = await Visitor.come(browser, url, { viewport: { width: w, height: h }, language });
      const shoot = async (v: Visitor, name: string) => {
        await v.page.waitForTimeout(300);
        await v.page.screenshot({ path: join(out, `${name}.${w}.${language}.png`), fullPage: true });
        const f = await v.findings(); const o = await v.overflow();
        if (f.length || o > 0 || v.problems.length) console.log(name, w, language, o, f, v.problems);
      };
      await door.opens('');
      await shoot(door, 'sign-in');
      const invitation = await desk.invite('李四', 'office');
      await door.opens(`invitation/${invitation}`);
      await shoot(door, 'invitation');
      const v = await Visitor.signedIn(browser, desk, url, 'office', { viewport: { width: w, height: h }, language });
      for (const page of ['huts', 'overdue', 'loans', 'stock', 'cases', 'recalls', 'terms', 'keys', 'accounts', 'audit', 'me']) {
        await v.opens(page);
        await shoot(v, page);
      }
    });
