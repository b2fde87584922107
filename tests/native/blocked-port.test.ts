import { expect, onTestFinished, test } from 'vitest';
import { BoardConfig } from '../../hut/config/config.ts';
import { connectBoards } from '../../native/lock-board/connect.ts';
import { mayHaveOpened } from '../../native/lock-board/lock-board.ts';
import { protocolNames, protocolOf } from '../../native/lock-board/protocols.ts';
import type { ByteStream } from '../../native/port/byte-stream.ts';
import { settle } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/** A port that opens and takes no byte: an adapter that hangs. What is written to it waits, and may leave later. */
function blockedPort(path: string) {
  const streams: { waiting: Uint8Array[]; closed: boolean }[] = [];
  const openStream = async (): Promise<{ ok: true; value: ByteStream }> => {
    const stream = { waiting: [] as Uint8Array[], closed: false };
    streams.push(stream);
    const value: ByteStream = {
      path,
      write: (bytes) => {
        stream.waiting.push(bytes);
        return new Promise(() => {});
      },
      onData: () => {},
      onClose: () => {},
      close: async () => {
        stream.closed = true;
      },
    };
    return { ok: true, value };
  };
  return { streams, openStream };
}

test.each(protocolNames)(
  '%s: nothing is written behind an order that a hung port has not taken',
  async (protocol) => {
    const clock = new SimClock();
    const port = blockedPort('/dev/x');
    const { usual } = protocolOf(protocol).facts.address;
    const config = BoardConfig.parse({
      id: 'a',
      protocol,
      path: '/dev/x',
      address: usual,
      doors: { 1: 1, 2: 2 },
    });
    const boards = connectBoards([config], { clock, openStream: port.openStream });
    onTestFinished(async () => {
      await boards.close();
      expect(clock.waiting).toBe(0);
    });
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 50) {
        await settle(() => 0);
        clock.advance(50);
      }
      await settle(() => 0);
    };
    await settle(() => 0);
    const [board] = boards.boards;
    const opening = board?.open(1, { deadlineMs: 20_000, operationId: 'one' });
    const behind = board?.open(2, { deadlineMs: 20_000, operationId: 'two' });
    await pass(2_000);
    const answers = await Promise.all([opening, behind]);
    // One of them, or what is asked at each connection, was handed to the port: nobody knows what becomes of it.
    for (const answer of answers) expect(answer?.ok).toBe(false);
    const doubtful = answers.filter((answer) => answer && !answer.ok && mayHaveOpened(answer.refusal));
    expect(doubtful.length).toBeLessThanOrEqual(1);
    expect(answers[1]).toMatchObject({ refusal: { code: 'NotSent' } });
    expect(port.streams.length).toBeGreaterThan(1);
    for (const { waiting } of port.streams) expect(waiting.length).toBeLessThanOrEqual(1);
    expect(port.streams.slice(0, -1).every(({ closed }) => closed)).toBe(true);
  },
);
