import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findBrowser, hasDisplay, kioskFlags, readyAddress } from '../../scripts/start/browser.ts';
import {
  deafLimit,
  electronBinary,
  electronServer,
  failureMemory,
  fetchLimit,
  obtainElectron,
} from '../../scripts/start/electron-binary.ts';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'xiaowu-start-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

describe('the page of a hut process', () => {
  test('is read from its first whole line', () => {
    expect(readyAddress('log\nready http://127.0.0.1:4173/#tok-en_1\n')).toBe(
      'http://127.0.0.1:4173/#tok-en_1',
    );
    expect(readyAddress('already http://127.0.0.1:1/#x\n')).toBeNull();
    expect(readyAddress('ready http://evil.example/#x\n')).toBeNull();
    expect(readyAddress('')).toBeNull();
  });
});

describe('a browser', () => {
  test('is looked for on the PATH, Chromium first', () => {
    const there = [join('/opt/bin', 'google-chrome'), join('/usr/bin', 'chromium')];
    const env = { PATH: ['/opt/bin', '/usr/bin'].join(delimiter) };
    const exists = (file: string) => there.includes(file);
    expect(findBrowser(env, 'linux', exists)).toBe(join('/usr/bin', 'chromium'));
    expect(findBrowser({ PATH: '/bin' }, 'linux', exists)).toBeNull();
    expect(findBrowser({}, 'linux', () => true)).toBeNull();
  });

  test('is the one asked for, where it exists', () => {
    expect(findBrowser({ XIAOWU_CHROMIUM: '/c' }, 'linux', (file) => file === '/c')).toBe('/c');
  });

  test('on Windows is Chrome or Edge where they install', () => {
    const edge = join('D:/Programs', 'Microsoft/Edge/Application/msedge.exe');
    expect(findBrowser({ ProgramFiles: 'D:/Programs' }, 'win32', (file) => file === edge)).toBe(edge);
  });

  test('is a kiosk with a profile of its own', () => {
    const flags = kioskFlags('http://127.0.0.1:1/#t', '/profile');
    expect(flags).toEqual(
      expect.arrayContaining(['--kiosk', '--app=http://127.0.0.1:1/#t', '--user-data-dir=/profile']),
    );
    expect(flags.join(' ')).not.toMatch(/no-sandbox|disable-web-security|remote-debugging/);
  });

  test('needs a display on Linux', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'win32')).toBe(true);
  });
});

describe("Electron's binary", () => {
  test('is found in its package or where the environment says', () => {
    const root = folder();
    expect(electronBinary(root, {}, 'linux')).toBeNull();
    const dist = join(root, 'node_modules', 'electron', 'dist');
    mkdirSync(dist, { recursive: true });
    writeFileSync(join(dist, 'electron'), '');
    expect(electronBinary(root, {}, 'linux')).toBe(join(dist, 'electron'));
    expect(electronBinary(root, {}, 'win32')).toBeNull();
    const other = folder();
    expect(electronBinary(root, { ELECTRON_OVERRIDE_DIST_PATH: other }, 'linux')).toBeNull();
    writeFileSync(join(other, 'electron'), '');
    expect(electronBinary(root, { ELECTRON_OVERRIDE_DIST_PATH: other }, 'linux')).toBe(
      join(other, 'electron'),
    );
  });

  test('comes from the mirror where one is set', () => {
    expect(electronServer({})).toContain('github.com/electron');
    expect(electronServer({ ELECTRON_MIRROR: 'https://m.example/' })).toBe('https://m.example/');
  });

  const fetching = (
    over: { reachable?: boolean; installs?: boolean; now?: () => number; file?: string } = {},
  ) => {
    const said: string[] = [];
    const limits: number[] = [];
    let there = false;
    const parts = {
      find: () => (there ? '/electron' : null),
      memory: failureMemory(over.file ?? join(folder(), 'failed'), over.now ?? (() => 1000)),
      reachable: async () => over.reachable ?? true,
      install: async (limit: number) => {
        limits.push(limit);
        there = over.installs ?? false;
        return there;
      },
      say: (line: string) => said.push(line),
    };
    return { parts, said, limits };
  };

  test('is fetched when it is missing, and then used', async () => {
    const { parts, limits } = fetching({ installs: true });
    expect(await obtainElectron(parts)).toBe('/electron');
    expect(await obtainElectron(parts)).toBe('/electron');
    expect(limits).toEqual([fetchLimit]);
  });

  test('is not waited for long where its server does not answer', async () => {
    const { parts, limits } = fetching({ reachable: false });
    expect(await obtainElectron(parts)).toBeNull();
    expect(limits).toEqual([deafLimit]);
  });

  test('is not fetched again for a day after a failure, and each time one line says so', async () => {
    let now = 1_000_000;
    const { parts, said, limits } = fetching({ now: () => now });
    expect(await obtainElectron(parts)).toBeNull();
    expect(said.at(-1)).toContain('browser shell is used instead');
    said.length = 0;
    now += 23 * 3_600_000;
    expect(await obtainElectron(parts)).toBeNull();
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('browser shell is used instead');
    expect(limits).toHaveLength(1);
    now += 3_600_000;
    await obtainElectron(parts);
    expect(limits).toHaveLength(2);
  });

  test('a clock set back does not keep an old failure alive', async () => {
    let now = 5_000_000;
    const { parts, limits } = fetching({ now: () => now });
    await obtainElectron(parts);
    now = 1_000;
    await obtainElectron(parts);
    expect(limits).toHaveLength(2);
  });
});
