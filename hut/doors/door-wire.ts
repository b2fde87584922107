import type { DeviceTrouble } from '../../domain/contract/screen.ts';

export type Lock = 'open' | 'closed' | 'unknown';

/** All doors of the hut as one thing, whatever boards they hang on. */
export interface DoorWire {
  readonly doors: readonly number[];
  /**
   * Sends one pulse, in this turn of the event loop when the bus is idle.
   * `not-sent`: surely nothing left. `no-reply`: it may have opened; only a reading can tell.
   */
  open(door: number, operation: string): Promise<'answered' | 'not-sent' | 'no-reply'>;
  read(door: number): Promise<Lock | 'silence'>;
  /** Every door that answered; doors of a silent board are missing. */
  readAll(): Promise<Map<number, Lock>>;
  reachable(door: number): boolean;
  /** Called whenever a board is found or lost. */
  onLink(take: () => void): void;
  troubles(): DeviceTrouble[];
  close(): Promise<void>;
}
