import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ByteStream } from '../../native/port/byte-stream.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { namePortError } from '../../native/port/port-error.ts';
import { portNeighbours } from '../../native/port/port-holder.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { settle } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

async function portOnBench(kind: 'pty' | 'tcp') {
  const clock = new SimClock();
  const port = await makeSimulatedPort({ kind });
  onTestFinished(() => port.close());
  const far: number[] = [];
  port.far.onData((bytes) => far.push(...bytes));
  const open = countedOpenStream(openStreamWith(clock), [port]);
  const near: number[] = [];
  const ends: (Error | undefined)[] = [];
  const opened = async (): Promise<ByteStream> => {
    const result = await open(port.path, 9600);
    if (!result.ok) throw new Error(result.refusal.message);
    result.value.onData((bytes) => near.push(...bytes));
    result.value.onClose((why) => ends.push(why));
    onTestFinished(() => result.value.close());
    await settle(port.inFlight);
    return result.value;
  };
  return { clock, port, open, opened, far, near, ends, settle: () => settle(port.inFlight) };
}

describe.each(['pty', 'tcp'] as const)('%s', (kind) => {
  test('every byte goes both ways as it is, and is counted while under way', async () => {
    const b = await portOnBench(kind);
    const stream = await b.opened();
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const written = stream.write(all);
    b.port.far.write(all);
    expect(b.port.inFlight()).toBeGreaterThanOrEqual(512);
    await b.settle();
    expect(b.port.inFlight()).toBe(0);
    expect(await written).toEqual({ ok: true, value: undefined });
    expect(b.far).toEqual([...all]);
    expect(b.near).toEqual([...all]);
  });

  test('much more at once than a terminal holds arrives whole, and nothing waits for it', async () => {
    const b = await portOnBench(kind);
    await b.opened();
    b.port.far.write(Uint8Array.from({ length: 100_000 }, (_, i) => i & 255));
    await b.settle();
    expect(b.near.length).toBe(100_000);
    expect(b.near.every((byte, i) => byte === (i & 255))).toBe(true);
  });

  test('what the far end sends while nobody listens is lost, as on a wire', async () => {
    const b = await portOnBench(kind);
    b.port.far.write(Uint8Array.of(1, 2, 3));
    await b.opened();
    expect(b.near).toEqual([]);
  });

  test('a write to a closed stream is not sent, not even by the next stream', async () => {
    const b = await portOnBench(kind);
    const first = await b.opened();
    await first.close();
    await first.close();
    const late = await first.write(Uint8Array.of(0x8a));
    expect(late).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
    const second = await b.opened();
    await second.write(Uint8Array.of(7));
    await b.settle();
    expect(b.far).toEqual([7]);
    expect(b.ends).toEqual([undefined]);
  });

  test('an unplug is told once, at whatever moment it comes', async () => {
    const b = await portOnBench(kind);
    for (let trial = 0; trial < 24; trial++) {
      const ends = b.ends.length;
      const stream = await b.opened();
      // Bytes just under way either way, none, or a few turns ago: the library spins on some of these.
      if (trial % 2 === 0) b.port.far.write(Uint8Array.of(trial));
      if (trial % 3 === 0) void stream.write(Uint8Array.of(trial));
      for (let turns = 0; turns < trial % 8; turns++) await new Promise((resolve) => setImmediate(resolve));
      await b.port.unplug();
      await b.settle();
      expect(b.ends.length).toBe(ends + 1);
      expect(await stream.write(Uint8Array.of(1))).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
      await b.port.plug();
    }
  });

  test('a path that is not there is named', async () => {
    const b = await portOnBench(kind);
    await b.port.unplug();
    expect(await b.open(b.port.path, 9600)).toMatchObject({ ok: false, refusal: { code: 'PortMissing' } });
  });
});

test('a port that this kiosk holds already is busy, and says so', async () => {
  const b = await portOnBench('pty');
  await b.opened();
  const busy = await b.open(b.port.path, 9600);
  expect(busy).toMatchObject({ ok: false, refusal: { code: 'PortBusy' } });
  if (process.platform === 'linux') {
    expect(!busy.ok && busy.refusal.message).toContain('open in this kiosk already');
  }
});

const holdsPort = `
  import { SerialPort } from 'serialport';
  const port = new SerialPort({ path: process.argv[1], baudRate: 9600 }, () => process.send('held'));
  port.on('error', () => process.exit(1));
  process.on('message', () => process.exit(0));`;

