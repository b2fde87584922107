import type { PortError } from '../port/byte-stream.ts';

/** HidUnavailable: the part of the system that reads HID devices does not load; `message` says what to install. */
export interface ScannerError {
  code: PortError['code'] | 'HidUnavailable';
  message: string;
}

export type ScannerState = { is: 'connecting' } | { is: 'connected' } | { is: 'down'; why: ScannerError };

/** One line of the config at work: found, opened, lost and found again, in the background and for ever. */
export interface Scanner {
  /** A port's path, or what kind of device is looked for. */
  readonly path: string;
  readonly state: ScannerState;
  /** Gives back a function that takes the listener away. */
  onState(take: (state: ScannerState) => void): () => void;
  close(): Promise<void>;
}

/** A line for the log. Never the code that was read. */
export type ScannerLog = (line: { device: string; event: string; detail?: string }) => void;
