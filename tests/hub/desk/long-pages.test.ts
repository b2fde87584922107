import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageRows } from '../../../domain/desk/paging.ts';
import { launchChromium } from '../../chromium.ts';
import { noon, TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';
import { Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close());

const many = 2 * pageRows + 30;

/** So many loans that are late, half of them of things that are out, and somebody of the office in front of them. */
async function lateStreet() {
  const desk = await TestDesk.open();
  await fillStreet(desk);
  await desk.store.transaction(async (sql) => {
    await sql.run('DELETE FROM loan');
    for (let i = 0; i < many; i++) {
      await sql.run(
        `INSERT INTO loan (hut_id, loan, item, person, begun_at, due) VALUES ('hut-jia', $1, 'item-1', 'p', $2, $3)`,
        [`loan-${i}`, noon - 9_000_000 - i, noon - 8_000_000 - i],
      );
    }
  });
  const visitor = await Visitor.signedIn(browser, desk, await desk.serve(), 'office');
  const { page } = visitor;
  const rows = page.locator('main tbody tr');
  const count = (wanted: number) =>
    page.waitForFunction((n) => document.querySelectorAll('main tbody tr').length === n, wanted);
  return { desk, visitor, rows, count, more: page.getByRole('button', { name: '再看一些' }) };
}

it('the way to more leads to each row once, also when it is pressed twice', {
  timeout: 120_000,
}, async () => {
  const { visitor, count, more } = await lateStreet();
  await visitor.opens('overdue');
  await count(pageRows);
  await more.evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await count(2 * pageRows);
  await visitor.page.waitForLoadState('networkidle');
  await count(2 * pageRows);
  await more.click();
  await count(many);
  await more.waitFor({ state: 'detached' });
  expect(visitor.problems).toEqual([]);
});

it('what comes late of another list does not stand in this one', { timeout: 120_000 }, async () => {
  const { desk, visitor, rows, count, more } = await lateStreet();
  await desk.store.transaction((sql) =>
    sql.run(`UPDATE loan SET returned_at = $1 WHERE loan <> 'loan-0'`, [noon]),
  );
  await visitor.opens('loans');
  await count(1);
  const which = visitor.page.getByLabel('看哪些', { exact: true });
  await which.selectOption({ index: 1 });
  await count(pageRows);
  // The next page is held back until the other list is there.
  let release = (): void => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  await visitor.page.route('**/api/loans', async (route) => {
    if (route.request().postDataJSON().after !== null) await held;
    await route.continue();
  });
  await more.click();
  await which.selectOption({ index: 0 });
  await count(1);
  const late = visitor.page.waitForResponse('**/api/loans');
  release();
  await (await late).finished();
  await visitor.page.waitForLoadState('networkidle');
  expect(await rows.count()).toBe(1);
});
