import type { Wiring } from '../protocol.ts';

/** What a simulated board's processor sees of the board it sits on. Channels from 1. */
export interface Inside {
  address: number;
  channels: number;
  order: Wiring['order'];
  inputs: Wiring['inputs'];
  /** The status line of a channel as the board reads it now, wiring and broken switches included. */
  status(channel: number): boolean;
  /** The occupancy sensor of a channel. */
  occupied(channel: number): boolean;
}

/** An order that a board understood. The frame (`board.ts`) does it to the locks, then asks for the answer. */
export interface SimulatedOrder {
  is: 'open' | 'read' | 'other';
  /** The channels it is about; for `open` those that are fired, one after another. */
  channels: readonly number[];
  /** The answer after it is done; null where this board gives none. */
  answer(): Uint8Array | null;
  /** The answer of a board that does not do it, for a code of this protocol. */
  refuse?(code: number): Uint8Array;
}

/**
 * What the first bytes of a frame's worth of input are. `part`: more bytes may make a frame of it. `others`: a good
 * frame that is not for this board. `unknown`: nothing that this protocol has; a driver that sends it fails its
 * test.
 */
export type Heard =
  | { is: 'part' }
  | { is: 'others'; used: number }
  | { is: 'order'; used: number; order: SimulatedOrder }
  | { is: 'unknown' };

/** A protocol seen from the board: finds orders in bytes, answers them. All that its simulator has to bring. */
export interface Firmware {
  hear(bytes: Uint8Array): Heard;
  /** What it tells unasked when a door moves; null where this protocol has no such frame. */
  notice(channel: number): Uint8Array | null;
  /** A good frame that is no answer to any order for this board, such as one of another board on the wire. */
  stray(): Uint8Array;
  /** The codes by which such a board says no to an open, where it can. */
  refusals: readonly number[];
  /** The answer with a wrong bit: in its checksum, or where frames have none, in what it says. */
  badChecksum(answer: Uint8Array): Uint8Array;
  /** The same answer as another board would give it, its checksum right. */
  fromElsewhere(answer: Uint8Array): Uint8Array;
}

export type MakeFirmware = (inside: Inside) => Firmware;
