/** Lines of the hub's log, by name, with their level. Fields name no person and hold no text from outside as it came. */
export const hubLogLevels = {
  'hub-ready': 'info',
  'hub-ended': 'info',
  /** A request was refused before it was known from whom; at most one line a second. */
  'stranger-refused': 'attention',
  /** A request of a hut was refused. */
  'hut-refused': 'attention',
  /** Events that this release cannot read were kept and parked. */
  parked: 'attention',
  'parked-read': 'info',
  'hut-enrolled': 'info',
  'key-confirmed': 'info',
  'key-revoked': 'info',
  'epoch-opened': 'attention',
  'case-opened': 'attention',
  'case-closed': 'info',
  /** What a browser gave for a passkey was not as it should be. */
  'desk-passkey-refused': 'info',
  /** The database did not answer; the hut sends again. At most one line a second. */
  'store-away': 'attention',
  /** A bug or a broken machine. */
  broken: 'fault',
} as const;

export type HubLogName = keyof typeof hubLogLevels;
export interface HubLogEntry {
  what: HubLogName;
  [field: string]: string | number | boolean;
}
export type HubLog = (entry: HubLogEntry) => void;

/** What a text from outside may put into a line: printable ASCII, at most 80 characters of it. */
export const plainText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);

/** Writes entries as JSON lines with time and level. */
export function jsonHubLog(write: (line: string) => void, wall: () => number): HubLog {
  return (entry) =>
    write(
      `${JSON.stringify({ at: new Date(wall()).toISOString(), level: hubLogLevels[entry.what], ...entry })}\n`,
    );
}
