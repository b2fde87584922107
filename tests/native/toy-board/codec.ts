import { firstAnswer, mapExchange, noNotices } from '../../../native/lock-board/framing.ts';
import type { Protocol } from '../../../native/lock-board/protocol.ts';
import { bitOf, lockOfBit } from '../../../native/lock-board/status-bits.ts';
import { type ToyFrame, toyFrames } from './frames.ts';
import { toyFirmware } from './simulator.ts';

export const toy: Protocol = {
  name: 'toy',
  facts: {
    baud: 9600,
    address: { min: 1, max: 16, usual: 1 },
    channels: 8,
    feedback: 'closed-is-1',
    order: 'low-first',
  },
  capabilities: { ackOnOpen: true, occupancy: false, multiOpen: false, checksum: true },
  frames: toyFrames,
  busyAfterOpen: 300,
  simulator: toyFirmware,
  codec({ address: board, feedback, order }) {
    const asked = (is: ToyFrame['is'], channel: number) => {
      const tx = toyFrames.encode({ is, answer: false, board, channel, status: 0 });
      const isAnswer = (frame: ToyFrame): frame is ToyFrame =>
        frame.answer && frame.is === is && frame.board === board && frame.channel === channel;
      return {
        tx,
        within: 400,
        match: (received: Uint8Array) => firstAnswer(received, tx, toyFrames, isAnswer),
      };
    };
    return {
      open: (channel) => mapExchange(asked('open', channel), ({ raw }) => raw),
      readDoor: (channel) =>
        mapExchange(asked('read', channel), ({ frame, raw }) => ({
          lock: lockOfBit(frame.status === 1, feedback),
          raw,
        })),
      readAll: () =>
        mapExchange(asked('read-all', 0), ({ frame, raw }) => ({
          of: (channel) => ({
            lock: lockOfBit(bitOf(Uint8Array.of(frame.status), channel, order), feedback),
          }),
          raw,
        })),
      notices: noNotices,
    };
  },
};
