import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StickAnswer } from '../../../domain/sync/stick.ts';
import { launchChromium } from '../../chromium.ts';
import { HutClient, makeKeys } from '../hut-client.ts';
import { HutLog } from '../hut-log.ts';
import { stickOf } from '../stick-of.ts';
import { TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';
import { Visitor } from './visitor.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close());

const type = { 'content-type': 'application/vnd.xiaowu.stick' };

/** The street, where the hut 丙 is enrolled, and what it puts on a stick. */
async function street() {
  const desk = await TestDesk.open();
  await fillStreet(desk);
  const keys = makeKeys();
  await desk.store.transaction(async (sql) => {
    await sql.run(`INSERT INTO hut VALUES ('hut-bing', '丙小屋', 1)`);
    await sql.run(`INSERT INTO hut_key VALUES ('hut-bing', 1, $1, 'F', 'active', 1, 1, NULL)`, [
      keys.publicKey,
    ]);
    await sql.run(
      `INSERT INTO hut_cursor (hut_id, epoch, last_seq, last_hash, safe_seq) VALUES ('hut-bing', 1, 0, $1, 0)`,
      [Buffer.alloc(32)],
    );
  });
  const nobody = () => Promise.reject(new Error('a stick asks nobody'));
  const hut = new HutClient(nobody, 'hut-bing/1', keys, () => desk.now);
  const log = new HutLog('hut-bing');
  for (let i = 0; i < 5; i++) log.add('hut-started', { boot: `boot-${i}`, settled: 0 });
  const text = await stickOf(hut, log.batches(2));
  const stored = async () =>
    (await desk.store.read.all(`SELECT seq FROM hut_event WHERE hut_id = 'hut-bing'`)).length;
  const post = (token: string | null, body: string, headers: Record<string, string | null> = {}) =>
    desk.request(
      '/desk/api/stick',
      { method: 'POST', body },
      { ...type, ...(token === null ? {} : { cookie: `xiaowu-desk=${token}` }), ...headers },
    );
  return { desk, text, stored, post };
}

describe('a stick at the desk', { timeout: 120_000 }, () => {
  it('that breaks off on its way is no fault of the hub', async () => {
    const { desk, stored } = await street();
    const { token } = await desk.account('王芳', 'office');
    const body = new ReadableStream<Uint8Array>({
      start: (to) => to.enqueue(Buffer.from('{"format":')),
      pull: (to) => to.error(new Error('aborted')),
    });
    // Known to Node, and not to the types of the DOM.
    const init = { method: 'POST', body, duplex: 'half' };
    const answer = await desk.request('/desk/api/stick', init, { ...type, cookie: `xiaowu-desk=${token}` });
    expect(answer.status).toBe(400);
    expect(desk.lines).toEqual([]);
    expect(await stored()).toBe(0);
  });

  it('is taken once or twice, and its answer goes back; the trail says so', async () => {
    const { desk, text, stored, post } = await street();
    const { token } = await desk.account('王芳', 'office');
    for (let i = 0; i < 2; i++) {
      const answer = await post(token, text);
      expect(answer.status).toBe(200);
      expect(StickAnswer.parse(await answer.json())).toMatchObject({
        hut: 'hut-bing',
        acknowledged: { ackSeq: 5 },
      });
      expect(await stored()).toBe(5);
    }
    const deeds = await desk.store.read.all(
      `SELECT what, hut_id, about FROM desk_audit WHERE what = 'stick-taken'`,
    );
    expect(deeds).toEqual(
      Array.from({ length: 2 }, () => ({ what: 'stick-taken', hut_id: 'hut-bing', about: 'to 5' })),
    );
  });

  it('that is forged, of another hut, or no stick at all is refused with its line, and nothing of it stays', async () => {
    const { desk, text, stored, post } = await street();
    const { token } = await desk.account('王芳', 'office');
    const lines = text.split('\n');
    const forged = [lines[0], lines[1]?.replace(/"body":"..../, '"body":"AAAA')].join('\n');
    const other = text.replace('"hut":"hut-bing"', '"hut":"hut-jia"');
    for (const [bad, says] of [
      [forged, /line 2: digest/],
      [other, /line 2: bad-request/],
      ['hello', /line 1/],
      ['', /line 1/],
      [`${'['.repeat(100_000)}\n`, /line 1/],
    ] as const) {
      const answer = await post(token, bad);
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { message: string }).message).toMatch(says);
    }
    expect(await stored()).toBe(0);
  });

  it('is taken from the desk’s page alone, and of those who may', async () => {
    const { desk, text, stored, post } = await street();
    expect((await post(null, text)).status).toBe(401);
    expect((await post((await desk.account('auditor', 'auditor')).token, text)).status).toBe(403);
    expect((await post((await desk.account('jia', 'keeper', ['hut-jia'])).token, text)).status).toBe(403);
    const { token } = await desk.account('王芳', 'office');
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: null },
      { 'sec-fetch-site': 'cross-site' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'multipart/form-data' },
    ]) {
      expect((await post(token, text, headers)).status).toBe(403);
    }
    expect(await stored()).toBe(0);
    expect((await post((await desk.account('bing', 'keeper', ['hut-bing'])).token, text)).status).toBe(200);
    expect(await stored()).toBe(5);
  });

  it('is chosen and taken in a browser, and the answer saved', async () => {
    const { desk, text, stored } = await street();
    const visitor = await Visitor.signedIn(browser, desk, await desk.serve(), 'office');
    const { page } = visitor;
    await visitor.opens('stick');
    const field = page.getByLabel('U 盘上的文件');
    await field.setInputFiles({ name: 'week.stick', mimeType: '', buffer: Buffer.from('no stick') });
    await visitor.presses('收下');
    await page
      .getByRole('alert')
      .getByText(/没有收完/)
      .waitFor();
    await field.setInputFiles({ name: 'week.stick', mimeType: '', buffer: Buffer.from(text) });
    await visitor.presses('收下');
    await visitor.reads('收下了，到第 5 条');
    const saved = page.waitForEvent('download');
    await visitor.follows('存下回执');
    const file = await saved;
    expect(file.suggestedFilename()).toBe('week.stick.answer');
    const answer = StickAnswer.parse(JSON.parse(readFileSync(await file.path(), 'utf8')));
    expect(answer.acknowledged.ackSeq).toBe(5);
    expect(await stored()).toBe(5);
    expect(await visitor.findings()).toEqual([]);
    expect(visitor.problems).toEqual([]);
  });
});
