import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium } from '../tests/chromium.ts';
import { serveGallery } from '../tests/renderer/gallery/serve.ts';
import { firstScreenBytes } from './first-screen.ts';
import { type Figure, figure, idle, quantile } from './measure.ts';

const visits = Number(process.env.XIAOWU_BENCH_VISITS ?? 1_000);
const timedVisits = Number(process.env.XIAOWU_BENCH_TIMED_VISITS ?? 12);
/** Milliseconds from a screen that stands to the finger that has found its button; the quickest hand takes longer. */
const beforePress = 400;
/** Milliseconds that a finger stays down at the least (touchscreen.md: presses of 80 ms to 2 s). */
const heldFor = 80;
/** As slow as the weakest panel PC beside this machine. */
const slowDown = 4;
const root = fileURLToPath(new URL('..', import.meta.url));

/** One visit: the screens of a loan by phone; on each the first thing that can be pressed is. */
const script = [
  'attract',
  'home',
  'pick',
  'item',
  'identify',
  'phone',
  'pin',
  'door',
  'borrowed',
  'loans',
] as const;

/** Of a visit whose memory is looked at: enough to draw every kind of part. */
const remembered = ['home', 'item', 'door', 'borrowed'] as const;

interface Timed {
  /** Milliseconds from a finger that came down to the picture that shows it. */
  down: number[];
  /** Of every interaction, from its slowest event to the picture after it. */
  interactions: number[];
  longTasks: number[];
}

/** Event Timing and long tasks of a page, from now on. */
async function watch(page: Page): Promise<() => Promise<Timed>> {
  await page.evaluate(() => {
    const held = { down: [] as number[], by: {} as Record<number, number>, long: [] as number[] };
    Object.assign(window, { held });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
        if (entry.name === 'pointerdown') held.down.push(entry.duration);
        if (entry.interactionId > 0) {
          held.by[entry.interactionId] = Math.max(held.by[entry.interactionId] ?? 0, entry.duration);
        }
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) held.long.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  return () =>
    page.evaluate(async () => {
      // Entries come with the frame after the one they tell of.
      for (let frame = 0; frame < 4; frame++) await new Promise((r) => requestAnimationFrame(r));
      const { held } = window as unknown as {
        held: { down: number[]; by: Record<number, number>; long: number[] };
      };
      return { down: held.down, interactions: Object.values(held.by), longTasks: held.long };
    });
}

/** Events of less than 16 ms are not told by the browser: each that is missing counts as 16. */
const p98 = (told: readonly number[], presses: number): number =>
  quantile([...told, ...Array<number>(Math.max(0, presses - told.length)).fill(16)], 0.98);

/** The blank page, built and served as ours is. */
async function serveBlank(): Promise<{ url: string; dir: string; close(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-blank-'));
  process.env.NODE_ENV = 'production';
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(root, 'bench', 'interaction'),
    base: './',
    plugins: [react()],
    build: { outDir: dir, emptyOutDir: true, target: 'chrome130', modulePreload: { polyfill: false } },
  });
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    try {
      const body = readFileSync(join(dir, path));
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, dir, close: () => server.close() };
}

interface Opened {
  page: Page;
  panel: CDPSession;
}

async function open(browser: Browser, url: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  return { page, panel: await context.newCDPSession(page) };
}

/** A finger comes down in the middle of a button, stays, and leaves. */
async function press(panel: CDPSession, button: Locator): Promise<void> {
  const box = await button.boundingBox();
  if (box === null) throw new Error('there is nothing to press');
  await idle(beforePress);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await idle(heldFor);
  await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Presses on the blank page, one after the other. */
async function pressBlank({ page, panel }: Opened): Promise<Timed> {
  const timed = await watch(page);
  for (let nth = 0; nth < timedVisits * script.length; nth++) await press(panel, page.getByRole('button'));
  return timed();
}

/** Visits of our own screens: on each the first thing that can be pressed is. */
async function pressScreens({ page, panel }: Opened): Promise<Timed> {
  const timed = await watch(page);
  for (let visit = 0; visit < timedVisits; visit++) {
    for (const name of script) {
      await page.evaluate((wanted) => window.gallery.named(wanted, {}), name);
      await press(panel, page.getByRole('main').getByRole('button', { disabled: false }).first());
    }
  }
  return timed();
}

/** Bytes of the page's heap that are still reached. */
async function heap(panel: CDPSession): Promise<number> {
  await panel.send('HeapProfiler.collectGarbage');
  return (await panel.send('Runtime.getHeapUsage')).usedSize;
}

/**
 * What a finger meets on a slow machine, on the real app in a real Chromium, beside a blank page of the same libraries
 * in the same run: press feedback and INP, long tasks of a visit, JavaScript of the first screen, memory after 1,000
 * visits.
 */
export async function* run(): AsyncIterable<Figure> {
  const blank = await serveBlank();
  const gallery = await serveGallery();
  const browser = await launchChromium();
  try {
    const presses = timedVisits * script.length;
    const plain = await open(browser, blank.url);
    const ours = await open(browser, gallery.url);
    const { page, panel } = ours;
    await page.waitForSelector('[data-ready]', { state: 'attached' });
    // The first visit fetches fonts and compiles; a hut that was just switched on has nobody before it.
    for (const name of script) await page.evaluate((wanted) => window.gallery.named(wanted, {}), name);

    const n = presses;
    const feedback = (name: string, met: Timed, floor: Timed): Figure =>
      figure(`interaction: ${name}`, 'ms', p98(met.down, n), p98(floor.down, n), n, '≤ 50 ms');
    // As this machine is, nearer to a panel PC of today; then as slow as the weakest.
    const floorNow = await pressBlank(plain);
    yield feedback('press feedback p98, not slowed', await pressScreens(ours), floorNow);
    for (const slowed of [plain.panel, panel]) {
      await slowed.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
    }
    const floor = await pressBlank(plain);
    const met = await pressScreens(ours);
    yield feedback('press feedback p98', met, floor);
    yield figure(
      'interaction: INP p98',
      'ms',
      p98(met.interactions, n),
      p98(floor.interactions, n),
      n,
      '≤ 200 ms',
    );
    const sum = (tasks: readonly number[]) => tasks.reduce((all, task) => all + task, 0) / timedVisits;
    yield figure(
      'interaction: long tasks of a visit',
      'ms',
      sum(met.longTasks),
      Math.max(1, sum(floor.longTasks)),
      timedVisits,
      '–',
    );
    yield figure(
      'interaction: JavaScript to the first screen, gzip',
      'kB',
      firstScreenBytes(join(root, 'dist', 'renderer')) / 1000,
      firstScreenBytes(blank.dir) / 1000,
      1,
      '≤ 180 kB',
    );
    await panel.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const visit = (times: number) =>
      page.evaluate(
        async ({ names, times }) => {
          for (let nth = 0; nth < times; nth++) {
            for (const name of names) await window.gallery.named(name, {});
            window.gallery.sent.length = 0;
          }
        },
        { names: remembered, times },
      );
    await visit(10);
    const early = await heap(panel);
    for (let done = 10; done < visits; done += 50) await visit(Math.min(50, visits - done));
    const late = await heap(panel);
    yield figure(
      `interaction: heap after ${visits} visits`,
      'MB',
      late / 1e6,
      early / 1e6,
      visits,
      '≤ 1.1 ×',
    );
  } finally {
    await browser.close();
    await gallery.close();
    blank.close();
    rmSync(blank.dir, { recursive: true, force: true });
  }
}
