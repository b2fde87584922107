import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  statfsSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { systemFaultOf } from './fault.ts';

/** Bytes kept for the day the disk is full: some ten thousand returns. */
export const reserveBytes = 16 * 1024 * 1024;
/** Bytes of it that are written at a time, so that nobody at the screen waits for it. */
const sliceBytes = 1024 * 1024;
export const reserveFile = 'reserve';
const growing = 'reserve.new';

/** `used`: the reserve is given up, returns go on, nothing is lent. `none`: not even that was enough. */
export type RoomState = 'enough' | 'used' | 'none';

/** Room on the disk that the ledger lies on. */
export interface Room {
  readonly state: RoomState;
  /** Bytes that may still be written, or null when the disk does not say. */
  free(): number | null;
  /** Whether the whole reserve is there. */
  reserved(): boolean;
  /** Gives the reserve up. False when there was none: then nothing can be written. */
  make(): boolean;
  /** A look at the disk; writes at most one slice of the reserve, and none while `busy`. */
  look(busy: boolean): void;
}

export interface RoomDeps {
  /** Directory of the ledger. */
  dir: string;
  /** Size of the reserve. */
  bytes?: number;
  /** Bytes that may still be written; a test tells otherwise. */
  free?: () => number;
  log: Log;
  changed: () => void;
}

const gone = (path: string): boolean => {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
};

/** Looks after the room on the disk. Faults of the disk are states, never thrown. */
export function createRoom({ dir, bytes = reserveBytes, free: told, log, changed }: RoomDeps): Room {
  const whole = join(dir, reserveFile);
  const part = join(dir, growing);
  // Not zeros: a file system that leaves those out would keep nothing.
  const slice = randomFillSync(Buffer.alloc(Math.min(sliceBytes, bytes)));
  let state: RoomState = 'enough';

  const turn = (to: RoomState) => {
    if (state === to) return;
    if (to === 'enough') log({ what: 'room-back', free: free() ?? -1 });
    else if (state === 'enough' || to === 'none') log({ what: 'room-short', state: to, free: free() ?? -1 });
    state = to;
    changed();
  };
  const free = (): number | null => {
    try {
      if (told !== undefined) return told();
      const disk = statfsSync(dir);
      return disk.bavail * disk.bsize;
    } catch {
      return null;
    }
  };
  const written = (): number => statSync(part, { throwIfNoEntry: false })?.size ?? 0;

  /** Appends a slice; names the file when it is whole. */
  const grow = () => {
    const fd = openSync(part, 'a', 0o600);
    try {
      writeSync(fd, slice);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    if (written() >= bytes) renameSync(part, whole);
  };

  return {
    get state() {
      return state;
    },
    free,
    reserved: () => existsSync(whole),
    make() {
      const had = [whole, part].map(gone).includes(true);
      turn(had ? 'used' : 'none');
      return had;
    },
    look(busy) {
      if (existsSync(whole)) return turn('enough');
      // Nothing to grow in while the folder itself is not there: that is told elsewhere.
      if (!existsSync(dir)) return;
      const room = free();
      // Twice what is missing, so that the next commit does not at once give it up again.
      const missing = bytes - written();
      if (room !== null && room < missing + bytes) {
        if (state === 'enough' || (state === 'none' && room >= slice.length)) turn('used');
        return;
      }
      if (busy && state === 'enough') return;
      try {
        // While nothing is lent, sooner.
        for (let i = state === 'enough' ? 2 : 4; i > 0 && !existsSync(whole); i--) grow();
        if (existsSync(whole)) turn('enough');
        else if (state === 'none') turn('used');
      } catch (error) {
        const fault = systemFaultOf(error);
        if (fault === null) throw error;
        gone(part);
        if (fault.code === 'disk-full') turn('used');
      }
    },
  };
}
