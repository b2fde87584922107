import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { Clock } from '../domain/clock.ts';

export const logDirectory = 'log';
const logName = 'hut.log';

/** Bounds of the log on disk and in memory. */
export const logLimits = {
  /** Bytes of one file. */
  size: 1024 * 1024,
  /** Files before the present one; the oldest goes. Some 8 MiB in all, weeks of a busy hut. */
  rotate: 7,
  /** Bytes that wait for a slow disk; more are dropped. */
  waiting: 256 * 1024,
  /** Before a file that could not be written is tried again, milliseconds. */
  again: 10_000,
} as const;

export interface LogFileDeps {
  /** The data directory. It is not made here: one that vanished must not come back as a folder of logs. */
  dir: string;
  clock: Clock;
  /** True while the disk is full: what room is left is for returns. */
  hold: () => boolean;
  limits?: Partial<Record<keyof typeof logLimits, number>>;
}

/** The log below the data directory. */
export interface LogFile {
  /** Takes a line or drops it; never waits and never throws. */
  write(line: string): void;
  /** Lines that could not be written since the last that could. */
  dropped(): number;
  close(): Promise<void>;
}

/** Opens `log/hut.log`; `hut.log.1` is the file before. Where it cannot be written, lines are dropped and counted. */
export function openLogFile({ dir, clock, hold, limits }: LogFileDeps): LogFile {
  const { size, rotate, waiting, again } = { ...logLimits, ...limits };
  const path = join(dir, logDirectory);
  let stream: RotatingFileStream | null = null;
  let retryAt = 0;
  let dropped = 0;
  let because = '';

  const failed = (error: unknown) => {
    because = error instanceof Error ? error.message : String(error);
    stream = null;
    retryAt = clock.mono() + again;
  };
  const open = (): RotatingFileStream | null => {
    if (stream !== null) return stream;
    if (clock.mono() < retryAt || !existsSync(dir)) return null;
    try {
      if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      failed(error);
      return null;
    }
    const opened = createStream((index) => (index ? `${logName}.${String(index)}` : logName), {
      path,
      size: `${size}B`,
      rotate,
      mode: 0o600,
    });
    opened.on('error', (error) => {
      if (stream === opened) failed(error);
    });
    stream = opened;
    return opened;
  };

  return {
    write(line) {
      const to = hold() ? null : open();
      if (to === null || to.writableLength > waiting) {
        dropped += 1;
        return;
      }
      if (dropped > 0) {
        const at = new Date(clock.wall()).toISOString();
        to.write(`${JSON.stringify({ at, what: 'log-dropped', lines: dropped, error: because })}\n`);
        dropped = 0;
        because = '';
      }
      to.write(line);
    },
    dropped: () => dropped,
    async close() {
      const closing = stream;
      stream = null;
      retryAt = Number.POSITIVE_INFINITY;
      if (closing === null) return;
      await new Promise<void>((resolve) => {
        closing.once('close', () => resolve());
        closing.once('error', () => resolve());
        closing.end(() => resolve());
      });
    },
  };
}
