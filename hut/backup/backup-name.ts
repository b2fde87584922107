import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where a hut keeps its backups, below the directory of its ledger; the same files lie in a second place. */
export const backupDirectory = 'backups';

/** What the name of a backup says, so that a list of files is a list of backups. */
export interface Backup {
  name: string;
  /** Wall time when it was made, milliseconds since 1970, to the second; as wrong as the clock was. */
  at: number;
  /** The last event in it. */
  epoch: number;
  seq: number;
}

/** `ledger-20260302T080000Z-e1-000123.db`: in the order of names within an epoch and a year. */
export function backupName({ at, epoch, seq }: Omit<Backup, 'name'>): string {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  return `ledger-${time}-e${epoch}-${String(seq).padStart(6, '0')}.db`;
}

const shape = /^ledger-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-e(\d+)-(\d{6,})\.db$/;

/** Reads a name back; null for any other file. */
export function readBackupName(name: string): Backup | null {
  const [year, month, day, hour, minute, second, epoch, seq] = shape.exec(name)?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || epoch === undefined || seq === undefined) return null;
  return { name, at: Date.UTC(year, month - 1, day, hour, minute, second), epoch, seq };
}

/** Later in the log first; the clock decides only between two of the same event. */
export const newestFirst = (a: Backup, b: Backup): number =>
  b.epoch - a.epoch || b.seq - a.seq || b.at - a.at;

/** The backups in a directory, newest first; none where it cannot be read. */
export function listBackups(directory: string): Backup[] {
  try {
    return readdirSync(directory)
      .flatMap((name) => readBackupName(name) ?? [])
      .sort(newestFirst);
  } catch {
    return [];
  }
}

/** The backups in several places, newest first, each with its whole path. */
export function backupsIn(places: readonly string[]): (Backup & { path: string })[] {
  return places
    .flatMap((place) => listBackups(place).map((backup) => ({ ...backup, path: join(place, backup.name) })))
    .sort(newestFirst);
}
