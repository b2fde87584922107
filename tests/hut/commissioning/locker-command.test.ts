import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../hut/config/load.ts';
import { realClock } from '../../../hut/real-clock.ts';
import { SimulatedBoard, type SimulatedBoardSettings } from '../../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../../native/lock-board/simulator/wire.ts';
import { makeSimulatedPort } from '../../../native/port/pseudo-terminal.ts';

const main = fileURLToPath(new URL('../../../hut/commissioning/main.ts', import.meta.url));

type AtEnd = (end: () => Promise<void>) => void;

async function board(onTestFinished: AtEnd, settings: Partial<SimulatedBoardSettings> = {}) {
  const port = await makeSimulatedPort();
  const wire = new SimulatedWire(port.far, { clock: realClock });
  const simulated = new SimulatedBoard(wire, { protocol: 'xor-8a', channels: 8, ...settings });
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-locker-'));
  onTestFinished(async () => {
    await port.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const file = join(dir, 'hut.json');
  const boards = [{ id: 'a', protocol: 'xor-8a', path: port.path, doors: { 1: 3 } }];
  writeFileSync(file, JSON.stringify({ locker: { boards } }));
  return { simulated, path: port.path, file, out: join(dir, 'learned.json'), unplug: () => port.unplug() };
}

const run = (...words: string[]): Promise<{ code: number; out: string; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...words], (error, out, said) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, said }),
    );
  });

test.concurrent('probe tells who answers, and opens nothing', async ({ onTestFinished }) => {
  const { simulated, path } = await board(onTestFinished);
  const { code, out } = await run('probe', path);
  expect(out).toMatch(/xor-8a {2}address 1 {2}9600 baud {2}24 channels {2}80 01/);
  expect(code).toBe(0);
  expect(simulated.orders.some(({ is }) => is === 'open')).toBe(false);
}, 60_000);

test.concurrent('open needs --yes, then pulses once and says what the door says', async ({
  onTestFinished,
}) => {
  const { simulated, file } = await board(onTestFinished);
  const first = await run('open', '1', '--config', file);
  expect(first).toMatchObject({ code: 1, said: expect.stringContaining('It opens with --yes.') });
  expect(simulated.pulses(3)).toBe(0);
  const second = await run('open', '1', '--config', file, '--yes');
  expect(second).toMatchObject({ code: 0, out: expect.stringContaining('door 1: open') });
  expect(simulated.pulses(3)).toBe(1);
  const none = await run('open', '9', '--config', file, '--yes');
  expect(none).toMatchObject({ code: 1, said: expect.stringContaining('No board has a door 9.') });
}, 60_000);

test.concurrent('open says which other door opened', async ({ onTestFinished }) => {
  const { simulated, path, file } = await board(onTestFinished);
  const boards = [{ id: 'a', protocol: 'xor-8a', path, doors: { 1: 3, 2: 4 } }];
  writeFileSync(file, JSON.stringify({ locker: { boards } }));
  simulated.faults.neighbourPops = 1;
  simulated.lock(3).faults.stuck = true;
  const { code, out } = await run('open', '1', '--config', file, '--yes');
  expect(out).toContain('door 1: closed');
  expect(out).toContain('Opened instead: 2.');
  expect(code).toBe(1);
}, 60_000);

