import { statfsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * What the package would start it with and no browser of a user has: one process for everything, and no rule between
 * origins, without which it says in no request where that comes from. And features of its own, instead of those that
 * Playwright asks for: a picture then takes a quarter longer.
 */
const unwanted = [
  '--enable-features',
  '--single-process',
  '--headless',
  '--disable-web-security',
  '--allow-running-insecure-content',
];

const packedHere = (): boolean =>
  process.env.XIAOWU_CHROMIUM === undefined && process.platform === 'linux' && process.arch === 'x64';

/** The Chromium packed in an npm package, unpacked to the temporary directory; its path and arguments. */
async function unpack(): Promise<{ executablePath: string; args: string[] }> {
  // The package unpacks the system libraries it brings only where it believes to be in a function host.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: packed } = await import('@sparticuz/chromium');
  const args = packed.args.filter((arg) => !unwanted.some((name) => arg.startsWith(name)));
  return { executablePath: await packed.executablePath(), args };
}

/** Unpacks it once before tests that run side by side would all do so over each other. */
export async function setup(): Promise<void> {
  if (packedHere()) await unpack();
}

/** Bytes of shared memory with which all browsers that run side by side have enough. */
const enough = 1024 ** 3;

/** Whether pictures may be handed over in memory; with less, as in most containers, Playwright has them go by a disk. */
function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= enough;
  } catch {
    return false;
  }
}

const ignoreDefaultArgs = hasSharedMemory() ? ['--disable-dev-shm-usage'] : [];

/**
 * A real Chromium for tests, found in this order: `XIAOWU_CHROMIUM` (path of a browser), on Linux x64 the one
 * packed in `@sparticuz/chromium` (no download, no system libraries), else an installed Chrome or Edge.
 * @throws when none of them can be started
 */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const own = [...quiet, ...more];
  const asked = process.env.XIAOWU_CHROMIUM;
  if (asked) return chromium.launch({ executablePath: asked, args: own, ignoreDefaultArgs });
  if (packedHere()) {
    const { executablePath, args } = await unpack();
    return chromium.launch({ executablePath, args: [...args, ...own], ignoreDefaultArgs });
  }
  try {
    return await chromium.launch({ channel: 'chrome', args: own });
  } catch {
    return chromium.launch({ channel: 'msedge', args: own });
  }
}

/**
 * For pages whose movements nobody looks at: without a graphics card the processor paints every picture of them, half
 * of what such a test takes. What moves is met by `tests/kiosk/browser.test.ts` and the tests of pressing.
 */
export const unmoved = { reducedMotion: 'reduce' } as const;

/** For pages of which nobody takes a picture or a measure: a pixel for two is painted, each way. */
export const roughly = ['--force-device-scale-factor=0.5'] as const;

const quiet = [
  '--no-sandbox',
  // Without one, a graphics card is played by the processor, and each frame takes twenty times as long.
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];
