import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { hoursOf, hutArguments, shellArguments } from '../../electron/hut-arguments.ts';
import { offerShell } from '../../electron/preload-bridge.ts';
import { isOnlyInstance, keepAwake, openAt, windowOptions } from '../../electron/window.ts';
import { Config } from '../../hut/config/config.ts';
import { SimClock } from '../sim-clock.ts';
import { FakeApp } from './fakes.ts';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'xiaowu-shell-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

test('the window of a packaged kiosk is locked, whatever was asked for', () => {
  const options = windowOptions({ packaged: true, windowed: true, preload: '/p.cjs' });
  expect(options).toMatchObject({ kiosk: true, fullscreen: true, frame: false, closable: false });
  expect(options.webPreferences).toMatchObject({
    preload: '/p.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    devTools: false,
    zoomFactor: 1,
  });
});

test('from source it is a kiosk too, with developer tools, or a window on request', () => {
  const look = { packaged: false, preload: '/p.cjs' };
  const kiosk = windowOptions({ ...look, windowed: false });
  expect(kiosk).toMatchObject({ kiosk: true, closable: true });
  expect(kiosk.webPreferences).toMatchObject({ devTools: true, sandbox: true, contextIsolation: true });
  expect(windowOptions({ ...look, windowed: true })).toMatchObject({ kiosk: false, frame: true });
});

test('the second shell leaves', () => {
  const app = new FakeApp();
  expect(isOnlyInstance(app)).toBe(true);
  expect(app.exits).toEqual([]);
  app.first = false;
  expect(isOnlyInstance(app)).toBe(false);
  expect(app.exits).toEqual([0]);
});

const hours = Config.parse({}).hut.hours;

test('the display is kept awake in opening hours only', () => {
  // The clock starts at 08:00 on a Monday in Shanghai; the hut is open from 08:00 to 20:00.
  const clock = new SimClock();
  const running = new Set<number>();
  let ids = 0;
  const blocker = {
    start() {
      running.add(++ids);
      return ids;
    },
    stop: (id: number) => void running.delete(id),
  };
  const stop = keepAwake(blocker, clock, (now) => openAt(hours, now));
  expect(running.size).toBe(1);
  clock.advance(12 * 3_600_000 - 1);
  expect(running.size).toBe(1);
  clock.advance(60_000);
  expect(running.size).toBe(0);
  clock.advance(12 * 3_600_000);
  expect([...running]).toEqual([2]);
  stop();
  expect(running.size).toBe(0);
  expect(clock.waiting).toBe(0);
});

test('opening hours end at closing time, and a closed day is closed', () => {
  const monday = Date.UTC(2026, 2, 2) - 8 * 3_600_000;
  const at = (hour: number, day = 0) => monday + (day * 24 + hour) * 3_600_000;
  const week = { ...hours, mon: { from: '09:00', to: '24:00' }, tue: null };
  expect(openAt(week, at(9) - 1)).toBe(false);
  expect(openAt(week, at(9))).toBe(true);
  expect(openAt(week, at(24) - 1)).toBe(true);
  expect(openAt(week, at(12, 1))).toBe(false);
});

test('data and configuration are found where they belong', () => {
  const cwd = folder();
  const from = { packaged: false, platform: 'linux', userData: '/home/u/.config/Xiaowu', cwd };
  expect(shellArguments(['.', '--windowed'], from)).toEqual({
    data: join(cwd, 'data'),
    config: null,
    windowed: true,
  });
  const packaged = { ...from, packaged: true, userData: cwd, platform: 'win32' };
  expect(shellArguments(['--windowed', '--no-sandbox'], packaged)).toEqual({
    data: join(cwd, 'hut'),
    config: null,
    windowed: false,
  });
  const given = shellArguments(['.', '--data', 'D', '--config', 'C', '--ozone-platform=wayland'], from);
  expect(hutArguments(given)).toEqual(['--data', 'D', '--config', 'C']);
});

test('the display follows the hours of the configuration, or the usual ones where it cannot be read', () => {
  const file = join(folder(), 'hut.json');
  writeFileSync(file, `\uFEFF${JSON.stringify({ hut: { hours: { ...hours, sun: null } } })}`);
  expect(hoursOf(file).sun).toBeNull();
  writeFileSync(file, '{"hut": {');
  expect(hoursOf(file)).toEqual(hours);
  expect(hoursOf(join(folder(), 'nowhere.json'))).toEqual(hours);
  expect(hoursOf(null)).toEqual(hours);
});

test('the page gets one function and its port, and nothing of Electron', () => {
  const exposed: { name: string; offered: Record<string, () => void> }[] = [];
  const sent: string[] = [];
  const posted: unknown[][] = [];
  let arrive: (event: { ports: readonly MessagePort[] }) => void = () => {};
  offerShell({
    expose: (name, offered) => exposed.push({ name, offered }),
    send: (channel) => sent.push(channel),
    on: (channel, listener) => {
      expect(channel).toBe('xiaowu:port');
      arrive = listener;
    },
    page: { location: { origin: 'app://hut' }, postMessage: (...args: unknown[]) => posted.push(args) },
  });
  expect(exposed.map(({ name, offered }) => [name, Object.keys(offered)])).toEqual([
    ['xiaowuShell', ['connect']],
  ]);
  expect(exposed[0]?.offered.connect?.()).toBeUndefined();
  expect(sent).toEqual(['xiaowu:connect']);
  const { port1, port2 } = new MessageChannel();
  arrive({ ports: [] });
  arrive({ ports: [port1] });
  expect(posted).toEqual([[{ type: 'xiaowu-port' }, 'app://hut', [port1]]]);
  port1.close();
  port2.close();
});
