import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Answered } from '../../../hut/wire/answered.ts';
import { type HttpShell, parseListen, serveHttp } from '../../../hut/wire/http.ts';
import { PushLog } from '../../../hut/wire/push-log.ts';
import { findFile } from '../../../hut/wire/static-files.ts';
import { CountingDesk } from './desk-double.ts';
import { token } from './transports.ts';

const room = mkdtempSync(join(tmpdir(), 'xiaowu-http-'));
const dist = join(room, 'dist');
mkdirSync(join(dist, 'assets'), { recursive: true });
writeFileSync(join(dist, 'index.html'), '<!doctype html><title>ok</title>');
writeFileSync(join(dist, 'assets', 'app-abcdef12.js'), 'export {};');
writeFileSync(join(room, 'secret.json'), '{"secret":true}');
symlinkSync(join(room, 'secret.json'), join(dist, 'link.json'));
const clips = join(room, 'clips');
mkdirSync(join(clips, 'en'), { recursive: true });
writeFileSync(join(clips, 'en', 'door.titleOpen.0123456789a.ogg'), 'OggS');

let shell: HttpShell;
beforeAll(async () => {
  shell = await serveHttp({
    desk: new CountingDesk(),
    pushes: new PushLog(),
    answered: new Answered(),
    log: () => {},
    mono: () => 0,
    host: '127.0.0.1',
    port: 0,
    dist,
    clips,
    token,
  });
});
afterAll(async () => {
  await shell.close();
  rmSync(room, { recursive: true, force: true });
});

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}
/** One request with its path sent as it is, which `fetch` would tidy up. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: shell.port, path, method, headers }, (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => {
        body += part;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });

/** How a WebSocket attempt ends: open, or the HTTP status it was refused with. */
const dial = (path: string, protocol: string[], origin?: string, host?: string): Promise<'open' | number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${path}`, protocol, {
      ...(origin === undefined ? {} : { origin }),
      ...(host === undefined ? {} : { headers: { host } }),
    });
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, reply) => resolve(reply.statusCode ?? 0));
    socket.on('error', () => {});
  });

describe('the browser shell', () => {
  it('serves the page with its headers', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['cache-control']).toBe('no-cache');
    expect((await get('/assets/app-abcdef12.js')).headers['cache-control']).toContain('immutable');
  });

  it('answers that there are no clips in a language for which none are made', async () => {
    expect(await get('/clips/zh-CN.json')).toMatchObject({ status: 200, body: '[]' });
  });

  it('serves the spoken clips from a folder of their own, and nothing beside it', async () => {
    const clip = await get('/clips/en/door.titleOpen.0123456789a.ogg', { host: `127.0.0.1:${shell.port}` });
    expect([clip.status, clip.headers['content-type'], clip.body]).toEqual([200, 'audio/ogg', 'OggS']);
    for (const path of ['/clips/', '/clips/../secret.json', '/clips/%2e%2e/secret.json', '/clips/en']) {
      expect((await get(path, { host: `127.0.0.1:${shell.port}` })).body, path).not.toMatch(/secret|OggS/);
    }
  });

  it('answers health without secrets and refuses other methods', async () => {
    expect(await get('/health')).toMatchObject({ status: 200, body: '{"ok":true}\n' });
    expect((await get('/', {}, 'POST')).status).toBe(405);
  });

  it('refuses a name that was made to point here', async () => {
    expect((await get('/', { host: 'evil.example:80' })).status).toBe(403);
    expect(await dial('/wire', [`xiaowu.${token}`], shell.origin, 'evil.example')).toBe(403);
  });

  it('opens the wire only to its own pages with the token of this start', async () => {
    expect(await dial('/wire', [`xiaowu.${token}`], shell.origin)).toBe('open');
    expect(await dial('/wire', ['xiaowu.wrong'], shell.origin)).toBe(401);
    expect(await dial('/wire', [], shell.origin)).toBe(401);
    expect(await dial('/wire', [`xiaowu.${token}`])).toBe(403);
    expect(await dial('/wire', [`xiaowu.${token}`], 'https://evil.example')).toBe(403);
    expect(await dial('/wire', [`xiaowu.${token}`], `${shell.origin}.evil.example`)).toBe(403);
    expect(await dial('/other', [`xiaowu.${token}`], shell.origin)).toBe(404);
  });

  it.each(['//', '//[', '/%', '/wire/'])(
    'outlives an upgrade to %s, asked for without any token',
    async (path) => {
      expect(await dial(path, [], 'https://evil.example')).toBe(404);
      expect((await get('/health')).status).toBe(200);
    },
  );

  it('outlives visitors that hang up before they are refused', async () => {
    const upgrade = [
      'GET /nowhere HTTP/1.1',
      `Host: 127.0.0.1:${shell.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      '\r\n',
    ].join('\r\n');
    // An error that nobody listens for would be thrown in this process, which hosts the server too.
    const thrown: unknown[] = [];
    const note = (error: unknown) => thrown.push(error);
    process.on('uncaughtExceptionMonitor', note);
    for (let i = 0; i < 300; i++) {
      await new Promise<void>((resolve) => {
        const visitor = connect(shell.port, '127.0.0.1', () => {
          visitor.write(upgrade);
          setImmediate(() => visitor.resetAndDestroy());
        });
        visitor.on('error', () => {});
        visitor.on('close', () => resolve());
      });
    }
    expect((await get('/health')).status).toBe(200);
    process.off('uncaughtExceptionMonitor', note);
    expect(thrown).toEqual([]);
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%5c..%5csecret.json',
    '/%252e%252e/secret.json',
    '/link.json',
    '/secret.json%00.js',
    '//secret.json',
    '/.git/config.json',
  ])('reads nothing outside its directory: %s', async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    expect(reply.body).not.toContain('secret":true');
  });

  it('reads nothing outside its directory, whatever the path', async () => {
    const piece = fc.constantFrom(
      '..',
      '%2e%2e',
      '%2F',
      '\\',
      '/',
      'secret.json',
      'assets',
      '.',
      '%00',
      '%5c',
      'link.json',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const file = await findFile(dist, `/${pieces.join('')}`);
        expect(file === null || !file.body.toString().includes('secret')).toBe(true);
      }),
    );
  });

  it('listens on this machine only', () => {
    expect(parseListen('127.0.0.1:0')).toEqual({ ok: true, value: { host: '127.0.0.1', port: 0 } });
    for (const wrong of [
      '0.0.0.0:80',
      '192.168.1.2:80',
      'kiosk:80',
      '127.0.0.1',
      '127.0.0.1:99999',
      ':80',
      '',
    ]) {
      expect(parseListen(wrong).ok).toBe(false);
    }
  });
});