test.runIf(process.platform === 'linux')('a port that another program holds names that program', async () => {
  const b = await portOnBench('pty');
  const device = realpathSync(b.port.path);
  const holder = spawn(process.execPath, ['--input-type=module', '-e', holdsPort, device], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(holder, 'exit');
  onTestFinished(async () => {
    holder.kill();
    await ended;
  });
  await once(holder, 'message');
  const around = await portNeighbours(device);
  expect(around.holders.find(({ pid }) => pid === holder.pid)).toMatchObject({
    self: false,
    name: basename(process.execPath),
  });
  const busy = await b.open(b.port.path, 9600);
  // Held by this process too, which plays the far end: the other one is what matters.
  expect(!busy.ok && busy.refusal).toMatchObject({
    code: 'PortBusy',
    message: expect.stringContaining(`(process ${holder.pid})`),
  });
  holder.send('end');
  await ended;
  expect(await b.open(b.port.path, 9600)).toMatchObject({ ok: true });
});

describe('the fix is named', () => {
  const around = { holders: [], services: [], group: null, user: null };
  const busy = new Error('Error Resource temporarily unavailable Cannot lock port');
  const messageOf = (error: Error, known: object) =>
    namePortError('/dev/x', error, 'linux', { ...around, ...known }).message;

  test('a program that holds it, with its process', () => {
    const holders = [{ name: 'minicom', pid: 4711, self: false }];
    expect(messageOf(busy, { holders })).toContain('minicom (process 4711)');
  });

  test('a nosy service that runs', () => {
    const message = messageOf(busy, { services: ['ModemManager'] });
    expect(message).toContain('systemctl disable --now ModemManager');
    expect(message).toContain('udev rule');
  });

  test('a missing permission, with the group of the device and the user', () => {
    const denied = new Error('Permission denied');
    expect(messageOf(denied, {})).toContain('usermod -aG dialout $USER');
    expect(messageOf(denied, { group: 'uucp', user: 'kiosk' })).toContain('usermod -aG uucp kiosk');
  });

  test('read from the files of the system', async () => {
    const root = mkdtempSync(join(tmpdir(), 'xiaowu-proc-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const [proc, etc, device] = [join(root, 'proc'), join(root, 'etc'), join(root, 'ttyUSB0')];
    for (const [pid, name] of [
      ['12', 'ModemManager'],
      ['34', 'MainThread'],
    ] as const) {
      mkdirSync(join(proc, pid, 'fd'), { recursive: true });
      writeFileSync(join(proc, pid, 'comm'), `${name}\n`);
    }
    writeFileSync(join(proc, '34', 'cmdline'), `/usr/bin/minicom\0-D\0${device}\0`);
    writeFileSync(device, '');
    symlinkSync(device, join(proc, '34', 'fd', '5'));
    mkdirSync(etc);
    const { gid, uid } = statSync(device);
    writeFileSync(join(etc, 'group'), `tty:x:${gid + 1}:\ndialout:x:${gid}:somebody\n`);
    writeFileSync(join(etc, 'passwd'), `kiosk:x:${uid}:${gid}::/home/kiosk:/bin/sh\n`);
    expect(await portNeighbours(device, { proc, etc, pid: 1, uid })).toEqual({
      holders: [{ name: 'minicom', pid: 34, self: false }],
      services: ['ModemManager'],
      group: 'dialout',
      user: 'kiosk',
    });
    expect(await portNeighbours('/dev/gone', { proc: join(root, 'none'), etc, pid: 1, uid })).toMatchObject({
      holders: [],
      services: [],
      group: null,
    });
  });
});

test('a device that takes no bytes ends the write by its time-out, in doubt', async () => {
  const held: Socket[] = [];
  const server = createServer((socket) => held.push(socket.pause()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of held) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const clock = new SimClock();
  const opened = await openStreamWith(clock)(`tcp://127.0.0.1:${address.port}`, 9600);
  if (!opened.ok) throw new Error(opened.refusal.message);
  // More than any socket buffer takes.
  const written = opened.value.write(new Uint8Array(64 * 1024 * 1024));
  clock.advance(2_000);
  expect(await written).toMatchObject({ ok: false, refusal: { code: 'MaybeSent' } });
  expect(await opened.value.write(Uint8Array.of(1))).toMatchObject({ refusal: { code: 'NotSent' } });
});

test.each([
  ['Error: No such file or directory, cannot open /dev/x', 'linux', 'PortMissing'],
  ['Opening COM9: File not found', 'win32', 'PortMissing'],
  ['Error: Permission denied, cannot open /dev/x', 'linux', 'PermissionDenied'],
  ['Opening COM3: Access denied', 'win32', 'PortBusy'],
  ['Error Resource temporarily unavailable Cannot lock port', 'linux', 'PortBusy'],
  ['Error: Device or resource busy, cannot open /dev/x', 'linux', 'PortBusy'],
  ['Error: Input/output error, cannot open /dev/x', 'linux', 'Disconnected'],
] as const)('%s on %s is %s', (said, platform, code) => {
  const named = namePortError('/dev/x', new Error(said), platform);
  expect(named.code).toBe(code);
  expect(named.message).toContain('/dev/x');
});
