import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { Role } from '../../../domain/desk/roles.ts';
import type { TestDesk } from './open-desk.ts';

export interface VisitorOptions {
  viewport?: { width: number; height: number };
  language?: 'zh-CN' | 'en';
}

/** Somebody in front of the desk in a real browser: they see names of things, and press and type. */
export class Visitor {
  readonly page: Page;
  readonly url: string;
  /** Errors of the page and its console; an answer that was refused on purpose is none. */
  readonly problems: string[] = [];

  private constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        this.problems.push(message.text());
    });
    // Long: a busy machine is no finding.
    page.setDefaultTimeout(60_000);
  }

  static async come(browser: Browser, url: string, options: VisitorOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1440, height: 900 },
      locale: options.language ?? 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    });
    onTestFinished(() => context.close());
    return new Visitor(await context.newPage(), url);
  }

  /** Comes with the session of an account of this role; accounts are made as an invitation makes them. */
  static async signedIn(
    browser: Browser,
    desk: TestDesk,
    url: string,
    role: Role,
    options: VisitorOptions & { huts?: string[]; name?: string } = {},
  ): Promise<Visitor> {
    const visitor = await Visitor.come(browser, url, options);
    const { token } = await desk.account(options.name ?? '王芳', role, options.huts ?? []);
    const cookie = { name: 'xiaowu-desk', value: token, url: new URL(url).origin, httpOnly: true };
    await visitor.page.context().addCookies([{ ...cookie, sameSite: 'Strict' }]);
    return visitor;
  }

  async opens(page: string): Promise<void> {
    await this.page.goto(`${this.url}#/${page}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  sees = (title: string | RegExp): Promise<void> =>
    this.page.getByRole('heading', { level: 1, name: title }).waitFor();
  reads = (text: string | RegExp): Promise<void> => this.page.getByText(text).first().waitFor();
  presses = (name: string | RegExp): Promise<void> =>
    this.page.getByRole('button', { name, exact: true }).click();
  follows = (name: string | RegExp): Promise<void> =>
    this.page.getByRole('link', { name, exact: true }).click();
  types = (field: string, text: string): Promise<void> =>
    this.page.getByLabel(field, { exact: true }).fill(text);

  /** What axe finds against WCAG 2.2 A to AAA and best practice; empty when all is well. */
  async findings(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      // Of what is well, nothing need be told.
      .options({ resultTypes: ['violations'] })
      .withTags(['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      // No frame of another origin stands in the desk, so that no other page need be opened for each look.
      .setLegacyMode()
      .analyze();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  }

  /** Pixels that the page is wider than its window. */
  overflow = (): Promise<number> =>
    this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
