import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Condition,
  frameHeight,
  frameWidth,
  type SymbolName,
  seeded,
  shoot,
} from '../../bench/camera-set.ts';
import { launchChromium, unmoved } from '../chromium.ts';
import { HutProcess } from './hut-process.ts';

/** A film of one code held before a camera: uncompressed YUV 4:2:0, as Chromium takes it for a camera. */
function film(file: string, text: string, symbol: SymbolName, condition: Condition): void {
  const random = seeded(5);
  const colour = Buffer.alloc((frameWidth * frameHeight) / 2, 128);
  const frames = Array.from({ length: 4 }, () => [
    Buffer.from('FRAME\n'),
    Buffer.from(shoot(text, symbol, condition, random).grey),
    colour,
  ]);
  const head = `YUV4MPEG2 W${frameWidth} H${frameHeight} F10:1 Ip A1:1 C420jpeg\n`;
  writeFileSync(file, Buffer.concat([Buffer.from(head), ...frames.flat()]));
}

interface Standing {
  camera: 'film' | 'none';
  allowed: boolean;
  code: string;
  symbol?: SymbolName;
  condition?: Condition;
}

/** Somebody before a kiosk whose camera sees this code. */
async function stand(hut: HutProcess, { camera, allowed, code, symbol, condition }: Standing) {
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-film-'));
  const file = join(folder, 'code.y4m');
  film(file, code, symbol ?? 'code128', condition ?? 'clean');
  const seen = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
  const browser: Browser = await launchChromium([
    // Without a film no camera at all, also on a machine that has one.
    ...(camera === 'film' ? seen : ['--use-fake-device-for-media-stream=device-count=0']),
    // Answers the browser's question, which a headless one cannot ask.
    `--use-fake-ui-for-media-stream${allowed ? '' : '=deny'}`,
  ]);
  onTestFinished(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { origin } = new URL(hut.url);
  const context = await browser.newContext({ ...unmoved, viewport: { width: 1080, height: 1920 } });
  // Every camera the page ever opens, to see that each is let go.
  await context.addInitScript(() => {
    const opened: MediaStream[] = [];
    Object.assign(window, { opened });
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      opened.push(stream);
      return stream;
    };
  });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  const problems: string[] = [];
  const elsewhere: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  context.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      elsewhere.push(request.url());
  });
  await page.goto(hut.url);
  return {
    page,
    problems,
    elsewhere,
    sees: (title: RegExp | string) => page.getByRole('heading', { level: 1, name: title }).waitFor(),
    presses: (name: RegExp | string) => page.getByRole('button', { name }).click(),
    /** Whether each camera that was opened runs still. */
    running: () =>
      page.evaluate(() =>
        (window as unknown as { opened: MediaStream[] }).opened.map((stream) =>
          stream.getTracks().some((track) => track.readyState === 'live'),
        ),
      ),
  };
}

const toReturn = async ({ presses, sees }: Awaited<ReturnType<typeof stand>>) => {
  await presses('碰一下屏幕，开始');
  await sees(/您今天/);
  await presses(/^还东西/);
  await sees('请扫要还的东西');
};

describe('a kiosk with a camera', { timeout: 120_000 }, () => {
  it('reads a thing through it, lets it go with the screen, and asks no other host', async () => {
    const hut = await HutProcess.open('devices', [{ kind: 'camera' }]);
    const at = await stand(hut, {
      camera: 'film',
      allowed: true,
      code: hut.barcodeOf('wrench', 'door'),
      condition: 'blurred',
    });
    await toReturn(at);
    expect(await at.running()).toEqual([]);
    await at.presses('用摄像头扫码');
    await at.sees(/都好吗/);
    await expect.poll(() => at.running(), { timeout: 10_000 }).toEqual([false]);
    expect(at.elsewhere).toEqual([]);
    expect(at.problems).toEqual([]);
  });

  it('says what is the matter when it may not be used, and goes on without it', async () => {
    const hut = await HutProcess.open('devices', [{ kind: 'camera' }]);
    const code = hut.barcodeOf('book');
    const at = await stand(hut, { camera: 'film', allowed: false, code });
    await toReturn(at);
    await at.presses('用摄像头扫码');
    await at.page.getByText('摄像头没有打开').waitFor();
    await at.presses('不用摄像头了');
    hut.devices.scan(code);
    await at.sees(/都好吗/);
    expect(at.problems).toEqual([]);
  });

  it('says so when there is none, and tries again', async () => {
    const hut = await HutProcess.open('devices', [{ kind: 'camera' }]);
    const at = await stand(hut, { camera: 'none', allowed: true, code: hut.barcodeOf('book') });
    await toReturn(at);
    await at.presses('用摄像头扫码');
    await at.page.getByText('没有找到摄像头').waitFor();
    expect(at.problems).toEqual([]);
  });
});
