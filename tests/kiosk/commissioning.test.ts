import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import type { Action } from '../../domain/contract/action.ts';
import { Config } from '../../hut/config/config.ts';
import { loadConfig } from '../../hut/config/load.ts';
import { keepHut } from '../../hut/keep-hut.ts';
import { practiceKeeper } from '../../hut/keeper/practice-keeper.ts';
import { realClock } from '../../hut/real-clock.ts';
import { Answered } from '../../hut/wire/answered.ts';
import { serveHttp } from '../../hut/wire/http.ts';
import { SimulatedBoard } from '../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../native/lock-board/simulator/wire.ts';
import { makeSimulatedPort, type SimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { SimulatedScanner } from '../../native/scanner/simulator.ts';
import { launchChromium, roughly, unmoved } from '../chromium.ts';

/** A new hut, as it comes out of the box, with one adapter plugged in: a locker wired the other way round. */
async function newHut({ scanner }: { scanner?: SimulatedPort } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-new-hut-'));
  const port = await makeSimulatedPort({ name: 'ttyUSB0' });
  const wire = new SimulatedWire(port.far, { clock: realClock });
  const board = new SimulatedBoard(wire, {
    protocol: 'xor-8a',
    channels: 24,
    feedback: 'closed-is-0',
    order: 'low-first',
  });
  const kept = await keepHut({
    config: Config.parse({}),
    dir,
    clock: realClock,
    newId: randomUUID,
    log: () => undefined,
    listPorts: async () =>
      [port, ...(scanner === undefined ? [] : [scanner])].map(({ path }) => ({ path, label: 'USB' })),
  });
  if (!kept.ok) throw new Error(kept.refusal.message);
  const shell = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    desk: kept.value.desk,
    pushes: kept.value.pushes,
    answered: new Answered(),
    log: () => undefined,
    mono: realClock.mono,
    token: 'commissioning',
    dist: fileURLToPath(new URL('../../dist/renderer', import.meta.url)),
  });
  onTestFinished(async () => {
    await shell.close();
    await kept.value.close();
    await port.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return { dir, board, kept: kept.value, url: `${shell.origin}/#commissioning` };
}

async function keeperAt(url: string): Promise<{ page: Page; problems: string[] }> {
  const browser = await launchChromium(roughly);
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ ...unmoved, viewport: { width: 1080, height: 1920 } });
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(url);
  return { page, problems };
}

it('a keeper who never saw a serial port makes an inverted, reversed locker work', async () => {
  const { dir, board, kept, url } = await newHut();
  const { page, problems } = await keeperAt(url);
  const sees = (title: RegExp | string) => page.getByRole('heading', { level: 1, name: title }).waitFor();
  const presses = (name: RegExp | string) => page.getByRole('button', { name }).click();
  await presses('碰一下屏幕，开始');
  await sees(/您今天/);
  kept.opened()?.hut.scan(practiceKeeper.code);
  await sees(/密码/);
  for (const digit of practiceKeeper.pin)
    await page.getByRole('button', { name: digit, exact: true }).click();
  await presses(/^设备/);
  await sees('要弄哪个设备？');
  await presses(/^找柜锁/);
  await sees('找到 1 块锁板');
  await presses('走一遍柜门');
  await sees('请把柜门都关好');
  await presses('都关好了');
  const channels = [2, 24, 11];
  for (const [i, channel] of channels.entries()) {
    await sees(`请打开${i + 1}号门`);
    board.openDoor(channel);
    await sees(`好，请关上${i + 1}号门`);
    board.closeDoor(channel);
  }
  await sees('请打开4号门');
  expect(board.orders.some(({ is }) => is === 'open')).toBe(false);
  await presses('没有门了');
  await sees('每扇门自动开一次，好吗？');
  await presses('开始试开');
  for (const [i, channel] of channels.entries()) {
    await sees(`${i + 1}号门开了，请关上`);
    expect(board.isOpen(channel)).toBe(true);
    board.closeDoor(channel);
  }
  await sees('每扇门都试过了');
  expect(channels.map((channel) => board.pulses(channel))).toEqual([1, 1, 1]);
  await presses('看结果');
  await sees('这样接好了，要保存吗？');
  await page.getByText('反接').waitFor();
  // The installer wrote into the file while the hut ran.
  const exportTo = join(dir, 'stick');
  writeFileSync(join(dir, 'hut.json'), JSON.stringify({ hut: { exportTo }, backup: { second: exportTo } }));
  await presses('保存');
  await sees('存好了');
  await page.getByRole('main').getByRole('button', { name: '离开' }).click();
  // The hut starts anew with what was learned: no practice dock, and its doors answer.
  await page.getByText('碰一下屏幕，开始').waitFor();
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  expect(loadConfig(join(dir, 'hut.json'))).toMatchObject({
    ok: true,
    value: {
      hut: { exportTo },
      backup: { second: exportTo },
      locker: { boards: [{ feedback: 'closed-is-0', order: 'low-first', doors: { 1: 2, 2: 24, 3: 11 } }] },
    },
  });
  await expect.poll(() => kept.opened()?.hut.doors.faultOf(2), { timeout: 20_000 }).toBeNull();
  board.openDoor(24);
  await expect.poll(() => kept.opened()?.hut.doors.faultOf(2), { timeout: 20_000 }).toBe('standing-open');
  expect(problems).toEqual([]);
}, 120_000);

it('a scanner on a port that nobody has configured is heard, kept, and works after the keeper has left', async () => {
  const port = await makeSimulatedPort({ name: 'ttyACM0' });
  onTestFinished(() => port.close());
  const { dir, kept } = await newHut({ scanner: port });
  const { desk } = kept;
  const scanner = new SimulatedScanner(port.far);
  const press = async (action: Action) => {
    const { token } = await desk.handle('view', {});
    expect(await desk.handle('press', { token, action })).toEqual({ taken: true });
  };
  const at = async () => (await desk.handle('view', {})).screen;
  await press({ do: 'begin' });
  kept.opened()?.hut.scan(practiceKeeper.code);
  for (const digit of practiceKeeper.pin) await press({ do: 'key', key: digit as '0' });
  await expect.poll(async () => (await at()).at, { timeout: 20_000 }).toBe('keeper-desk');
  await press({ do: 'desk', function: 'devices' });
  await press({ do: 'devices', act: 'scan-test' });
  await expect
    .poll(
      async () => {
        scanner.scan(practiceKeeper.code);
        const screen = await at();
        return screen.at === 'keeper-devices' && screen.step.is === 'scan-test' && screen.step.scans[0]?.from;
      },
      { timeout: 20_000 },
    )
    .toBe(port.path);
  await press({ do: 'devices', act: 'save' });
  await press({ do: 'home' });
  expect(loadConfig(join(dir, 'hut.json'))).toMatchObject({
    ok: true,
    value: { scanner: [{ kind: 'serial', path: port.path }] },
  });
  // The hut that came up has this scanner: an unknown code leads to its refusal.
  await expect
    .poll(
      async () => {
        scanner.scan('XYZ-12345');
        return (await at()).at;
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe('refusal');
}, 90_000);
