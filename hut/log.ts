/** One line of the hut's log: what happened, and facts that name no person. */
export type LogEntry = Record<string, unknown> & { what: string };
export type Log = (entry: LogEntry) => void;

/** Writes entries as JSON lines, each with the wall time and the process's own milliseconds. */
export function jsonLog(write: (line: string) => void, wall: () => number): Log {
  return (entry) => write(`${JSON.stringify({ at: new Date(wall()).toISOString(), ...entry })}\n`);
}
