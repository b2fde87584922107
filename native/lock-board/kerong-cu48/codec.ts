import { type Found, firstAnswer, mapExchange, noNotices } from '../framing.ts';
import type { Exchange, Protocol } from '../protocol.ts';
import { bitOf, lockOfBit } from '../status-bits.ts';
import { type Cu48Frame, type Cu48Order, type Cu48Status, cu48Frames } from './frames.ts';
import { cu48Firmware } from './simulator.ts';

/** Milliseconds a board has to answer; 300–500 in the field. */
const within = 500;

/**
 * `kerong-cu48` boards. What they answer to an unlock is not known well enough: the door is read instead. Where the
 * config says that a board does answer (`expectsAck`), its status is taken for it.
 */
export const kerongCu48: Protocol = {
  name: 'kerong-cu48',
  facts: {
    baud: 19200,
    address: { min: 0, max: 255, usual: 0 },
    channels: 48,
    feedback: 'closed-is-1',
    order: 'low-first',
    // With some doors open, the status of a KR-CU16 begins as an unlock of lock 53: `02 ADDR 35 61 03 SUM`. There is
    // none such, and nobody says what a board does with it. The low half of that ADDR is always 0.
    notBeside: { protocol: 'kerong-cu16', addresses: Array.from({ length: 15 }, (_, board) => board << 4) },
  },
  capabilities: { ackOnOpen: false, occupancy: true, multiOpen: false, checksum: true },
  frames: cu48Frames,
  busyAfterOpen: 300,
  simulator: cu48Firmware,
  codec({ address: board, feedback, order }) {
    const asked = (is: Cu48Order['is'], lock: number): Exchange<Found<Cu48Status>> => {
      const tx = cu48Frames.encode({ is, board, lock });
      const isAnswer = (frame: Cu48Frame): frame is Cu48Status =>
        frame.is === 'status-is' && frame.board === board && frame.lock === lock;
      return { tx, within, match: (received) => firstAnswer(received, tx, cu48Frames, isAnswer) };
    };
    const channelOf = ({ locks, occupied }: Cu48Status, channel: number) => ({
      lock: lockOfBit(bitOf(locks, channel, order), feedback),
      occupied: bitOf(occupied, channel, order) === true,
    });
    return {
      open: (channel) => mapExchange(asked('unlock', channel - 1), ({ raw }) => raw),
      readDoor: (channel) =>
        mapExchange(asked('status', 0), ({ frame, raw }) => ({ ...channelOf(frame, channel), raw })),
      readAll: () =>
        mapExchange(asked('status', 0), ({ frame, raw }) => ({
          of: (channel) => channelOf(frame, channel),
          raw,
        })),
      notices: noNotices,
    };
  },
};
