import { type Found, firstAnswer, mapExchange, noNotices } from '../framing.ts';
import type { Exchange, Protocol } from '../protocol.ts';
import { bitOf, lockOfBit } from '../status-bits.ts';
import { type Cu16Frame, type Cu16Order, type Cu16Status, cu16Frames } from './frames.ts';
import { cu16Firmware } from './simulator.ts';

/** Milliseconds a board has to answer; 300–500 in the field. */
const within = 500;
/** Milliseconds left to a board for an answer that nobody waits for. */
const aside = 100;

/** `kerong-cu16` boards. An unlock has no answer that can be relied on: the door is read instead. */
export const kerongCu16: Protocol = {
  name: 'kerong-cu16',
  facts: {
    baud: 19200,
    // The fifteenth would be the whole bus.
    address: { min: 0, max: 14, usual: 0 },
    channels: 16,
    feedback: 'closed-is-1',
    order: 'low-first',
    own: ['clearBusy'],
  },
  capabilities: { ackOnOpen: false, occupancy: true, multiOpen: false, checksum: true },
  frames: cu16Frames,
  busyAfterOpen: 300,
  simulator: cu16Firmware,
  codec({ address: board, feedback, order, clearBusy }) {
    const isStatus = (frame: Cu16Frame): frame is Cu16Status =>
      frame.is === 'status-is' && frame.board === board;
    const asked = (is: Cu16Order['is'], lock = 0): Exchange<Found<Cu16Status>> => {
      const tx = cu16Frames.encode({ is, board, lock });
      return { tx, within, match: (received) => firstAnswer(received, tx, cu16Frames, isStatus) };
    };
    const channelOf = ({ locks, occupied }: Cu16Status, channel: number) => ({
      lock: lockOfBit(bitOf(locks, channel, order), feedback),
      occupied: bitOf(occupied, channel, order) === true,
    });
    return {
      open: (channel) => mapExchange(asked('unlock', channel - 1), ({ raw }) => raw),
      readDoor: (channel) =>
        mapExchange(asked('status'), ({ frame, raw }) => ({ ...channelOf(frame, channel), raw })),
      readAll: () =>
        mapExchange(asked('status'), ({ frame, raw }) => ({
          of: (channel) => channelOf(frame, channel),
          raw,
        })),
      afterOpen: () => (clearBusy ? [{ ...asked('unlock-time'), within: aside }] : []),
      notices: noNotices,
    };
  },
};
