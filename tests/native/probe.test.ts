import { expect, onTestFinished, test } from 'vitest';
import { probePort } from '../../native/lock-board/probe.ts';
import { protocolNames, protocolOf } from '../../native/lock-board/protocols.ts';
import { SimulatedBoard, type SimulatedBoardSettings } from '../../native/lock-board/simulator/board.ts';
import { SimulatedWire } from '../../native/lock-board/simulator/wire.ts';
import { surveyBoards } from '../../native/lock-board/survey.ts';
import { openStreamWith } from '../../native/port/open-stream.ts';
import { countedOpenStream, makeSimulatedPort } from '../../native/port/pseudo-terminal.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/** Boards on one real port, and time that passes until an answer is there. */
async function bench(settings: SimulatedBoardSettings[], kind: 'pty' | 'tcp' = 'pty') {
  const clock = new SimClock();
  const port = await makeSimulatedPort({ kind });
  const openStream = countedOpenStream(openStreamWith(clock), [port]);
  const wire = new SimulatedWire(port.far, { clock });
  const boards = settings.map((each) => new SimulatedBoard(wire, each));
  onTestFinished(() => port.close());
  const until = async <T>(work: Promise<T>): Promise<T> => {
    let over = false;
    void work.finally(() => {
      over = true;
    });
    while (!over) await pass(clock, 10, port.inFlight);
    return work;
  };
  return { clock, port, openStream, wire, boards, until };
}

const usual = (protocol: string): SimulatedBoardSettings => ({
  protocol,
  address: protocolOf(protocol).facts.address.usual,
  channels: Math.min(8, protocolOf(protocol).facts.channels),
  order: protocolOf(protocol).facts.order,
  feedback: protocolOf(protocol).facts.feedback,
});

test.each(protocolNames)(
  'finds a %s board by reading alone',
  async (protocol) => {
    const b = await bench([usual(protocol)]);
    const found = await b.until(probePort(b.port.path, b));
    expect(found).toMatchObject({
      ok: true,
      value: [
        { protocol, address: protocolOf(protocol).facts.address.usual, echo: false, path: b.port.path },
      ],
    });
    for (const board of b.boards) {
      expect(board.orders.filter(({ is }) => is === 'open')).toEqual([]);
      for (let channel = 1; channel <= 8; channel++) expect(board.pulses(channel)).toBe(0);
    }
  },
  20_000,
);

test('finds several boards on one wire, and tells an echoing adapter', async () => {
  const b = await bench([
    { ...usual('xor-8a'), address: 1 },
    { ...usual('xor-8a'), address: 7 },
  ]);
  for (const board of b.boards) board.faults.echo = Number.POSITIVE_INFINITY;
  const found = await b.until(probePort(b.port.path, b, { only: ['xor-8a'] }));
  expect(found).toMatchObject({
    ok: true,
    value: [
      { address: 1, echo: true },
      { address: 7, echo: true },
    ],
  });
});

test.each(protocolNames)(
  'a %s board at another address is found by a thorough search, and no coil is fired by it',
  async (protocol) => {
    const { min, usual: first } = protocolOf(protocol).facts.address;
    const b = await bench([{ ...usual(protocol), address: min === first ? min + 5 : min }]);
    expect(await b.until(probePort(b.port.path, b))).toEqual({ ok: true, value: [] });
    const found = await b.until(probePort(b.port.path, b, { thorough: true }));
    expect(found).toMatchObject({ ok: true, value: [{ protocol, address: min === first ? min + 5 : min }] });
    const [board] = b.boards;
    expect(board?.orders.filter(({ is }) => is === 'open')).toEqual([]);
    for (let channel = 1; channel <= 8; channel++) expect(board?.pulses(channel)).toBe(0);
  },
  20_000,
);

test.each(protocolNames)(
  'a %s board set to another speed is found by a thorough search',
  async (protocol) => {
    const b = await bench([usual(protocol)]);
    const [board] = b.boards;
    // What is sent at another speed is noise to it, and no orders.
    const openStream: typeof b.openStream = (path, baud) => {
      if (board) board.faults.wrongBaud = baud === 115_200 ? 0 : Number.POSITIVE_INFINITY;
      return b.openStream(path, baud);
    };
    const deps = { ...b, openStream };
    expect(await b.until(probePort(b.port.path, deps))).toEqual({ ok: true, value: [] });
    const found = await b.until(probePort(b.port.path, deps, { thorough: true }));
    expect(found).toMatchObject({ ok: true, value: [{ protocol, baud: 115_200 }] });
  },
  20_000,
);

test('boards that take 200 ms to answer, as some do, are all found', async () => {
  const b = await bench([0, 1, 2].map((address) => ({ ...usual('wkly'), address, answersAfter: 200 })));
  const found = await b.until(probePort(b.port.path, b, { only: ['wkly'] }));
  expect(found).toMatchObject({ ok: true, value: [{ address: 0 }, { address: 1 }, { address: 2 }] });
});

test('finds nobody behind a silent port, and says when there is no port', async () => {
  const b = await bench([]);
  expect(await b.until(probePort(b.port.path, b, { only: ['xor-8a'] }))).toEqual({ ok: true, value: [] });
  await b.until(b.port.unplug());
  expect(await b.until(probePort(b.port.path, b))).toMatchObject({
    ok: false,
    refusal: { code: 'PortMissing' },
  });
});

test('a survey reads by either order and alone, and opens nothing', async () => {
  const b = await bench([{ ...usual('xor-8a'), channels: 24, order: 'low-first' }]);
  const [board] = b.boards;
  const survey = surveyBoards(
    [
      {
        path: b.port.path,
        protocol: 'xor-8a',
        baud: 9600,
        address: 1,
        echo: false,
        channels: 24,
        raw: new Uint8Array(),
      },
    ],
    b,
  );
  await b.until(new Promise<void>((resolve) => b.clock.after(50, resolve)));
  board?.openDoor(3);
  const look = await b.until(survey.look());
  if (!look.ok) throw new Error(look.refusal.code);
  const open = (order: 'high-first' | 'low-first') =>
    look.value[0]?.[order].flatMap((lock, i) => (lock === 'open' ? [i + 1] : []));
  expect(open('low-first')).toEqual([3]);
  expect(open('high-first')).toEqual([19]);
  expect(await b.until(survey.readDoor(0, 3))).toBe('open');
  expect(await b.until(survey.readDoor(0, 19))).toBe('closed');
  expect(board?.orders.some(({ is }) => is === 'open')).toBe(false);
  await b.until(survey.close());
});
