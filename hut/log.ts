import type { LogEntry } from './log-catalogue.ts';

export type { LogEntry } from './log-catalogue.ts';
export type Log = (entry: LogEntry) => void;

/** Where a bug or a broken machine was met: its stack, or what was thrown instead of an error. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Writes entries as JSON lines, each with the wall time and the process's own milliseconds. */
export function jsonLog(write: (line: string) => void, wall: () => number): Log {
  return (entry) => write(`${JSON.stringify({ at: new Date(wall()).toISOString(), ...entry })}\n`);
}
