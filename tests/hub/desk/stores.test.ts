import { describe, expect, it, onTestFinished } from 'vitest';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { noPostgres, startPostgres } from '../postgres-server.ts';
import { TestDesk } from './open-desk.ts';
import { asideVersion, fillStreet } from './street.ts';

const page = { after: null };
const draft = { kind: 'power-bank', model: 'A1257', barcodes: [], why: { zh: '会过热', en: 'can overheat' } };

/** A day at the desk: everything that is read, and every kind of thing that is done, with what it led to. */
async function day(desk: TestDesk): Promise<unknown[]> {
  await fillStreet(desk);
  const { token } = await desk.account('王芳', 'office');
  const keeper = await desk.account('赵', 'keeper', ['hut-jia']);
  const [kind] = kindCatalogue;
  if (kind === undefined) throw new Error('there are kinds');
  const seen: unknown[] = [];
  const look = async () => {
    for (const each of [token, keeper.token]) {
      const answers = await Promise.all([
        desk.call('huts', {}, each),
        desk.call('hut', { hut: 'hut-jia' }, each),
        desk.call('hut', { hut: 'hut-yi' }, each),
        desk.call('stock', { hut: null, kind: null, lending: null, ...page }, each),
        desk.call('stock', { hut: 'hut-jia', kind: 'power-bank', lending: 'overdue', ...page }, each),
        desk.call(
          'stock',
          { hut: null, kind: null, lending: 'in', after: JSON.stringify(['hut-jia', 'item-2']) },
          each,
        ),
        desk.call('stock', { hut: null, kind: null, lending: 'out', ...page }, each),
        desk.call('loans', { hut: null, open: true, ...page }, each),
        desk.call('loans', { hut: 'hut-yi', open: false, ...page }, each),
        desk.call(
          'loans',
          { hut: null, open: false, after: JSON.stringify([desk.now, 'hut-zzz', 'loan-9']) },
          each,
        ),
        desk.call('overdue', {}, each),
        desk.call('cases', { open: true }, each),
        desk.call('cases', { open: false }, each),
        desk.call('cases', { open: false, after: JSON.stringify([desk.now, 'hut-zzz', 'e 1']) }, each),
        desk.call('replies', {}, each),
        desk.call('erasures', {}, each),
        desk.call('blocks', {}, each),
        desk.call('releases', {}, each),
        desk.call('keys', {}, each),
        desk.call('terms', {}, each),
        desk.call('recalls', {}, each),
        desk.call('audit', page, each),
        desk.call('accounts', {}, each),
        desk.call('recall-preview', { draft }, each),
      ]);
      seen.push(...answers.map(({ status, value }) => ({ status, value })));
    }
  };
  await look();
  const acts = [
    await desk.call('phone', { hut: 'hut-jia', loan: 'loan-1' }, token),
    await desk.call('called', { hut: 'hut-jia', loan: 'loan-1' }, token),
    await desk.call(
      'case-close',
      { case: 'hut-yi/fact-set-aside:e9', version: asideVersion, note: '看过了' },
      token,
    ),
    await desk.call('key-confirm', { key: 'hut-yi/2' }, token),
    await desk.call('key-confirm', { key: 'hut-yi/2' }, token),
    await desk.call('key-revoke', { key: 'hut-jia/1', why: '机器被偷' }, token),
    await desk.call('terms-publish', { kind: { ...kind, termDays: 5 } }, token),
    await desk.call('recall-publish', { draft }, token),
    await desk.call('account-block', { account: keeper.account }, token),
  ];
  seen.push(...acts.map(({ status, value }) => ({ status, value })));
  // PostgreSQL holds no NUL: it is no fault of the hub, and nobody need be signed in to send one.
  const odd = await desk.call('sign-in', { name: 'a\0b', password: 'x', code: '000000' });
  expect(odd).toMatchObject({ status: 400, refusal: { code: 'bad-request' } });
  const made = await desk.call('code-make', { name: '桂花苑小屋', hut: null }, token);
  expect(made.value.code).toMatch(/^[0-9A-Z]{8}$/);
  // Made anew, it is the same hut that is expected.
  await desk.call('code-make', { name: '桂花苑小屋', hut: null }, token);
  expect(
    (await desk.call('huts', {}, token)).value.rows.filter(({ state }) => state === 'expected').length,
  ).toBe(1);
  const lifted = await desk.call('recalls', {}, token);
  seen.push((await desk.call('recall-lift', { recall: lifted.value.rows[0]?.recall ?? '' }, token)).status);
  seen.push((await desk.call('recalls', {}, token)).value);
  // Numbers of answers are drawn.
  const words = { zh: '看到了', en: 'Seen' };
  for (const hut of ['hut-jia', 'hut-yi']) {
    await desk.call('reply-publish', { hut, number: null, draft: { state: 'seen', words } }, token);
  }
  const replies = (await desk.call('replies', {}, token)).value.rows;
  seen.push(replies.map(({ hut, state }) => `${hut} ${state}`).sort());
  expect(replies).toHaveLength(2);
  // The trail is kept by the store, whoever comes to it.
  const trail = async () => (await desk.store.read.all('SELECT * FROM desk_audit ORDER BY id')).length;
  const before = await trail();
  for (const attempt of [`UPDATE desk_audit SET who = 'nobody'`, 'DELETE FROM desk_audit']) {
    await expect(desk.store.transaction((sql) => sql.run(attempt))).rejects.toThrow('never changed');
  }
  expect(await trail()).toBe(before);
  return seen;
}

describe('a database that goes away under the desk', () => {
  it('is answered with 503 and when to come again, logged once a second as away and never as broken', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const away = Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01' });
    Object.assign(desk.store, { isAway: (error: unknown) => error === away });
    Object.assign(desk.store.read, { all: () => Promise.reject(away) });
    for (let i = 0; i < 3; i++) {
      const answer = await desk.call('huts', {}, token);
      expect(answer).toMatchObject({ status: 503, refusal: { code: 'busy', retryAfter: 5 } });
    }
    expect(desk.lines.map((line) => JSON.parse(line).what)).toEqual(['store-away']);
    desk.now += 1_000;
    await desk.call('huts', {}, token);
    expect(desk.lines).toHaveLength(2);
  });
});

describe('the desk on PostgreSQL', { timeout: 240_000 }, () => {
  const left = noPostgres();
  if (left !== null) console.warn(`left out: the desk on PostgreSQL: ${left}`);

  it.skipIf(left !== null)(
    'answers every call as on SQLite, also on tables that are spread by hut',
    async () => {
      const onSqlite = await day(await TestDesk.open());
      const server = await startPostgres();
      onTestFinished(() => server.stop());
      for (const partitions of [0, 4]) {
        const place = { url: await server.newDatabase(), partitions };
        const desk = await TestDesk.open(null, { place });
        const onPostgres = await day(desk);
        expect(onPostgres).toEqual(onSqlite);
      }
    },
  );
});
