import type { Clock } from '../../domain/clock.ts';
import type { LockProtocolFacts, Order } from '../../domain/config/lock-protocols.ts';
import type { Result } from '../../domain/result.ts';
import type { OpenStream } from '../port/byte-stream.ts';
import { Link } from '../port/link.ts';
import { withoutEcho } from './board.ts';
import { Bus } from './bus.ts';
import { sameBytes } from './framing.ts';
import type { LockError, RawFrame } from './lock-board.ts';
import type { FoundBoard } from './probe.ts';
import type { Codec, Exchange, Lock, Status } from './protocol.ts';
import { protocolOf } from './protocols.ts';

/**
 * What one whole-board read says by either order of its status bytes, in the usual wiring: all their bits, index 0 for
 * channel 1. `channels`: how many such a board can have.
 */
export type BoardLook = Readonly<Record<Order, readonly Lock[]> & { channels: number }>;

/** Boards whose wiring is not known yet, looked at and never opened. */
export interface Survey {
  /** All boards, in the order given; refused when one of them does not answer. */
  look(): Promise<Result<BoardLook[], LockError>>;
  /**
   * One channel read alone, which no order of bytes can mix up; 'unknown' where the board answers such a question with
   * the state of all its doors. `board`: its place in the list.
   */
  readDoor(board: number, channel: number): Promise<Lock>;
  onRaw(take: (frame: RawFrame & { path: string }) => void): () => void;
  close(): Promise<void>;
}

/** One door is asked for by the same question as all: then a whole answer is all there is. */
const readsAllForOne = (codec: Codec, channel: number): boolean =>
  sameBytes(codec.readDoor(channel).tx, codec.readAll().tx);

/** False where only an opened door can tell which order the status bytes of such a board have. */
export function tellsOrderByHand({ protocol, address }: Pick<FoundBoard, 'protocol' | 'address'>): boolean {
  const { facts, codec } = protocolOf(protocol);
  const { feedback, order } = facts;
  const wiring = { address, feedback, order, channels: [1], pulseMs: 0, inputs: null, clearBusy: false };
  return facts.channels <= 8 || !readsAllForOne(codec(wiring), 1);
}

/** Milliseconds a reading may wait for its turn. */
const patience = 5_000;

interface Surveyed {
  codecs: Readonly<Record<Order, Codec>>;
  facts: LockProtocolFacts;
  ask<T>(exchange: Exchange<T>): Promise<Result<T, LockError>>;
}

/** Connects to found boards for reading. Boards on one path share its wire; the links find their ports again. */
export function surveyBoards(
  found: readonly FoundBoard[],
  { clock, openStream }: { clock: Clock; openStream: OpenStream },
): Survey {
  const wires = new Map<string, { link: Link; bus: Bus }>();
  const boards = found.map((board): Surveyed => {
    let wire = wires.get(board.path);
    if (wire === undefined) {
      const link = new Link(board.path, board.baud, { clock, openStream });
      wire = { link, bus: new Bus(link, board.baud, clock) };
      wires.set(board.path, wire);
    }
    const { bus } = wire;
    const { facts, codec: codecOf } = protocolOf(board.protocol);
    const codec = (order: Order): Codec =>
      codecOf({
        address: board.address,
        feedback: facts.feedback,
        order,
        channels: [1],
        pulseMs: 0,
        inputs: null,
        clearBusy: false,
      });
    return {
      codecs: { 'high-first': codec('high-first'), 'low-first': codec('low-first') },
      facts,
      ask: ({ tx, within, match }) =>
        bus.ask({
          board: `${board.path} ${board.protocol} ${board.address}`,
          urgent: false,
          tx,
          within,
          deadline: clock.mono() + patience,
          match: board.echo ? (received) => match(withoutEcho(received, tx)) : match,
        }),
    };
  });
  for (const { link } of wires.values()) link.start();
  return {
    async look() {
      const looks: BoardLook[] = [];
      for (const { codecs, facts, ask } of boards) {
        const answer = await ask(codecs[facts.order].readAll());
        if (!answer.ok) return answer;
        looks.push(byEitherOrder(answer.value, codecs, facts.channels));
      }
      return { ok: true, value: looks };
    },
    async readDoor(board, channel) {
      const one = boards[board];
      if (one === undefined) return 'unknown';
      const codec = one.codecs[one.facts.order];
      if (readsAllForOne(codec, channel)) return 'unknown';
      const answer = await one.ask(codec.readDoor(channel));
      return answer.ok ? answer.value.lock : 'unknown';
    },
    onRaw(take) {
      const ends = [...wires].map(([path, { bus }]) => bus.onRaw((frame) => take({ ...frame, path })));
      return () => {
        for (const end of ends) end();
      };
    },
    async close() {
      await Promise.all([...wires.values()].map(({ link }) => link.close()));
    },
  };
}

/** The same answer read by both orders. */
function byEitherOrder(status: Status, codecs: Surveyed['codecs'], channels: number): BoardLook {
  const bits = Math.ceil(channels / 8) * 8;
  const by = (order: Order): Lock[] => {
    const match = codecs[order].readAll().match(status.raw);
    const read = match.is === 'none' || !match.value.ok ? status : match.value.value;
    return Array.from({ length: bits }, (_, i) => read.of(i + 1).lock);
  };
  return { 'high-first': by('high-first'), 'low-first': by('low-first'), channels };
}
