import type { DeviceTrouble } from '../../domain/contract/screen.ts';
import type { DoorSight } from '../../domain/door/noticing.ts';

/** Doors that answer one question together: those of one lock board. */
export interface DoorGroup {
  readonly doors: readonly number[];
  /** What each of them looks like; null when the board did not answer. */
  readAll(): Promise<ReadonlyMap<number, DoorSight> | null>;
  /** False while asking is of no use: the board is known to be away, and is looked for elsewhere. */
  reachable(): boolean;
}

/** All doors of the hut as one thing, whatever boards they hang on. */
export interface DoorWire {
  readonly doors: readonly number[];
  readonly groups: readonly DoorGroup[];
  /**
   * Sends one pulse, in this turn of the event loop when the bus is idle.
   * `not-sent`: surely nothing left. `no-reply`: it may have opened; only a reading can tell.
   */
  open(door: number, operation: string): Promise<'answered' | 'not-sent' | 'no-reply'>;
  /** Milliseconds for which a pulse gives power to the coil of this door. */
  coil(door: number): number;
  read(door: number): Promise<DoorSight | 'silence'>;
  reachable(door: number): boolean;
  /** Called whenever a board is found or lost. */
  onLink(take: () => void): void;
  /** Called when a board tells by itself that a door moved: a hint to read it. */
  onHint(take: (door: number) => void): void;
  troubles(): DeviceTrouble[];
  close(): Promise<void>;
}
