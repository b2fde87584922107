import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import { HealthLevel } from '../domain/contract/health.ts';

/** Windows that may be lost within `windowLossSpan` before the shell gives up and lets the system restart it. */
export const windowLossLimit = 3;
/** Milliseconds. */
export const windowLossSpan = 5 * 60_000;
/** Milliseconds a page may be unresponsive before its renderer is ended. */
export const unresponsiveLimit = 10_000;

export type WindowLoss = { act: 'new-window'; losses: readonly number[] } | { act: 'give-up' };

/**
 * What to do when a window's renderer is gone.
 * @param losses monotonic times of earlier losses, as the last answer gave them
 * @param now monotonic milliseconds
 */
export function afterWindowLoss(losses: readonly number[], now: number): WindowLoss {
  const recent = [...losses.filter((at) => now - at < windowLossSpan), now];
  return recent.length > windowLossLimit ? { act: 'give-up' } : { act: 'new-window', losses: recent };
}

const firstDelay = 250;
const longestDelay = 10_000;
/** Milliseconds after which a hut process counts as having worked. */
const settledAfter = 60_000;

/**
 * How long to wait before the hut process is started anew.
 * @param failures exits in a row, this one counted, as the last answer gave them
 * @param ran milliseconds the process that has exited had run
 */
export function afterHutExit(failures: number, ran: number): { wait: number; failures: number } {
  const row = ran >= settledAfter ? 1 : failures + 1;
  return { wait: Math.min(firstDelay * 2 ** Math.min(row - 1, 10), longestDelay), failures: row };
}

/** Milliseconds between two questions to the hut process how it is. */
export const pingEvery = 10_000;
/**
 * Milliseconds without an answer after which a hut process counts as hanging and is ended. A disk that is dying may
 * hold a single write for half a minute.
 */
export const pingLimit = 60_000;
/**
 * The same for one that has not answered yet: it may be restoring the ledger of ten years, and would begin at the
 * beginning each time it were ended.
 */
export const startLimit = 15 * 60_000;

/**
 * Whether a hut process hangs. `heard`: when it last answered, or was started; monotonic milliseconds. `answered`: it
 * has answered before.
 */
export const hangs = (heard: number, now: number, answered: boolean): boolean =>
  now - heard >= (answered ? pingLimit : startLimit);

/**
 * Milliseconds without a sign of life after which a page counts as hanging, though nobody touches it. It gives one every
 * five seconds; Chromium lets a page whose screen is off think once a minute.
 */
export const pageLimit = 3 * 60_000;

const Pong = z.strictObject({
  type: z.literal('pong'),
  level: HealthLevel,
  /** Milliseconds since the page gave a sign of life; null while no page is connected. */
  page: z.number().min(0).nullable(),
});

/** A hut process's answer; null when the message is none. */
export function pongIn(message: unknown): z.infer<typeof Pong> | null {
  const read = Pong.safeParse(message);
  return read.success ? read.data : null;
}

/** Milliseconds before a page that did not load is asked for again: a disk that answers with errors may come back. */
const loadAgainAfter = 2_000;
/** Chromium's code of a load that another one replaced. */
const aborted = -3;

/** The piece of a page that tells how its loading went. */
export interface LoadedContents {
  on(
    event: 'did-fail-load',
    listener: (event: unknown, code: number, why: string, url: string, isMainFrame: boolean) => void,
  ): unknown;
}

/** Loads a page again for as long as it cannot be loaded: an error page would stand there for ever. */
export function watchLoading(contents: LoadedContents, clock: Clock, load: () => void): void {
  contents.on('did-fail-load', (_event, code, _why, _url, isMainFrame) => {
    if (isMainFrame && code !== aborted) clock.after(loadAgainAfter, load);
  });
}

/** The piece of a page that tells how it fares. */
export interface WatchedContents {
  on(event: 'render-process-gone', listener: (event: unknown, details: { reason: string }) => void): unknown;
  on(event: 'unresponsive', listener: () => void): unknown;
  on(event: 'responsive', listener: () => void): unknown;
  forcefullyCrashRenderer(): void;
}

/** Ends a renderer that hangs for `unresponsiveLimit`; tells once when it is gone, for whatever reason. */
export function watchPage(contents: WatchedContents, clock: Clock, onGone: (reason: string) => void): void {
  let calm: (() => void) | null = null;
  const settle = () => {
    calm?.();
    calm = null;
  };
  let gone = false;
  contents.on('unresponsive', () => {
    calm ??= clock.after(unresponsiveLimit, () => contents.forcefullyCrashRenderer());
  });
  contents.on('responsive', settle);
  contents.on('render-process-gone', (_event, { reason }) => {
    settle();
    if (gone) return;
    gone = true;
    onGone(reason);
  });
}
