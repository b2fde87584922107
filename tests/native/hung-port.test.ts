import { expect, test } from 'vitest';
import { realClock } from '../../hut/real-clock.ts';
import { makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { openSerialWith } from '../../native/port/serial.ts';
import { lockerOnBench } from './bench-locker.ts';

test('ten minutes of a board that hangs: found out by our own time-outs, asked seldom, nothing piles up', async () => {
  const b = await lockerOnBench();
  b.board.power(false);
  let sent = 0;
  b.driver.onRaw(({ direction }) => {
    if (direction === 'tx') sent += 1;
  });
  const before = process.cpuUsage();
  await b.pass(600_000);
  const { user, system } = process.cpuUsage(before);
  expect(b.driver.state).toMatchObject({ is: 'unreachable', why: { code: 'Silent' } });
  expect(sent).toBeGreaterThan(10);
  expect(sent).toBeLessThan(200);
  expect(b.clock.waiting).toBeLessThanOrEqual(4);
  // Microseconds, for ten minutes.
  expect(user + system).toBeLessThan(2_000_000);
});

/** Milliseconds of real time looked at: a measurement, nothing waits for it to be long enough. */
const window = 300;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test.runIf(process.platform !== 'win32')('ports that hung up at any moment leave the CPU idle', async () => {
  const open = openSerialWith(realClock);
  for (let trial = 0; trial < 48; trial++) {
    const port = await makeSimulatedPort({ kind: 'pty' });
    const opened = await open(port.path, 9600);
    if (!opened.ok) throw new Error(opened.refusal.message);
    opened.value.onData(() => {});
    // Bytes just under way either way, none, or a few turns ago: the library spins on some of these.
    if (trial % 2 === 0) port.far.write(Uint8Array.of(trial));
    if (trial % 3 === 0) void opened.value.write(Uint8Array.of(trial));
    for (let turns = 0; turns < trial % 8; turns++) await turn();
    await port.close();
  }
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, window));
  const { user, system } = process.cpuUsage(before);
  // A spin takes all of it.
  expect((user + system) / 1_000).toBeLessThan(window * 0.4);
});
