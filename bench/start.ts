import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { findBrowser } from '../scripts/start/browser.ts';
import { holdPage } from '../scripts/start/held-page.ts';
import { launchChromium } from '../tests/chromium.ts';
import { firstScreenBytes } from './first-screen.ts';
import { type Figure, figure, median } from './measure.ts';

const runs = Number(process.env.XIAOWU_BENCH_STARTS ?? 9);
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Milliseconds from `npm run hut` to its ready line; with `screen`, on to a screen that takes a scan, where the
 * browser comes up beside the hut as it does under `npm start`: at an address that leads on once the hut is there.
 */
async function startHut(dir: string, screen: boolean): Promise<number> {
  const from = performance.now();
  const child = spawn('npm', ['run', '--silent', 'hut', '--', '--data', dir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const held = screen ? await holdPage() : null;
  const standing = held === null ? null : standAt(held.address);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^ready (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error('the hut ended')));
  });
  held?.lead(url);
  const browser = await standing;
  const took = performance.now() - from;
  await browser?.close();
  held?.close();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  await ended;
  return took;
}

async function openPage() {
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.addInitScript(tellWhenItStands);
  return { browser, page };
}

/** A browser at an address, once the resting screen stands there. */
async function standAt(address: string): Promise<Browser> {
  const { browser, page } = await openPage();
  const standing = untilStands(page);
  await page.goto(address, { waitUntil: 'commit' });
  await standing;
  return browser;
}

const stands = 'the resting screen stands';

/**
 * Runs in the page: says so in the first frame that shows the resting screen, which takes scans from then on (see
 * renderer/first.ts; tests/kiosk/front.test.ts). A locator would put 300 kB of code into the page to find it.
 */
function tellWhenItStands() {
  const look = () => {
    if (document.querySelector('[data-screen="attract"] main')?.checkVisibility()) {
      console.info('the resting screen stands');
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const untilStands = (page: Page) =>
  new Promise<void>((resolve) => {
    page.on('console', (message) => message.text() === stands && resolve());
  });

/** Milliseconds until Chromium shows a blank page. */
async function startChromium(): Promise<number> {
  const from = performance.now();
  const { browser, page } = await openPage();
  await page.goto('about:blank');
  const took = performance.now() - from;
  await browser.close();
  return took;
}

/**
 * How long a start takes, against Chromium opening a blank page, in turns. The Chromium is the one that `npm start`
 * would take; where none is installed, the headless shell of the tests, which opens a blank page in a quarter of the
 * time and is no kiosk.
 */
export async function* run(): AsyncIterable<Figure> {
  const installed = findBrowser(process.env, process.platform);
  if (installed !== null) process.env.XIAOWU_CHROMIUM = installed;
  const peer = installed === null ? 'the headless shell' : 'an installed Chromium';
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-bench-'));
  await startHut(dir, true);
  await startChromium();
  const ready: number[] = [];
  const screen: number[] = [];
  const blank: number[] = [];
  for (let n = 0; n < runs; n++) {
    ready.push(await startHut(dir, false));
    screen.push(await startHut(dir, true));
    blank.push(await startChromium());
  }
  yield figure('start to ready', 'ms', median(ready), median(blank), runs, `≤ 2 × ${peer} with a blank page`);
  yield figure(
    'start to first screen',
    'ms',
    median(screen),
    median(blank),
    runs,
    `≤ 2 × ${peer} with a blank page`,
  );
  yield figure(
    'first-screen JavaScript',
    'kB gzip',
    firstScreenBytes(join(root, 'dist', 'renderer')) / 1_000,
    180,
    1,
    '≤ 180 kB',
  );
  rmSync(dir, { recursive: true, force: true });
}
