import { expect, onTestFinished, test } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { SimulatedBoard } from '../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../native/lock-board/simulator/wire.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

test('two boards on one wire: each hears its own, and a dead one does not stop the other', async () => {
  const clock = new SimClock();
  const port = await makeSimulatedPort();
  const wire = new SimulatedWire(port.far, { clock });
  const one = new SimulatedBoard(wire, { protocol: 'xor-8a', address: 1 });
  const two = new SimulatedBoard(wire, { protocol: 'xor-8a', address: 2 });
  let opened = 0;
  const open = countedOpenStream(openStreamWith(clock), [port]);
  const config = (id: string, address: number, door: number) =>
    BoardConfig.parse({ id, protocol: 'xor-8a', path: port.path, address, doors: { [door]: 1 } });
  const boards = connectBoards([config('a', 1, 1), config('b', 2, 2)], {
    clock,
    openStream: (path, baud) => {
      opened += 1;
      return open(path, baud);
    },
  });
  onTestFinished(async () => {
    await boards.close();
    await port.close();
  });
  const go = (ms: number) => pass(clock, ms, port.inFlight);
  await go(1_000);
  const opening = boards.boardOf(2)?.open(2, { deadlineMs: 1_000, operationId: 'two' });
  await go(1_000);
  expect(await opening).toMatchObject({ ok: true });
  expect([one.pulses(1), two.pulses(1)]).toEqual([0, 1]);

  one.power(false);
  await go(300_000);
  expect(boards.board('a')?.state).toMatchObject({ is: 'unreachable', why: { code: 'Silent' } });
  expect(boards.board('b')?.state).toEqual({ is: 'connected' });
  expect(opened).toBe(1);
  const reading = boards.board('b')?.readDoor(2);
  await go(2_000);
  expect(await reading).toMatchObject({ ok: true, value: { lock: 'open' } });
  expect(wire.errors).toEqual([]);
});
