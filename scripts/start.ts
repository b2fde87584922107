// npm start: the kiosk on this machine, in Electron or else in a browser. Installing and building are done before.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeDirectory } from '../hut/ledger/make-directory.ts';
import { hutEnvironment } from '../hut/memory.ts';
import { giveUp, readOptions } from '../hut/options.ts';
import { buildShell } from './build.ts';
import { findBrowser, hasDisplay, kioskFlags, readyAddress } from './start/browser.ts';
import {
  answers,
  electronBinary,
  electronServer,
  failureMemory,
  obtainElectron,
  runInstaller,
} from './start/electron-binary.ts';
import { endOnSignals } from './start/ending.ts';
import { holdPage } from './start/held-page.ts';
import { makeVoice } from './start/voice.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { env, platform } = process;
const say = (line: string) => console.error(line);

const usage = `The kiosk on this machine · 启动小屋

  npm start -- [--data DIR] [--config FILE] [--listen 127.0.0.1:PORT] [--shell any|browser] [--windowed]

  --data DIR       where the hut keeps its records; left out: data/ in this folder · 记录存放处，默认 data/
  --config FILE    the hut's configuration; left out: DIR/hut.json, and without that a practice hut · 配置文件
  --shell browser  a browser also where Electron is there · 用浏览器代替 Electron
  --windowed       in a window instead of the whole screen · 窗口显示`;
const { values } = readOptions(usage, () =>
  parseArgs({
    allowPositionals: false,
    options: {
      data: { type: 'string', default: join(root, 'data') },
      config: { type: 'string' },
      listen: { type: 'string', default: '127.0.0.1:0' },
      shell: { type: 'string', default: 'any' },
      windowed: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }),
);
if (values.shell !== 'any' && values.shell !== 'browser') giveUp(`--shell is any or browser.\n\n${usage}`, 2);
try {
  makeDirectory(values.data);
} catch {
  // A disk that is not there yet, or full: the hut says so on its screen and waits for it.
}
const inData = join(values.data, 'hut.json');
const config = values.config ?? (existsSync(inData) ? inData : null);
const hutArguments = ['--data', values.data, ...(config === null ? [] : ['--config', config])];

const display = hasDisplay(env, platform);
const electron = display && values.shell !== 'browser' ? await electronHere() : null;
if (electron === null || !(await inElectron(electron))) await inBrowser();

async function electronHere(): Promise<string | null> {
  if (platform === 'linux' && process.getuid?.() === 0) {
    say(
      '以 root 运行 / root has no browser sandbox, so no window is opened: start as an ordinary user for that',
    );
    return null;
  }
  return obtainElectron({
    find: () => electronBinary(root, env, platform),
    memory: failureMemory(join(root, 'node_modules', '.cache', 'xiaowu', 'electron-failed'), Date.now),
    reachable: () => answers(electronServer(env)),
    install: (limit) => runInstaller(root, limit),
    say,
  });
}

/**
 * @returns false where it could not be built, or ended at once with a failure, as it does when it may not have its sandbox
 */
async function inElectron(binary: string): Promise<boolean> {
  try {
    await buildShell();
  } catch (error) {
    // A full disk: the browser needs nothing built anew, and returns are taken all the same.
    say(`生成 Electron 外壳失败 / the Electron shell could not be built: ${String(error)}`);
    return false;
  }
  const windowed = values.windowed ? ['--windowed'] : [];
  const began = performance.now();
  const child = spawn(binary, [root, ...hutArguments, ...windowed], { cwd: root, stdio: 'inherit' });
  const voice = makeVoice(root);
  const ending = endOnSignals([child, voice]);
  const code = await exitOf(child);
  voice.kill('SIGTERM');
  ending.done();
  if (code !== 0 && !ending.begun() && performance.now() - began < 5000) {
    say(`Electron 未能启动 / Electron did not start (${code}); the browser shell is used instead`);
    return false;
  }
  process.exitCode = code;
  return true;
}

async function inBrowser(): Promise<void> {
  const hut = spawn(process.execPath, ['dist/run/main.js', ...hutArguments, '--listen', values.listen], {
    cwd: root,
    env: { ...env, ...hutEnvironment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const children: ChildProcess[] = [hut];
  const ending = endOnSignals(children);
  const exit = exitOf(hut);
  const screen = await screenBeside(hut, children, ending);
  const page = await addressOf(hut);
  if (page !== null) {
    say(`小屋已开 / the hut is open: ${page}`);
    screen?.lead(page);
    children.push(makeVoice(root));
  }
  const code = await exit;
  for (const child of children) child.kill('SIGTERM');
  ending.done();
  screen?.forget();
  process.exitCode = code;
}

/** Where a browser keeps its own; null, and said, where the disk has no room for it: the hut itself goes on. */
function profileDirectory(): string | null {
  try {
    return mkdtempSync(join(tmpdir(), 'xiaowu-screen-'));
  } catch (error) {
    say(`浏览器没有地方存放 / no room for a browser (${String(error)}): open the address`);
    return null;
  }
}

/** A browser that comes up while the hut does; null where there is no display, no browser or no sandbox for it. */
async function screenBeside(
  hut: ChildProcess,
  children: ChildProcess[],
  ending: { begun(): boolean },
): Promise<{ lead(page: string): void; forget(): void } | null> {
  if (!display) return null;
  const browser = findBrowser(env, platform);
  if (browser === null) {
    say('没有找到 Chromium / no Chromium, Chrome or Edge found: open the address');
    return null;
  }
  if (platform === 'linux' && process.getuid?.() === 0) return null;
  const profile = profileDirectory();
  if (profile === null) return null;
  const page = await holdPage();
  const screen = spawn(browser, kioskFlags(page.address, profile), { stdio: 'ignore' });
  children.push(screen);
  const began = performance.now();
  void exitOf(screen).then((code) => {
    // A window that was closed ends the kiosk; a browser that never came up does not.
    if (performance.now() - began > 5000) hut.kill('SIGTERM');
    else if (!ending.begun()) say(`浏览器未能启动 / the browser did not start (${code}): open the address`);
  });
  return {
    lead: page.lead,
    forget() {
      page.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Reads the hut's output until it says where it serves; null when it ends before. Its lines are passed on. */
function addressOf(hut: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    let printed = '';
    hut.stdout?.setEncoding('utf8').on('data', (text: string) => {
      process.stdout.write(text);
      if (printed.length > 100_000) return;
      printed += text;
      const page = readyAddress(printed);
      if (page !== null) resolve(page);
    });
    hut.once('close', () => resolve(null));
  });
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
