import type { Result } from '../../domain/result.ts';
import type { PortError } from '../port/byte-stream.ts';

/**
 * Why an order to a board failed. NotSent and Expired: no byte left and none will, so it is safe to try again.
 * For an open, everything else means it **may have opened**: read the door before anything else.
 */
export type LockError =
  /** The link is down (`why` says how), or it went down before this order's turn. */
  | { code: 'NotSent'; why: PortError }
  /** The deadline passed before its turn came. */
  | { code: 'Expired' }
  /** The link went down after it was sent. */
  | { code: 'Disconnected'; why: PortError }
  /** No answer within the reply time-out. */
  | { code: 'Timeout' }
  /** Only an answer with a wrong checksum came. */
  | { code: 'BadChecksum' }
  /** Only bytes came that are no answer. */
  | { code: 'BadFrame' }
  /** Only an answer for another board or door came. */
  | { code: 'WrongAddress' }
  /** The board says it did not open; with an echoing adapter that may be the echo (`echo` in the config). */
  | { code: 'BoardRejected'; board: number }
  /** This board has no such door. */
  | { code: 'Unsupported' };

/** True when the coil may have fired although the order failed. */
export const mayHaveOpened = (error: LockError): boolean =>
  error.code !== 'NotSent' && error.code !== 'Expired' && error.code !== 'Unsupported';

export interface DoorReading {
  door: number;
  lock: 'open' | 'closed' | 'unknown';
  /** Whether something is in the compartment, where the board has such a sensor. */
  occupied?: boolean;
  /** Monotonic milliseconds at which the answer was complete. */
  at: number;
  raw: Uint8Array;
}

/** The board took the pulse. Not proof of an open door: read it. */
export interface OpenAck {
  at: number;
  raw: Uint8Array;
}

/** `Silent`: the port works but the board does not answer. */
export type LinkState =
  | { is: 'connecting' }
  | { is: 'connected' }
  | { is: 'unreachable'; why: PortError | { code: 'Silent'; message: string } };

/** For a bus monitor. `at`: monotonic milliseconds. */
export interface RawFrame {
  direction: 'tx' | 'rx';
  bytes: Uint8Array;
  at: number;
}

/** A door that moved by itself, as the firmware told unasked. A hint to read it, not a reading. */
export interface Notice {
  door: number;
  raw: Uint8Array;
  at: number;
}

export interface LockBoard {
  readonly id: string;
  readonly doors: readonly number[];
  readonly state: LinkState;
  /** Milliseconds for which it gives power to a coil. */
  readonly pulseMs: number;
  readonly capabilities: { ackOnOpen: boolean; occupancy: boolean; multiOpen: boolean; checksum: boolean };
  /**
   * Sends one pulse, once. `deadlineMs`: milliseconds from now after which it is not sent any more.
   * `operationId`: an id that is given again gets the first answer again and no second pulse.
   */
  open(
    door: number,
    options: { deadlineMs: number; operationId: string },
  ): Promise<Result<OpenAck, LockError>>;
  readDoor(door: number): Promise<Result<DoorReading, LockError>>;
  /** All doors of the board by one question. */
  readAll(): Promise<Result<DoorReading[], LockError>>;
  /** These give back a function that takes the listener away. */
  onState(take: (state: LinkState) => void): () => void;
  onRaw(take: (frame: RawFrame) => void): () => void;
  onNotice(take: (notice: Notice) => void): () => void;
}
