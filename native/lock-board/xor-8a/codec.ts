import { mapMatch, type Protocol } from '../protocol.ts';
import { bitOf, lockOfBit } from '../status-bits.ts';
import { lockOf, openCommand, readAllCommand, readCommand, xor8aFrames } from './frames.ts';
import { matchOpen, matchRead, matchReadAll, shortFrames } from './match.ts';
import { xor8aFirmware } from './simulator.ts';

/** Milliseconds a board has to answer; 300–500 in the field. */
const within = 500;

/** `xor-8a` boards (锁控板, frames 8A/80). */
export const xor8a: Protocol = {
  name: 'xor-8a',
  facts: {
    baud: 9600,
    address: { min: 1, max: 32, usual: 1 },
    channels: 50,
    feedback: 'closed-is-1',
    order: 'high-first',
    // Both protocols have frames that begin with 90; with this address the checksum can fit.
    notBeside: { protocol: 'winnsen', addresses: [7] },
  },
  capabilities: { ackOnOpen: true, occupancy: false, multiOpen: true, checksum: true },
  frames: xor8aFrames,
  busyAfterOpen: 350,
  simulator: xor8aFirmware,
  codec({ address, feedback, order, channels }) {
    const atLeast = Math.ceil(Math.max(1, ...channels) / 8);
    // Status bytes this board has answered with before: its length does not follow from the number of doors.
    let known: number | null = null;
    const read = ({ status, raw }: { status: Uint8Array; raw: Uint8Array }) => {
      known = status.length;
      return { of: (channel: number) => ({ lock: lockOfBit(bitOf(status, channel, order), feedback) }), raw };
    };
    return {
      open(channel) {
        const tx = openCommand(address, channel);
        return { tx, within, match: (received) => matchOpen(received, tx, feedback) };
      },
      readDoor(channel) {
        const tx = readCommand(address, channel);
        return {
          tx,
          within,
          match: (received) =>
            mapMatch(matchRead(received, tx), ({ code, raw }) => ({ lock: lockOf(code, feedback), raw })),
        };
      },
      readAll() {
        const tx = readAllCommand(address);
        return {
          tx,
          within,
          match: (received) => mapMatch(matchReadAll(received, tx, { known, atLeast }), read),
        };
      },
      notices(stray) {
        const frames = shortFrames(stray);
        const last = frames.at(-1);
        return {
          notices: frames
            .filter(({ frame }) => frame.board === address && frame.is.startsWith('notice'))
            .map(({ frame, raw }) => ({ channel: frame.lock, raw })),
          used: last === undefined ? 0 : stray.length,
        };
      },
    };
  },
};
