import { expect, test } from 'vitest';
import type { OpenStream, PortError } from '../../native/port/byte-stream.ts';
import { Link } from '../../native/port/link.ts';
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
