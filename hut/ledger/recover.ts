import { copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import { type Backup, backupsIn } from '../backup/backup-name.ts';
import { adoptEvents, adoptOutside } from './adopt.ts';
import type { StoredEvent } from './chain.ts';
import { type LedgerFault, ledgerFault, systemFaultOf } from './fault.ts';
import { firstHash } from './head-file.ts';
import { type OldFile, openOldFile } from './old-file.ts';
import { openDatabase } from './open-database.ts';
import { type Built, type Replacement, type Restored, replaceLedger } from './replace-ledger.ts';
import type { LogEnd } from './verify.ts';

/** What the hub holds of this hut's log after an event, in order; null where it cannot be asked. */
export type HubLog = (after: { epoch: number; seq: number }) => Iterable<StoredEvent> | null;

export interface Recovery extends Replacement {
  /** Directories with backups. Its own one comes first; in the others only backups of this very log are taken. */
  places: readonly string[];
  /** Hash of the first event of this log, hexadecimal; null where nobody knows. */
  lineage: string | null;
  /** Whether a row outside of the log is what was written, where something can tell: see `adoptOutside`. */
  sound?: (table: string, row: Readonly<Record<string, unknown>>) => boolean;
  hubLog?: HubLog;
}

const start = { epoch: -1, seq: -1 };

/**
 * Puts a ledger that can be trusted in the place of a damaged, older or missing one: the newest backup that passes
 * every check, then what the old file's own log can still prove after it, then what the hub holds. Without any good
 * backup the old log alone, if all of it is proved or the hub goes on where it breaks off; and without any file what the
 * hub holds alone. It begins a new epoch. Everything old is kept in the quarantine. Where nothing good is found, nothing
 * is touched, and the fault says so; so it is where the disk has no room to build in, which says nothing of the backups.
 */
export function recover(recovery: Recovery): Result<Restored, LedgerFault> {
  const { dir, name, found } = recovery;
  return replaceLedger(recovery, (work) => {
    const old = openOldFile(dir, name, join(work, 'old'));
    try {
      const built = build(recovery, join(work, name), old);
      if (!built.ok) return built;
      return built.value === null
        ? refused(ledgerFault('corrupt', `${found}; there is no backup to go back to`))
        : done(built.value);
    } finally {
      old?.close();
      rmSync(join(work, 'old'), { recursive: true, force: true });
    }
  });
}

/** Faults of a file that is no good. All others are of the disk that is written to. */
const ofTheFile: readonly LedgerFault['code'][] = ['corrupt', 'not-a-ledger', 'newer'];

/** Builds from the newest backup that is good; null where there is nothing to build from. */
function build(recovery: Recovery, target: string, old: OldFile | null): Result<Built | null, LedgerFault> {
  const { places, log } = recovery;
  const candidates: ((Backup & { path: string }) | null)[] = [...backupsIn(places), null];
  /** Why a backup could not be copied: it may be as good as any, once that is over. */
  let notCopied: LedgerFault | null = null;
  const nothing = () => (notCopied === null ? done(null) : refused(notCopied));
  for (const backup of candidates) {
    const unusable = (message: string) =>
      log({ what: 'backup-unusable', backup: backup?.name ?? '', message });
    for (const end of ['', '-wal', '-shm']) rmSync(`${target}${end}`, { force: true });
    const asked = backup === null && old === null ? (recovery.hubLog?.(start) ?? null) : null;
    if (backup === null && old === null && asked === null) return nothing();
    try {
      if (backup !== null) copyFileSync(backup.path, target);
    } catch (error) {
      const fault = systemFaultOf(error);
      if (fault?.code === 'disk-full') return refused(fault);
      notCopied ??= fault;
      unusable(String(error));
      continue;
    }
    const opened = openDatabase(target, log, Number.POSITIVE_INFINITY);
    if (!opened.ok) {
      if (!ofTheFile.includes(opened.refusal.code)) return opened;
      if (backup === null) return nothing();
      unusable(opened.refusal.message);
      continue;
    }
    const db = opened.value;
    try {
      if (backup !== null && dirname(backup.path) !== places[0] && firstHash(db) !== recovery.lineage) {
        unusable('it is not known to be of this hut');
        continue;
      }
      const built = extend(recovery, db, old, backup);
      return built === null ? nothing() : done(built);
    } finally {
      db.close();
    }
  }
  return nothing();
}

/** Adds what the old file and the hub can prove after the backup. */
function extend(
  { sound = () => true, hubLog }: Recovery,
  db: Database.Database,
  old: OldFile | null,
  backup: Backup | null,
): Built | null {
  let adopted = adoptEvents(db, []);
  let broken = backup === null && old === null;
  const erased: string[] = [];
  if (old !== null) {
    const before = adopted.end;
    adopted = adoptEvents(db, old.events(before ?? start));
    // A file that ends before the backup has nothing to add, its tables least of all.
    const complete = adopted.complete && (adopted.events > 0 || endsAt(old, before));
    erased.push(...adopted.erased);
    broken = backup === null && !complete;
    if (complete || backup === null) adoptOutside(db, old.outside(), erased, sound);
  }
  const fromHub = hubLog?.(adopted.end ?? start) ?? null;
  let more = 0;
  if (fromHub !== null) {
    adopted = adoptEvents(db, fromHub);
    more = adopted.events;
    erased.push(...adopted.erased);
  }
  if (broken && more === 0) return null;
  adoptOutside(db, [], erased, sound);
  // Their own events are in the log already.
  return { from: backup?.name ?? (old === null ? 'hub' : 'log'), end: adopted.end, erased: [] };
}

/** Whether this very event is in the old file: then the file is as new as the backup. */
function endsAt(old: OldFile, end: LogEnd | null): boolean {
  if (end === null) return true;
  try {
    const [event] = old.events({ epoch: end.epoch, seq: end.seq - 1 });
    return event?.hash.equals(end.hash) === true;
  } catch {
    return false;
  }
}