test.concurrent('map writes no door of a board that counts in a way nobody knows', async ({
  onTestFinished,
}) => {
  const { simulated, path, out } = await board(onTestFinished, {
    protocol: 'kerong-cu16',
    address: 0,
    channels: 16,
    order: 'high-first',
  });
  const child = spawn(process.execPath, [main, 'map', path, '--out', out], { stdio: 'pipe' });
  let all = '';
  child.stderr.on('data', (said) => {
    all += said;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    all += `${line}\n`;
    if (line.startsWith('Close all doors') || line.startsWith('Open door 2')) child.stdin.write('\n');
    else if (line.startsWith('Open door')) simulated.openDoor(2);
    else if (line.startsWith('Now close')) simulated.closeDoor(2);
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  // Said before the walk, too.
  expect(all).toMatch(/Hands may not be enough for kerong-cu16 0[\s\S]*Close all doors/);
  expect(all).toContain('Left out: doors 1.');
  expect(all).toContain('run it again with --yes');
  expect(code).toBe(1);
  expect(existsSync(out)).toBe(false);
}, 60_000);

test.concurrent('monitor shows each frame with what it says', async ({ onTestFinished }) => {
  const { file } = await board(onTestFinished);
  const { out, code } = await run('monitor', '--config', file, '--seconds', '2');
  expect(code).toBe(0);
  expect(out).toMatch(/→ .* 80 01 00 33 B2 {3}read board 1 lock 0/);
  expect(out).toMatch(/← .* 80 01 .* status board 1/);
}, 60_000);

test.concurrent('wrong use is answered with the right one', async () => {
  expect(await run('fly')).toMatchObject({
    code: 2,
    said: expect.stringContaining('probe, monitor, open, map'),
  });
  expect(await run('open', '1')).toMatchObject({
    code: 2,
    said: expect.stringContaining('--config FILE is missing'),
  });
  expect(await run('map')).toMatchObject({ code: 2, said: expect.stringContaining('--out FILE is missing') });
});

test.concurrent('open says what is the matter with the port, and sends nothing', async ({
  onTestFinished,
}) => {
  const { path, file, unplug } = await board(onTestFinished);
  await unplug();
  const { code, said } = await run('open', '1', '--config', file, '--yes');
  expect(code).toBe(1);
  expect(said).toContain(`Nothing was sent. PortMissing: ${path} is not there. Check the cable`);
}, 60_000);

test.concurrent('a config that cannot be read is not written over', async ({ onTestFinished }) => {
  const { path, out } = await board(onTestFinished);
  writeFileSync(out, '{ "hut": { "name": 7 } }');
  const { code, said } = await run('map', path, '--out', out);
  expect(code).toBe(1);
  expect(said).toContain('hut.name');
  expect(readFileSync(out, 'utf8')).toBe('{ "hut": { "name": 7 } }');
}, 60_000);

test.concurrent('map with --yes proves the doors, one pulse each, and names those that fail', async ({
  onTestFinished,
}) => {
  const { simulated, path, out } = await board(onTestFinished);
  simulated.jam(7);
  const child = spawn(process.execPath, [main, 'map', path, '--out', out, '--yes'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const channels = [2, 7];
  let all = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    all += `${line}\n`;
    const door = Number(/door (\d)/i.exec(line)?.[1] ?? 0);
    if (line.startsWith('Close all doors') || line.startsWith('Open door 3')) child.stdin.write('\n');
    else if (line.startsWith('Open door')) simulated.openDoor(channels[door - 1] ?? 0);
    else if (/Now close|is open: close/.test(line)) simulated.closeDoor(channels[door - 1] ?? 0);
    else if (line.includes('did not open')) child.stdin.write('n\n');
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(all).toContain('Doors not proven: 2');
  expect(code).toBe(1);
  expect([2, 7].map((channel) => simulated.pulses(channel))).toEqual([1, 1]);
  expect(loadConfig(out)).toMatchObject({ value: { locker: { boards: [{ doors: { 1: 2, 2: 7 } }] } } });
}, 60_000);

test.concurrent('map walks the doors and writes the config', async ({ onTestFinished }) => {
  const { simulated, path, out } = await board(onTestFinished, {
    feedback: 'closed-is-0',
    channels: 24,
    order: 'low-first',
  });
  const child = spawn(process.execPath, [main, 'map', path, '--out', out], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let doors = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('Close all doors')) child.stdin.write('\n');
    else if (line.startsWith('Open door 3')) child.stdin.write('\n');
    else if (line.startsWith('Open door')) simulated.openDoor(doors === 0 ? 2 : 20);
    else if (line.startsWith('Now close')) {
      simulated.closeDoor(doors === 0 ? 2 : 20);
      doors += 1;
    }
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
  expect(loadConfig(out)).toMatchObject({
    ok: true,
    value: { locker: { boards: [{ feedback: 'closed-is-0', order: 'low-first', doors: { 1: 2, 2: 20 } }] } },
  });
  expect(simulated.orders.some(({ is }) => is === 'open')).toBe(false);
}, 60_000);
