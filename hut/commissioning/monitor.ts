import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameSeen } from '../../domain/contract/commissioning-screen.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { explain } from '../../native/lock-board/explain.ts';
import type { RawFrame } from '../../native/lock-board/lock-board.ts';

/** `8A 01 01 11`, as it is read to somebody on the phone. */
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');

/** Frames kept: some minutes of a locker at rest. */
const kept = 2_000;

/** A frame with the wire it was on and the protocols spoken there. */
export type BusFrame = RawFrame & { path: string; spoken: readonly string[] };

/** The last frames in and out of all lock boards. */
export interface Monitor {
  take(frame: BusFrame): void;
  /** Newest last. */
  last(count: number): FrameSeen[];
  /** Writes all that is kept as text for support; the value is the file. */
  export(): Result<string, { message: string }>;
}

/** `directory`: where an export goes now. `wall`: milliseconds, for the name of the file. */
export function keepFrames({ directory, wall }: { directory: () => string; wall: () => number }): Monitor {
  let frames: BusFrame[] = [];
  let taken = 0;
  /** `from`: the last frames that were taken. */
  const seen = (from: typeof frames, first: number, before: number): FrameSeen[] =>
    from.map((frame, i) => {
      const last = i === 0 ? before : (from[i - 1]?.at ?? before);
      return {
        nth: taken - from.length + i + 1,
        at: Math.round(frame.at - first),
        after: Math.round((frame.at - last) * 10) / 10,
        direction: frame.direction,
        path: frame.path,
        hex: hexOf(frame.bytes.subarray(0, 190)),
        says: explain(frame.bytes, frame.spoken),
      };
    });
  return {
    take(frame) {
      frames.push(frame);
      taken += 1;
      // In pieces, so that each frame costs nothing.
      if (frames.length > 2 * kept) frames = frames.slice(-kept);
    },
    last(count) {
      const shown = frames.slice(-count);
      const before = frames.at(-count - 1)?.at ?? shown[0]?.at ?? 0;
      return seen(shown, shown[0]?.at ?? 0, before);
    },
    export() {
      const all = frames.slice(-kept);
      const first = all[0]?.at ?? 0;
      const lines = seen(all, first, first).map(
        ({ at, after, direction, path, hex, says }) =>
          `${String(at).padStart(9)} ms ${`+${after}`.padStart(8)} ${direction === 'tx' ? '→' : '←'} ${path} ${hex}${says === '' ? '' : `   ${says}`}`,
      );
      const stamp = new Date(wall()).toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
      const where = directory();
      const file = join(where, `bus-${stamp}.txt`);
      try {
        mkdirSync(where, { recursive: true, mode: 0o700 });
        writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
        return done(file);
      } catch (error) {
        return refused({ message: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}
