import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ByteStream, OpenStream, PortError } from '../../native/port/byte-stream.ts';
import { Link } from '../../native/port/link.ts';
import { watchPath } from '../../native/port/path-watch.ts';
import { settle } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/** Times of the attempts, in ms, during the first ten minutes. */
async function attempts(code: PortError['code']): Promise<number[]> {
  const clock = new SimClock();
  const times: number[] = [];
  const openStream: OpenStream = async () => {
    times.push(clock.mono());
    return { ok: false, refusal: { code, message: 'no' } };
  };
  const link = new Link('/dev/x', 9600, { clock, openStream });
  link.start();
  for (let ms = 0; ms < 600_000; ms += 500) {
    await settle(() => 0);
    clock.advance(500);
  }
  await link.close();
  expect(clock.waiting).toBe(0);
  return times;
}

test('tries again after 0.5 s, doubling to 60 s, for ever', async () => {
  const times = await attempts('PortMissing');
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  expect(gaps.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
  expect(gaps.slice(8).every((gap) => gap === 60_000)).toBe(true);
  expect(times.at(-1)).toBeGreaterThan(540_000);
});

test('a missing permission is not tried in a loop', async () => {
  expect((await attempts('PermissionDenied')).slice(0, 3)).toEqual([0, 60_000, 120_000]);
});

test('a device that is plugged in again is tried half a second later, whatever the wait', async () => {
  const clock = new SimClock();
  const times: number[] = [];
  let appeared: (() => void) | undefined;
  const link = new Link('/dev/x', 9600, {
    clock,
    openStream: async () => {
      times.push(clock.mono());
      return { ok: false, refusal: { code: 'PortMissing', message: 'no' } };
    },
    watchPath: (path, tell) => {
      expect(path).toBe('/dev/x');
      appeared = tell;
      return () => {
        appeared = undefined;
      };
    },
  });
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      await settle(() => 0);
      clock.advance(100);
    }
    await settle(() => 0);
  };
  link.start();
  await pass(200_000);
  const before = times.length;
  const at = clock.mono();
  appeared?.();
  await pass(600);
  expect(times.slice(before)).toEqual([at + 500]);
  // The wait of an ordinary attempt is as before.
  await pass(60_000);
  expect(times.length).toBe(before + 2);
  await link.close();
  expect(appeared).toBeUndefined();
  expect(clock.waiting).toBe(0);
});

test('a path is seen to appear, also below a directory that was not there', async () => {
  const root = mkdtempSync(join(tmpdir(), 'xiaowu-watch-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const path = join(root, 'serial', 'by-path', 'port');
  let told: () => void = () => {};
  const seen = new Promise<void>((resolve) => {
    told = resolve;
  });
  const stop = watchPath(path, told);
  onTestFinished(stop);
  mkdirSync(join(root, 'serial'));
  mkdirSync(join(root, 'serial', 'by-path'));
  symlinkSync('/dev/null', path);
  await seen;
});

test('what is no file is not watched', () => {
  for (const path of ['COM3', 'tcp://127.0.0.1:1']) watchPath(path, () => expect.unreachable())();
});

test('a port that hangs in its opening is named, not tried in parallel, and closed should it open too late', async () => {
  const clock = new SimClock();
  let attempts = 0;
  let closed = 0;
  let finish: (opened: Awaited<ReturnType<OpenStream>>) => void = () => {};
  const openStream: OpenStream = () => {
    attempts += 1;
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  const stream: ByteStream = {
    path: '/dev/x',
    write: async () => ({ ok: true, value: undefined }),
    onData: () => {},
    onClose: () => {},
    close: async () => {
      closed += 1;
    },
  };
  const link = new Link('/dev/x', 9600, { clock, openStream });
  link.start();
  clock.advance(9_000);
  expect(link.state).toEqual({ is: 'connecting' });
  clock.advance(600_000);
  expect(link.state).toMatchObject({ is: 'down', why: { code: 'Disconnected' } });
  expect(attempts).toBe(1);
  // It may come to its senses.
  finish({ ok: true, value: stream });
  await settle(() => 0);
  expect(link.state).toEqual({ is: 'connected' });
  link.drop({ code: 'Disconnected', message: 'gone' });
  clock.advance(20_000);
  expect([attempts, closed]).toEqual([2, 1]);
  await link.close();
  finish({ ok: true, value: stream });
  await settle(() => 0);
  expect(closed).toBe(2);
  expect(link.stream).toBeNull();
  expect(clock.waiting).toBe(0);
});
