import { type Found, firstAnswer, mapExchange, noNotices } from '../framing.ts';
import type { Exchange, Match, Protocol } from '../protocol.ts';
import { bitOf, lockOfBit } from '../status-bits.ts';
import { asks, type Cu12Frame, cu12Frames } from './frames.ts';
import { cu12Firmware } from './simulator.ts';

/** Milliseconds a board has to answer; 300–500 in the field. */
const within = 500;
/** Status bytes for twelve locks. */
const statusBytes = 2;

/** An answer that says anything but "ok" is a refusal with that code. */
function orRejected(match: Match<Found<Cu12Frame>>): Match<Found<Cu12Frame>> {
  if (match.is === 'none' || !match.value.ok || match.value.value.frame.ask === asks.ok) return match;
  return {
    is: match.is,
    value: { ok: false, refusal: { code: 'BoardRejected', board: match.value.value.frame.ask } },
  };
}

/** `kerong-cu12` boards. One door is read by reading all. */
export const kerongCu12: Protocol = {
  name: 'kerong-cu12',
  facts: {
    baud: 19200,
    address: { min: 0, max: 255, usual: 0 },
    channels: 12,
    feedback: 'closed-is-1',
    order: 'low-first',
  },
  capabilities: { ackOnOpen: true, occupancy: false, multiOpen: false, checksum: true },
  frames: cu12Frames,
  busyAfterOpen: 300,
  simulator: cu12Firmware,
  codec({ address: board, feedback, order }) {
    const asked = (is: Cu12Frame['is'], lock: number, data: number): Exchange<Found<Cu12Frame>> => {
      const tx = cu12Frames.encode({ is, board, lock, ask: asks.order, data: new Uint8Array(0) });
      // The length is compared too: without its data, an answer may by chance still have a sum that fits.
      const isAnswer = (frame: Cu12Frame): frame is Cu12Frame =>
        frame.is === is &&
        frame.board === board &&
        frame.lock === lock &&
        frame.ask !== asks.order &&
        (frame.ask !== asks.ok || frame.data.length === data);
      return { tx, within, match: (received) => orRejected(firstAnswer(received, tx, cu12Frames, isAnswer)) };
    };
    const status = () => asked('status', 0, statusBytes);
    const channelOf = ({ data }: Cu12Frame, channel: number) => ({
      lock: lockOfBit(bitOf(data, channel, order), feedback),
    });
    return {
      open: (channel) => mapExchange(asked('unlock', channel - 1, 0), ({ raw }) => raw),
      readDoor: (channel) =>
        mapExchange(status(), ({ frame, raw }) => ({ ...channelOf(frame, channel), raw })),
      readAll: () =>
        mapExchange(status(), ({ frame, raw }) => ({ of: (channel) => channelOf(frame, channel), raw })),
      notices: noNotices,
    };
  },
};
