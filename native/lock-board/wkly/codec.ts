import type { Feedback } from '../../../domain/config/lock-protocols.ts';
import { type Found, firstAnswer, framesIn, mapExchange } from '../framing.ts';
import type { Exchange, Lock, Match, Protocol } from '../protocol.ts';
import { lockCode, statusFailed, statusOk, type WklyFrame, wklyFrames } from './frames.ts';
import { wklyFirmware } from './simulator.ts';

/** Milliseconds a board has to answer: twice the 350, 100 and 200 ms seen in the field. */
const within = { open: 700, 'read-door': 300, 'read-all': 400 } as const;
type Question = keyof typeof within;

/** A board that says FF to an order refuses it. */
function orRejected(match: Match<Found<WklyFrame>>): Match<Found<WklyFrame>> {
  if (match.is === 'none' || !match.value.ok) return match;
  const status = match.value.value.frame.data[0] ?? statusFailed;
  return status === statusOk
    ? match
    : { is: match.is, value: { ok: false, refusal: { code: 'BoardRejected', board: status } } };
}

/** What the byte of a lock says; some boards have it inverted (`feedback` in the config). */
function lockOf(code: number | undefined, feedback: Feedback): Lock {
  if (code !== lockCode.open && code !== lockCode.closed) return 'unknown';
  return (code === lockCode.closed) === (feedback === 'closed-is-1') ? 'closed' : 'open';
}

/**
 * `wkly` boards. That a door opened comes from reading it: one board never answers an open (`expectsAck` in the
 * config), another has the lock inverted there too.
 */
export const wkly: Protocol = {
  name: 'wkly',
  facts: {
    baud: 9600,
    address: { min: 0, max: 255, usual: 0 },
    channels: 24,
    feedback: 'closed-is-1',
    order: 'low-first',
  },
  capabilities: { ackOnOpen: true, occupancy: false, multiOpen: true, checksum: true },
  frames: wklyFrames,
  busyAfterOpen: 350,
  simulator: wklyFirmware,
  codec({ address: board, feedback, channels }) {
    const asked = (
      is: Question,
      order: readonly number[],
      fits: (data: Uint8Array) => boolean,
    ): Exchange<Found<WklyFrame>> => {
      const tx = wklyFrames.encode({ is, board, data: Uint8Array.from(order) });
      // A refusal may come without what it refuses. It is never the echo: no channel is FF.
      const isAnswer = (frame: WklyFrame): frame is WklyFrame =>
        frame.is === is &&
        frame.board === board &&
        (fits(frame.data) || (frame.data.length === 1 && frame.data[0] === statusFailed));
      return {
        tx,
        within: within[is],
        match: (received) => orRejected(firstAnswer(received, tx, wklyFrames, isAnswer)),
      };
    };
    const ofDoor = (is: 'open' | 'read-door', channel: number) =>
      asked(is, [channel], (data) => data.length === 3 && data[1] === channel);
    // Status, how many channels follow, and one byte for each.
    const needed = Math.max(0, ...channels);
    const isStatus = (data: Uint8Array): boolean =>
      data.length >= 2 && data[1] === data.length - 2 && data[1] >= needed;
    return {
      open: (channel) => mapExchange(ofDoor('open', channel), ({ raw }) => raw),
      readDoor: (channel) =>
        mapExchange(ofDoor('read-door', channel), ({ frame, raw }) => ({
          lock: lockOf(frame.data[2], feedback),
          raw,
        })),
      readAll: () =>
        mapExchange(asked('read-all', [], isStatus), ({ frame, raw }) => ({
          of: (channel) => ({ lock: lockOf(frame.data[1 + channel], feedback) }),
          raw,
        })),
      notices(stray) {
        const found = framesIn(stray, wklyFrames);
        return {
          notices: found
            .filter(({ frame }) => frame.is === 'notice' && frame.board === board)
            .map(({ frame, raw }) => ({ channel: frame.data[0] ?? 0, raw })),
          used: found.length === 0 ? 0 : stray.length,
        };
      },
    };
  },
};
