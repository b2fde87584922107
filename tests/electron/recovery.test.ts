import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterHutExit,
  afterWindowLoss,
  watchLoading,
  watchPage,
  windowLossSpan,
} from '../../electron/recovery.ts';
import { SimClock } from '../sim-clock.ts';
import { FakeContents } from './fakes.ts';

test('three lost windows in five minutes are replaced, the fourth ends the shell', () => {
  let losses: readonly number[] = [];
  for (const at of [0, 1000, 2000]) {
    const next = afterWindowLoss(losses, at);
    if (next.act === 'give-up') throw new Error(`gave up at ${at}`);
    losses = next.losses;
  }
  expect(afterWindowLoss(losses, windowLossSpan - 1)).toEqual({ act: 'give-up' });
  expect(afterWindowLoss(losses, windowLossSpan)).toMatchObject({ act: 'new-window' });
});

test('it never opens more than three windows in any five minutes', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3 * 60_000), { maxLength: 40 }), (gaps) => {
      let now = 0;
      let losses: readonly number[] = [];
      const opened: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const next = afterWindowLoss(losses, now);
        if (next.act === 'give-up') break;
        losses = next.losses;
        opened.push(now);
      }
      for (const at of opened) {
        expect(
          opened.filter((other) => other <= at && at - other < windowLossSpan).length,
        ).toBeLessThanOrEqual(3);
      }
    }),
  );
});

test('a hut process that fails at once is started later each time, one that had worked at once again', () => {
  const waits: number[] = [];
  let failures = 0;
  for (let i = 0; i < 9; i++) {
    const next = afterHutExit(failures, 100);
    failures = next.failures;
    waits.push(next.wait);
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  expect(afterHutExit(failures, 60_000)).toEqual({ wait: 250, failures: 1 });
});

test('a page unresponsive for ten seconds is ended; one that comes back is not', () => {
  const clock = new SimClock();
  const contents = new FakeContents();
  const gone: string[] = [];
  watchPage(contents, clock, (reason) => gone.push(reason));
  contents.tell('unresponsive');
  clock.advance(9_999);
  contents.tell('responsive');
  clock.advance(60_000);
  expect(contents.crashes).toBe(0);
  contents.tell('unresponsive');
  contents.tell('unresponsive');
  clock.advance(9_999);
  expect(contents.crashes).toBe(0);
  clock.advance(1);
  expect(contents.crashes).toBe(1);
  contents.emit('render-process-gone', {}, { reason: 'crashed' });
  contents.emit('render-process-gone', {}, { reason: 'killed' });
  expect(gone).toEqual(['crashed']);
});

test('a page that is gone is not ended once more', () => {
  const clock = new SimClock();
  const contents = new FakeContents();
  watchPage(contents, clock, () => {});
  contents.tell('unresponsive');
  contents.emit('render-process-gone', {}, { reason: 'oom' });
  clock.advance(60_000);
  expect(contents.crashes).toBe(0);
  expect(clock.waiting).toBe(0);
});

test('a page that did not load is loaded again, until it is there; what another load replaced is not', () => {
  const clock = new SimClock();
  const contents = new FakeContents();
  let loads = 0;
  watchLoading(contents, clock, () => loads++);
  contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://hut/', true);
  clock.advance(1_999);
  expect(loads).toBe(0);
  clock.advance(1);
  expect(loads).toBe(1);
  contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://hut/', true);
  contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://hut/clip.opus', false);
  clock.advance(60_000);
  expect(loads).toBe(1);
});
