import { type Found, firstAnswer, mapExchange, noNotices } from '../framing.ts';
import type { Exchange, Match, Protocol } from '../protocol.ts';
import { bitOf, lockOfBit } from '../status-bits.ts';
import { opened, type WinnsenFrame, winnsenFrames } from './frames.ts';
import { winnsenFirmware } from './simulator.ts';

/** Milliseconds a board has to answer; 300–500 in the field. */
const within = 500;
/** The mask that asks for all doors. */
const allDoors = [0xff, 0xff];

function orRejected(match: Match<Found<WinnsenFrame>>): Match<Found<WinnsenFrame>> {
  if (match.is === 'none' || !match.value.ok) return match;
  const said = match.value.value.frame.data[1] ?? opened.failed;
  return said === opened.ok
    ? match
    : { is: match.is, value: { ok: false, refusal: { code: 'BoardRejected', board: said } } };
}

/**
 * `winnsen` boards. Without a checksum a reading may have a wrong bit, so the driver asks twice (`checksum: false`).
 * An acknowledgement is never proof of an open door anyway.
 */
export const winnsen: Protocol = {
  name: 'winnsen',
  facts: {
    baud: 9600,
    // With higher ones its frames can be openings for an xor-8a board, which begin with 8A or 90.
    address: { min: 0, max: 127, usual: 1 },
    // Two status bytes.
    channels: 16,
    feedback: 'closed-is-0',
    order: 'low-first',
  },
  capabilities: { ackOnOpen: true, occupancy: false, multiOpen: false, checksum: false },
  frames: winnsenFrames,
  busyAfterOpen: 350,
  simulator: winnsenFirmware,
  codec({ address: station, feedback, order }) {
    const asked = (
      is: WinnsenFrame['is'],
      data: readonly number[],
      fits: (data: Uint8Array) => boolean,
    ): Exchange<Found<WinnsenFrame>> => {
      const tx = winnsenFrames.encode({ is, answer: false, station, data: Uint8Array.from(data) });
      const isAnswer = (frame: WinnsenFrame): frame is WinnsenFrame =>
        frame.answer && frame.is === is && frame.station === station && fits(frame.data);
      return { tx, within, match: (received) => firstAnswer(received, tx, winnsenFrames, isAnswer) };
    };
    const poll = () => asked('poll', allDoors, () => true);
    const channelOf = ({ data }: WinnsenFrame, channel: number) => ({
      lock: lockOfBit(bitOf(data, channel, order), feedback),
    });
    return {
      open(channel) {
        const exchange = asked('open', [channel], ([lock]) => lock === channel);
        return mapExchange(
          { ...exchange, match: (received) => orRejected(exchange.match(received)) },
          ({ raw }) => raw,
        );
      },
      readDoor: (channel) => mapExchange(poll(), ({ frame, raw }) => ({ ...channelOf(frame, channel), raw })),
      readAll: () =>
        mapExchange(poll(), ({ frame, raw }) => ({ of: (channel) => channelOf(frame, channel), raw })),
      notices: noNotices,
    };
  },
};
