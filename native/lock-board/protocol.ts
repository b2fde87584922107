import type { BoardConfig } from '../../domain/config/config.ts';
import type { Feedback, LockProtocolFacts, Order } from '../../domain/config/lock-protocols.ts';
import type { Result } from '../../domain/result.ts';
import type { Frames } from './framing.ts';
import type { LockError } from './lock-board.ts';
import type { MakeFirmware } from './simulator/firmware.ts';

export type { Order };

export type Lock = 'open' | 'closed' | 'unknown';

/** Why bytes that hold no answer are none. */
export type Waste = 'BadChecksum' | 'BadFrame' | 'WrongAddress';

/**
 * What a question makes of the bytes received so far. `held`: an answer that more bytes may still change; it is
 * taken when the line has been quiet. `waste`: why the bytes so far are no answer, for the time-out.
 */
export type Match<T> =
  | { is: 'answer'; value: Result<T, LockError> }
  | { is: 'held'; value: Result<T, LockError> }
  | { is: 'none'; waste?: Waste };

/** The same match with its answer read on. */
export const mapMatch = <A, B>(match: Match<A>, read: (answer: A) => B): Match<B> =>
  match.is === 'none' || !match.value.ok
    ? (match as Match<never>)
    : { is: match.is, value: { ok: true, value: read(match.value.value) } };

/** One question on the wire and how its answer is known. */
export interface Exchange<T> {
  tx: Uint8Array;
  /** Milliseconds the board has to answer. */
  within: number;
  /** `received`: all since the question left, the adapter's echo taken out. */
  match(received: Uint8Array): Match<T>;
}

/** What a board says of one channel. `occupied` only where it has such a sensor. */
export interface ChannelReading {
  lock: Lock;
  occupied?: boolean;
}

export interface Status {
  /** Channels from 1; 'unknown' beyond what the board told. */
  of(channel: number): ChannelReading;
  raw: Uint8Array;
}

/** How one board of the config is wired. */
export interface Wiring {
  address: number;
  feedback: Feedback;
  order: Order;
  /** Channels in use, ascending. */
  channels: readonly number[];
  /** Milliseconds of power for a coil, where the board lets us say. */
  pulseMs: number;
  /** Which input of the board tells what of a channel; null: input 1 is the door switch of channel 1, and so on. */
  inputs: BoardConfig['inputs'];
  /** See `afterOpen` of the codec. */
  clearBusy: boolean;
}

/** A channel that moved, as the firmware told unasked. */
export interface ChannelNotice {
  channel: number;
  raw: Uint8Array;
}

/** The questions one board understands. Pure, but it may remember how long its board's answers are. */
export interface Codec {
  /** One pulse. Where a board gives no answer that can be relied on, `answersOpen` of the protocol is false. */
  open(channel: number): Exchange<Uint8Array>;
  readDoor(channel: number): Exchange<ChannelReading & { raw: Uint8Array }>;
  readAll(): Exchange<Status>;
  /** Sent each time the port has been opened, before anything else. It never moves a door. */
  onConnect?(): Exchange<unknown>[];
  /** Sent after the answer to an open, or after the time that stands for it. Answers are not waited for. */
  afterOpen?(): Exchange<unknown>[];
  /** Unasked frames in stray bytes, and how many bytes from the start are dealt with. */
  notices(stray: Uint8Array): { notices: ChannelNotice[]; used: number };
}

/** All there is to know of one kind of lock board. */
export interface Protocol {
  /** By which the config calls it. */
  name: string;
  facts: LockProtocolFacts;
  capabilities: {
    /** The board answers an open. The config may say otherwise of a single board (`expectsAck`). */
    ackOnOpen: boolean;
    occupancy: boolean;
    multiOpen: boolean;
    checksum: boolean;
  };
  /** Every frame of this protocol, by which a bus is read out to people. */
  frames: Pick<Frames<object>, 'decode'>;
  /** Milliseconds after an open without an answer during which the board is left alone. */
  busyAfterOpen: number;
  codec(wiring: Wiring): Codec;
  /** The board's side of it. No protocol is spoken that has no simulated board. */
  simulator: MakeFirmware;
}
