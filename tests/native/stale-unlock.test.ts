import fc from 'fast-check';
import { SerialPort } from 'serialport';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { mayHaveOpened } from '../../native/lock-board/lock-board.ts';
import { decodeShort } from '../../native/lock-board/xor-8a/frames.ts';
import type { ByteStream, OpenStream } from '../../native/port/byte-stream.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { pass, settle } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/**
 * An unlock that could not be sent is never sent later. Two layers see to it, and each is shown here without the other:
 * the bus hands nothing to a port that is down, and a port that was closed takes nothing and is never opened again.
 */

/** The worst port there is: one object for ever, which keeps what is written to it while closed and sends it when it is opened. */
function worstPort(path: string) {
  const sent: Uint8Array[] = [];
  let kept: Uint8Array[] = [];
  let plugged = false;
  let gone: (() => void) | null = null;
  let isOpen = false;
  const stream: ByteStream = {
    path,
    async write(bytes) {
      if (isOpen) sent.push(bytes);
      else kept.push(bytes);
      return { ok: true, value: undefined };
    },
    onData: () => {},
    onClose(take) {
      gone = take;
    },
    async close() {
      isOpen = false;
    },
  };
  const openStream: OpenStream = async () => {
    if (!plugged) return { ok: false, refusal: { code: 'PortMissing', message: 'no' } };
    isOpen = true;
    sent.push(...kept);
    kept = [];
    return { ok: true, value: stream };
  };
  return {
    openStream,
    sent,
    isOpen: () => isOpen,
    plug(on: boolean): void {
      plugged = on;
      if (on || !isOpen) return;
      isOpen = false;
      gone?.();
    },
  };
}

const acts = fc.oneof(
  fc.constant({ is: 'plug' } as const),
  fc.constant({ is: 'unplug' } as const),
  fc.record({
    is: fc.constant('open' as const),
    door: fc.integer({ min: 1, max: 50 }),
    deadlineMs: fc.constantFrom(100, 2_000, 600_000),
  }),
  fc.record({ is: fc.constant('read' as const), door: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ is: fc.constant('pass' as const), ms: fc.constantFrom(0, 50, 700, 5_000, 70_000) }),
);

test('the bus: what it says it has not sent never leaves, even by a port that keeps everything', async () => {
  const doors = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [String(i + 1), i + 1]));
  const config = BoardConfig.parse({ id: 'a', protocol: 'xor-8a', path: '/dev/x', doors });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 4, maxLength: 24 }), async (history) => {
      const clock = new SimClock();
      const port = worstPort('/dev/x');
      const boards = connectBoards([config], { clock, openStream: port.openStream });
      const [board] = boards.boards;
      if (board === undefined) throw new Error('no board');
      const wait = (ms: number) => pass(clock, ms, () => 0);
      const asked: { door: number; up: boolean; answer: ReturnType<typeof board.open> }[] = [];
      const used = new Set<number>();
      for (const [i, act] of history.entries()) {
        if (act.is === 'plug') port.plug(true);
        else if (act.is === 'unplug') port.plug(false);
        else if (act.is === 'pass') await wait(act.ms);
        else if (act.is === 'read') void board.readDoor(act.door);
        else if (!used.has(act.door)) {
          // One open a door, so that what was sent tells which of them it was.
          used.add(act.door);
          const { door, deadlineMs } = act;
          const up = port.isOpen();
          asked.push({ door, up, answer: board.open(door, { deadlineMs, operationId: `open-${i}` }) });
        }
      }
      port.plug(true);
      await wait(130_000);
      const fired = port.sent.flatMap((bytes) => {
        const frame = decodeShort(bytes);
        return frame?.is === 'open' ? [frame.lock] : [];
      });
      for (const { door, up, answer } of asked) {
        const said = await answer;
        // Nobody may count on a cable that is not there yet.
        if (!up) expect(said).toMatchObject({ ok: false, refusal: { code: 'NotSent' } });
        const times = fired.filter((lock) => lock === door).length;
        if (!said.ok && !mayHaveOpened(said.refusal)) {
          refused += 1;
          expect({ door, times }).toEqual({ door, times: 0 });
        } else expect({ door, times }).toEqual({ door, times: 1 });
      }
      await boards.close();
      expect(clock.waiting).toBe(0);
    }),
    { numRuns: 150 },
  );
  expect(refused).toBeGreaterThan(100);
});

test.each(['pty', 'tcp'] as const)(
  'the port (%s): whoever writes to one that was closed is told so, and it never leaves by the next',
  async (kind) => {
    const clock = new SimClock();
    const port = await makeSimulatedPort({ kind });
    onTestFinished(() => port.close());
    const far: number[] = [];
    port.far.onData((bytes) => far.push(...bytes));
    const open = openStreamWith(clock);
    const opened = async () => {
      const result = await open(port.path, 9600);
      if (!result.ok) throw new Error(result.refusal.message);
      result.value.onData(() => {});
      return result.value;
    };
    const streams: ByteStream[] = [];
    for (let n = 1; n <= 3; n++) {
      const now = await opened();
      // A driver without a bus, which writes to whatever it has ever had.
      for (const old of streams) {
        expect(await old.write(Uint8Array.of(0x8a))).toMatchObject({ refusal: { code: 'NotSent' } });
      }
      expect(await now.write(Uint8Array.of(n))).toMatchObject({ ok: true });
      await settle(() => (far.length < n ? 1 : 0));
      streams.push(now);
      await now.close();
      expect(await now.write(Uint8Array.of(0x8a))).toMatchObject({ refusal: { code: 'NotSent' } });
    }
    expect(far).toEqual([1, 2, 3]);
  },
);

test('the port: a serial port is never opened again, each opening is an object of its own', async () => {
  const port = await makeSimulatedPort();
  onTestFinished(() => port.close());
  const openings = vi.spyOn(SerialPort.prototype, 'open');
  const open = openStreamWith(new SimClock());
  for (let n = 0; n < 3; n++) {
    const opened = await open(port.path, 9600);
    if (!opened.ok) throw new Error(opened.refusal.message);
    await opened.value.close();
  }
  expect(openings.mock.calls.length).toBe(3);
  expect(new Set(openings.mock.contexts).size).toBe(3);
});
