import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exchange, Wiring } from '../../native/lock-board/protocol.ts';
import { protocolNames, protocolOf } from '../../native/lock-board/protocols.ts';
import { inputsOf } from './sensors.ts';
import { wiringOf } from './wiring.ts';

/** A locker, a board in it, and one question with the board's good answer. */
interface Asked {
  wiring: Wiring;
  open: readonly number[];
  occupied: readonly number[];
  channel: number;
  exchange: Exchange<unknown>;
  question: 'open' | 'readDoor' | 'readAll';
  answer: Uint8Array;
}

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const at = (bit >> 3) % bytes.length;
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << (bit & 7)));
};
/** Bytes with which no frame of any protocol begins. */
const garbage = fc.array(fc.constantFrom(0xfa, 0xfd, 0x99, 0xc7), { maxLength: 6 });

describe.each(protocolNames)('frames of %s', (protocol) => {
  const { facts } = protocolOf(protocol);
  const { capabilities, codec } = protocolOf(protocol);

  /** Questions of any kind to a board at any address, in a locker in any state. */
  const asked = (questions: Asked['question'][], known: boolean): fc.Arbitrary<Asked> =>
    fc
      .record({
        address: fc.integer({ min: facts.address.min, max: facts.address.max }),
        feedback: fc.constantFrom('closed-is-1', 'closed-is-0'),
        order: fc.constantFrom('high-first', 'low-first'),
        size: fc.integer({ min: 1, max: facts.channels }),
        question: fc.constantFrom(...questions),
        doors: fc.infiniteStream(fc.boolean()),
        things: fc.infiniteStream(fc.boolean()),
        pick: fc.nat(),
      })
      .map(({ address, feedback, order, size, question, doors, things, pick }) => {
        const channels = Array.from({ length: size }, (_, i) => i + 1);
        const channel = (pick % size) + 1;
        const open = channels.filter(() => doors.next().value);
        const occupied = channels.filter(() => things.next().value);
        const inputs = inputsOf(protocol, size);
        const wiring = wiringOf(protocol, { address, feedback, order, channels, inputs });
        const board = codec(wiring);
        const firmware = protocolOf(protocol).simulator({
          ...wiring,
          channels: size,
          status: (each) => open.includes(each) === (feedback === 'closed-is-0'),
          occupied: (each) => occupied.includes(each),
        });
        const answerOf = (exchange: Exchange<unknown>): Uint8Array => {
          const heard = firmware.hear(exchange.tx);
          if (heard.is !== 'order') throw new Error(`the board does not understand ${question}`);
          expect(heard.used).toBe(exchange.tx.length);
          return heard.order.answer() ?? new Uint8Array(0);
        };
        if (known) {
          // A board may be known by its earlier answers.
          const before = board.readAll();
          before.match(answerOf(before));
        }
        const exchange =
          question === 'readAll'
            ? board.readAll()
            : question === 'open'
              ? board.open(channel)
              : board.readDoor(channel);
        const answer = answerOf(exchange);
        return { wiring, open, occupied, channel, exchange, question, answer };
      });

  const readings = asked(['readDoor', 'readAll'], true);
  const any = asked(capabilities.ackOnOpen ? ['open', 'readDoor', 'readAll'] : ['readDoor', 'readAll'], true);

  /** The answer says what is so. */
  const expectTrue = ({ question, channel, open, occupied, wiring }: Asked, value: unknown): void => {
    const sensed = (each: number) => wiring.inputs === null || each in wiring.inputs.occupied;
    const reading = (each: number) => ({
      lock: open.includes(each) ? 'open' : 'closed',
      ...(capabilities.occupancy && sensed(each) && { occupied: occupied.includes(each) }),
    });
    if (question === 'readDoor') expect(value).toMatchObject(reading(channel));
    if (question !== 'readAll') return;
    const status = value as { of(channel: number): object };
    for (const each of wiring.channels) expect(status.of(each)).toEqual(reading(each));
  };

  test('what the board says is what is read, garbage and more frames around it or not', () => {
    fc.assert(
      fc.property(asked(['readDoor', 'readAll'], false), garbage, fc.boolean(), (one, before, twice) => {
        const wire = Uint8Array.from([...before, ...one.answer, ...(twice ? one.answer : [])]);
        const match = one.exchange.match(wire);
        if (match.is === 'none' || !match.value.ok) throw new Error(`no reading: ${match.is}`);
        expectTrue(one, match.value.value);
      }),
    );
  });

  test('an answer is not taken before it is whole', () => {
    fc.assert(
      fc.property(any, garbage, (one, before) => {
        const wire = Uint8Array.from([...before, ...one.answer]);
        for (let end = 0; end < wire.length; end++) {
          expect(one.exchange.match(wire.subarray(0, end)).is).not.toBe('answer');
        }
        expect(one.exchange.match(wire).is).not.toBe('none');
      }),
    );
  });

  test('the echo of a question is never a reading', () => {
    fc.assert(
      fc.property(readings, ({ exchange }) => {
        expect(exchange.match(exchange.tx).is).toBe('none');
      }),
    );
  });

  test('another board’s answer is none', () => {
    fc.assert(
      fc.property(any, (one) => {
        const { address } = one.wiring;
        const elsewhere = protocolOf(protocol)
          .simulator({
            ...one.wiring,
            channels: one.wiring.channels.length,
            status: () => false,
            occupied: () => false,
          })
          .fromElsewhere(one.answer);
        expect(elsewhere).not.toEqual(one.answer);
        expect({ address, ...one.exchange.match(elsewhere) }).toMatchObject({
          is: 'none',
          waste: 'WrongAddress',
        });
      }),
    );
  });

  if (capabilities.checksum) {
    test('a single wrong bit never becomes a reading or an acknowledgement', () => {
      fc.assert(
        fc.property(any, fc.nat(), (one, bit) => {
          const match = one.exchange.match(flipped(one.answer, bit));
          expect(match.is === 'none' || !match.value.ok).toBe(true);
        }),
        { numRuns: 1_000 },
      );
    });

    test('an order with a single wrong bit is none for the board', () => {
      fc.assert(
        fc.property(any, fc.nat(), ({ wiring, exchange }, bit) => {
          const firmware = protocolOf(protocol).simulator({
            ...wiring,
            channels: wiring.channels.length,
            status: () => false,
            occupied: () => false,
          });
          expect(firmware.hear(flipped(exchange.tx, bit)).is).not.toBe('order');
        }),
        { numRuns: 1_000 },
      );
    });
  } else {
    test('without a checksum, a single wrong bit around what the board says is no answer', () => {
      fc.assert(
        fc.property(any, fc.nat(), ({ exchange, answer }, bit) => {
          const around = [0, 1, 2, 3, answer.length - 1];
          const at = around[(bit >> 3) % around.length] ?? 0;
          expect(exchange.match(flipped(answer, at * 8 + (bit & 7))).is).toBe('none');
        }),
      );
    });
  }
});
