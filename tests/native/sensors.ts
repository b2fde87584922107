import type { Wiring } from '../../native/lock-board/protocol.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';

/** Inputs of a `waveshare-relay` board. */
const count = 8;

/**
 * What the inputs of a board of so many channels tell, where that is a matter of wiring: a door switch for each
 * channel, then occupancy sensors as long as there are inputs. Null: this protocol has no such choice.
 */
export function inputsOf(protocol: string, channels: number): Wiring['inputs'] {
  if (!protocolOf(protocol).facts.own?.includes('inputs')) return null;
  const all = Array.from({ length: channels }, (_, i) => i + 1);
  const sensed = all.filter((channel) => channels + channel <= count);
  return {
    door: Object.fromEntries(all.map((channel) => [channel, channel])),
    occupied: Object.fromEntries(sensed.map((channel) => [channel, channels + channel])),
  };
}
