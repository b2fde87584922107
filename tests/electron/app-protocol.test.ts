import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAsset, registerScheme, serveApp } from '../../electron/app-protocol.ts';

let home = '';
let folder = '';
let handler: (request: Request) => Promise<Response> = () => Promise.reject(new Error('nothing is handled'));
beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'xiaowu-app-')));
  folder = join(home, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(home, 'renderer-secrets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-a_B-1.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'noto.v2.woff2'), 'font');
  mkdirSync(join(home, 'clips', 'en'), { recursive: true });
  writeFileSync(join(home, 'clips', 'en', 'door.titleOpen.0123456789a.ogg'), 'OggS');
  writeFileSync(join(folder, '.hidden.json'), '{}');
  writeFileSync(join(folder, 'notes.txt'), 'no type');
  writeFileSync(join(home, 'secret.json'), 'secret');
  writeFileSync(join(home, 'renderer-secrets', 'secret.json'), 'secret');
  symlinkSync(join(home, 'secret.json'), join(folder, 'out.json'));
  symlinkSync(join(home, 'renderer-secrets'), join(folder, 'way-out'), 'junction');
  serveApp(
    {
      handle(scheme, taken) {
        expect(scheme).toBe('app');
        handler = taken;
      },
    },
    folder,
    join(home, 'clips'),
  );
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const asked = (url: string, method = 'GET') => handler(new Request(url, { method }));

test.each([
  ['app://hut/', 'text/html; charset=utf-8'],
  ['app://hut/index.html?x=1#y', 'text/html; charset=utf-8'],
  ['app://hut/assets/index-a_B-1.js', 'text/javascript; charset=utf-8'],
  ['app://hut/assets/noto.v2.woff2', 'font/woff2'],
])('%s is served as %s, with the policy', async (url, contentType) => {
  const answer = await asked(url);
  expect(answer?.status).toBe(200);
  expect(answer?.headers.get('content-type')).toBe(contentType);
  expect(answer?.headers.get('x-content-type-options')).toBe('nosniff');
  const policy = answer?.headers.get('content-security-policy') ?? '';
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "worker-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
    ]),
  );
  expect(policy).not.toContain("'unsafe");
});

test.each([
  'app://hut/../secret.json',
  'app://hut/%2e%2e/secret.json',
  'app://hut/assets/%2e%2e/%2e%2e/secret.json',
  'app://hut/assets/..%2f..%2fsecret.json',
  'app://hut/assets/..%5c..%5csecret.json',
  'app://hut/assets\\..\\..\\secret.json',
  'app://hut/%252e%252e/secret.json',
  'app://hut/../renderer-secrets/secret.json',
  'app://hut//etc/passwd.json',
  'app://hut/C:/secret.json',
  'app://hut/out.json',
  'app://hut/way-out/secret.json',
  'app://hut/.hidden.json',
  'app://hut/index.html%00.json',
  'app://hut/index.html/',
  'app://hut/assets',
  'app://hut/assets/',
  'app://hut/notes.txt',
  'app://hut/nowhere.js',
  'app://other/index.html',
  'https://hut/index.html',
])('%s is not there', async (url) => {
  const answer = await asked(url);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('secret');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('the spoken clips are served from a folder of their own', async () => {
  const clip = await asked('app://hut/clips/en/door.titleOpen.0123456789a.ogg');
  expect([clip.status, clip.headers.get('content-type'), await clip.text()]).toEqual([
    200,
    'audio/ogg',
    'OggS',
  ]);
  for (const url of ['app://hut/clips/', 'app://hut/clips/../secret.json', 'app://hut/clips/en/none.ogg']) {
    expect((await asked(url)).status, url).toBe(404);
  }
});

test('nothing is taken in', async () => {
  expect((await asked('app://hut/index.html', 'POST')).status).toBe(405);
  const head = await asked('app://hut/index.html', 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('no path whatever leads out of the folder', async () => {
  const piece = fc.constantFrom(
    ...[
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '%2f',
      '%5c',
      '\\',
      '/',
      '//',
      '%00',
      ':',
      '%25',
      'C:',
      '~',
      ' ',
      '?',
      '#',
    ],
    ...['assets', 'way-out', 'secret.json', 'out.json', 'index.html', 'renderer-secrets', '.hidden.json'],
  );
  let served = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 9 }),
      async (pieces) => {
        const found = await findAsset(folder, `app://hut/${pieces.join('')}`);
        if (found === null) return;
        served++;
        expect(found.file.startsWith(folder + sep)).toBe(true);
        expect(found.file).not.toContain('secret');
      },
    ),
    { numRuns: 2000, examples: [[['index.html']]] },
  );
  expect(served).toBeGreaterThan(0);
});

test('the scheme is a secure origin and bypasses nothing', () => {
  const registered: unknown[] = [];
  registerScheme({ registerSchemesAsPrivileged: (schemes) => registered.push(...schemes) });
  expect(registered).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
});
