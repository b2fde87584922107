import { type Found, framesIn, mapExchange, noNotices, sameBytes, wasteOf } from '../framing.ts';
import type { ChannelReading, Exchange, Match, Protocol } from '../protocol.ts';
import { lockOfBit } from '../status-bits.ts';
import { allCoils, flashCoil, functionOf, type ModbusFrame, modbusFrames, relays } from './frames.ts';
import { waveshareFirmware } from './simulator.ts';

/** Milliseconds a board has to answer; 300–500 in the field. */
const within = 500;
/** Milliseconds in one unit of a flash. */
const unitMs = 100;

type Order = ModbusFrame & { is: 'write-coil' | 'read-inputs' };
type Inputs = ModbusFrame & { is: 'inputs' };

/** An exchange whose answer may also be an exception. */
function exchange<T>(
  order: Order,
  answerOf: (found: Found<ModbusFrame>[], tx: Uint8Array) => Match<T>,
): Exchange<T> {
  const tx = modbusFrames.encode(order);
  const to = functionOf(order.is);
  return {
    tx,
    within,
    match(received) {
      const found = framesIn(received, modbusFrames);
      for (const { frame } of found) {
        if (frame.is !== 'exception' || frame.unit !== order.unit || frame.to !== to) continue;
        return { is: 'answer', value: { ok: false, refusal: { code: 'BoardRejected', board: frame.code } } };
      }
      const answer = answerOf(found, tx);
      return answer.is === 'none' ? { is: 'none', ...wasteOf(received, tx, found) } : answer;
    },
  };
}

/**
 * A write is answered by a copy of itself, and so it is by an adapter that echoes: one copy is held until the line
 * is quiet, since an exception may follow it.
 */
const writing = (unit: number, coil: number, value: number): Exchange<Uint8Array> =>
  exchange({ is: 'write-coil', unit, coil, value }, (found, tx) => {
    const copies = found.filter(({ raw }) => sameBytes(raw, tx));
    const first = copies[0];
    if (first === undefined) return { is: 'none' };
    return { is: copies.length > 1 ? 'answer' : 'held', value: { ok: true, value: first.raw } };
  });

const reading = (unit: number): Exchange<Found<Inputs>> =>
  exchange({ is: 'read-inputs', unit, first: 0, count: relays }, (found) => {
    for (const { frame, raw } of found) {
      if (frame.is !== 'inputs' || frame.unit !== unit) continue;
      return { is: 'answer', value: { ok: true, value: { frame, raw } } };
    }
    return { is: 'none' };
  });

/**
 * `waveshare-relay` boards. The board itself ends each pulse (a flash): a coil that waits for a second order to be
 * switched off burns when that order is lost. Doors and occupancy are read from its inputs; one door is read by
 * reading all.
 */
export const waveshareRelay: Protocol = {
  name: 'waveshare-relay',
  facts: {
    baud: 9600,
    // With higher ones its frames can be openings for an xor-8a board, which begin with 8A or 90.
    address: { min: 1, max: 127, usual: 1 },
    channels: 8,
    feedback: 'closed-is-1',
    order: 'low-first',
    own: ['pulseMs', 'inputs'],
    // The status of a KR-CU48 with the address 5 or 15 begins as an order to a relay of unit 2, `02 05 00 75 …` or
    // `02 0F 00 75 …`, and the state of its locks can be the checksum. No board has that many relays; nobody need try.
    notBeside: { protocol: 'kerong-cu48', addresses: [2] },
  },
  // Sensors are where the config says so.
  capabilities: { ackOnOpen: true, occupancy: true, multiOpen: false, checksum: true },
  frames: modbusFrames,
  busyAfterOpen: 300,
  simulator: waveshareFirmware,
  codec({ address: unit, feedback, pulseMs, inputs }) {
    const doorInput = (channel: number) => (inputs === null ? channel : inputs.door[channel]);
    const channelOf = (bits: number, channel: number): ChannelReading => {
      const isSet = (input: number): boolean => ((bits >> (input - 1)) & 1) === 1;
      const door = doorInput(channel);
      const sensor = inputs?.occupied[channel];
      return {
        lock: lockOfBit(door === undefined ? undefined : isSet(door), feedback),
        ...(sensor !== undefined && { occupied: isSet(sensor) }),
      };
    };
    return {
      open: (channel) => writing(unit, flashCoil + channel - 1, Math.round(pulseMs / unitMs)),
      readDoor: (channel) =>
        mapExchange(reading(unit), ({ frame, raw }) => ({ ...channelOf(frame.inputs, channel), raw })),
      readAll: () =>
        mapExchange(reading(unit), ({ frame, raw }) => ({
          of: (channel) => channelOf(frame.inputs, channel),
          raw,
        })),
      // Whatever another program left switched on: a coil under power burns.
      onConnect: () => [writing(unit, allCoils, 0)],
      notices: noNotices,
    };
  },
};
