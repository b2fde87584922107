import { describe, expect, it } from 'vitest';
import { deskCalls } from '../../../domain/desk/contract.ts';
import { TestDesk } from './open-desk.ts';

const everything = async (desk: TestDesk) =>
  JSON.stringify(
    await Promise.all(
      ['desk_account', 'desk_audit', 'desk_session', 'feed', 'enrol_code'].map((table) =>
        desk.store.read.all(`SELECT * FROM ${table}`),
      ),
    ),
  );

describe('calls that do not come from the desk’s own page', () => {
  const foreign: [string, Record<string, string | null>][] = [
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { origin: 'http://hub.test:8081', 'sec-fetch-site': 'same-site' }],
    ['no origin at all', { origin: null }],
    ['the origin of nothing', { origin: 'null' }],
    ['an origin that only begins alike', { origin: 'http://hub.test.evil.example' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text, which needs no preflight', { 'content-type': 'text/plain' }],
    ['a same-site page', { 'sec-fetch-site': 'same-site' }],
  ];
  it.each(foreign)('%s: refused, with a good session, and nothing is changed', async (_, headers) => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const before = await everything(desk);
    for (const name of Object.keys(deskCalls) as (keyof typeof deskCalls)[]) {
      const answer = await desk.request(
        `/desk/api/${name}`,
        { method: 'POST', body: JSON.stringify({ name: 'x', hut: null }) },
        { cookie: `xiaowu-desk=${token}`, ...headers },
      );
      expect(answer.status, name).toBe(403);
    }
    expect(await everything(desk)).toBe(before);
  });

  it('a name of another site that was made to point here is not the desk’s, without --origin', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const asked = (host: string, path = '/desk/api/me', method = 'POST') =>
      desk.request(
        path,
        { method, ...(method === 'POST' ? { body: '{}' } : {}) },
        { host, origin: `http://${host}`, cookie: `xiaowu-desk=${token}` },
      );
    for (const host of [
      'evil.example',
      'evil.example:8460',
      'hub.test.evil.example',
      '',
      '1.2.3.4.evil.example',
    ]) {
      const answer = await asked(host);
      expect(answer.status, host).toBe(421);
      expect(await answer.text()).toContain('--origin');
      expect((await asked(host, '/desk/', 'GET')).status, host).toBe(421);
    }
    for (const host of [
      'hub.test',
      'HUB.test:8460',
      'localhost:8460',
      '192.168.1.5:8460',
      '[fd00::5]:8460',
    ]) {
      expect((await asked(host)).status, host).toBe(200);
    }
  });

  it('exports do not start from another site', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const get = (headers: Record<string, string | null>) =>
      desk.request(
        '/desk/api/export/huts.csv',
        { method: 'GET' },
        { cookie: `xiaowu-desk=${token}`, ...headers },
      );
    expect((await get({ origin: null, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get({ origin: null })).status).toBe(200);
  });

  it('no call is made by GET, and no page may frame the desk or run a script of its own', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const asked = await desk.request(
      '/desk/api/sign-out',
      { method: 'GET' },
      { cookie: `xiaowu-desk=${token}` },
    );
    expect(asked.status).toBe(404);
    expect((await desk.call('huts', {}, token)).status).toBe(200);
    const page = await desk.request('/desk/', { method: 'GET' }, {});
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const refused = await desk.request('/desk/api/huts', { method: 'POST', body: '{}' }, { origin: null });
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('hostile addresses and bodies', () => {
  const paths = [
    '/desk/../../package.json',
    '/desk/..%2f..%2fpackage.json',
    '/desk/%2e%2e/%2e%2e/package.json',
    '/desk/..%5c..%5cpackage.json',
    '/desk/%00index.html',
    '/desk/%E0%A4%A',
    '/desk//etc/passwd',
    '/desk/.git/config',
    '/desk/assets',
    '/desk/assets/..%252f..%252fpackage.json',
    '/desk/index.html::$DATA',
  ];
  it.each(paths)('%s gives nothing', async (path) => {
    const desk = await TestDesk.open();
    const answer = await desk.app.request(`http://hub.test${path}`, { headers: { host: 'hub.test' } });
    const text = await answer.text();
    expect(answer.status === 404 || answer.status === 302, `${answer.status}`).toBe(true);
    expect(text).not.toContain('"xiaowu"');
  });

  it('calls that are no calls, by their names', async () => {
    const desk = await TestDesk.open();
    for (const name of ['constructor', '__proto__', 'toString', 'huts%00', '..%2fme', 'HUTS']) {
      const answer = await desk.request(`/desk/api/${name}`, { method: 'POST', body: '{}' });
      expect(answer.status, name).toBe(404);
    }
  });

  it('bodies that are no JSON, too deep, too long, or say more than was asked', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const cookie = { cookie: `xiaowu-desk=${token}` };
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '[['.repeat(5_000),
      `{"a":${'{"a":'.repeat(4_000)}1${'}'.repeat(4_000)}}`,
      JSON.stringify({ name: 'x'.repeat(100_000) }),
      JSON.stringify({ name: '甲屋', hut: null, role: 'office' }),
      JSON.stringify({ name: { $gt: '' }, hut: null }),
    ];
    await desk.call('me', {}, token);
    const before = await everything(desk);
    for (const body of bodies) {
      const answer = await desk.request('/desk/api/code-make', { method: 'POST', body }, cookie);
      expect(answer.status, body.slice(0, 40)).toBe(400);
    }
    expect(await everything(desk)).toBe(before);
  });

  it('SQL in every text: it is a text and nothing else', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const evil = `x'); DROP TABLE desk_account; --`;
    await desk.call('sign-in', { name: evil, password: evil, code: evil.slice(0, 12) });
    await desk.call(
      'stock',
      { hut: evil, kind: evil.slice(0, 31), lending: null, after: `${evil} 1` },
      token,
    );
    await desk.call('loans', { hut: evil, open: true, after: evil }, token);
    await desk.call('audit', { after: evil }, token);
    await desk.call('case-close', { case: `${evil}/1`, version: evil, note: evil }, token);
    await desk.call('phone', { hut: evil, loan: evil }, token);
    expect((await desk.call('accounts', {}, token)).value.rows.length).toBe(1);
  });
});
