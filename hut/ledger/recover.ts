import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '../../domain/clock.ts';
import type { EventBody } from '../../domain/ledger/events.ts';
import type { RestoreReason } from '../../domain/ledger/restore-events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { type Backup, backupsIn } from '../backup/backup-name.ts';
import type { Log } from '../log.ts';
import { adoptEvents, adoptOutside } from './adopt.ts';
import type { StoredEvent } from './chain.ts';
import { faultOf, type LedgerFault, ledgerFault, systemFaultOf } from './fault.ts';
import type { RecordedHead } from './head-file.ts';
import { openLedger } from './ledger.ts';
import { type OldFile, openOldFile } from './old-file.ts';
import { openDatabase } from './open-database.ts';
import { swapIn, workDirectory } from './quarantine.ts';
import { reasonText } from './reason-text.ts';
import type { LogEnd } from './verify.ts';

/** What the hub holds of this hut's log after an event, in order; null where it cannot be asked. */
export type HubLog = (after: { epoch: number; seq: number }) => Iterable<StoredEvent> | null;

export interface Recovery {
  /** Directory of the ledger, and the name of its file. */
  dir: string;
  name: string;
  clock: Clock;
  boot: string;
  log: Log;
  why: RestoreReason;
  /** What was found, in English, for the quarantine. */
  found: string;
  /** How far the log is known to have come; null where nobody knows. */
  recorded: Pick<RecordedHead, 'epoch' | 'seq' | 'at'> | null;
  /** Directories with backups. */
  places: readonly string[];
  /** Whether a row outside of the log is what was written, where something can tell: see `adoptOutside`. */
  sound?: (table: string, row: Readonly<Record<string, unknown>>) => boolean;
  hubLog?: HubLog;
}

export type Restored = EventBody<'ledger-restored'> & { quarantine: string };

interface Built {
  from: string;
  end: LogEnd | null;
}

const start = { epoch: -1, seq: -1 };

/**
 * Puts a ledger that can be trusted in the place of a damaged, older or missing one: the newest backup that passes
 * every check, then what the old file's own log can still prove after it, then what the hub holds. Without any good
 * backup the old log alone, if all of it is proved. It begins a new epoch. Everything old is kept in the quarantine.
 * Where nothing good is found, nothing is touched, and the fault says so.
 */
export function recover(recovery: Recovery): Result<Restored, LedgerFault> {
  const { dir } = recovery;
  let lock: Database.Database | null = null;
  try {
    // Two processes that start at once must not both do this. The lock goes with the process.
    lock = new Database(join(dir, 'restoring.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return underLock(recovery);
  } catch (error) {
    const fault = faultOf(error) ?? systemFaultOf(error);
    if (fault === null) throw error;
    return refused(fault);
  } finally {
    lock?.close();
    rmSync(join(dir, 'restoring.lock'), { force: true });
  }
}

function underLock(recovery: Recovery): Result<Restored, LedgerFault> {
  const { dir, name, clock, boot, log } = recovery;
  const work = join(dir, workDirectory);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true, mode: 0o700 });
  const old = openOldFile(dir, name, join(work, 'old'));
  const built = build(recovery, old);
  old?.close();
  if (built === null) {
    rmSync(work, { recursive: true, force: true });
    return refused(ledgerFault('corrupt', `${recovery.found}; there is no backup to go back to`));
  }
  rmSync(join(work, 'old'), { recursive: true, force: true });
  const opened = openLedger({ file: join(work, name), clock, boot, log });
  if (!opened.ok) return opened;
  const body = {
    why: recovery.why,
    from: built.from,
    backTo: built.end?.at ?? null,
    lost: lostOf(recovery, built.end),
  };
  const begun = opened.value.openEpoch(body);
  opened.value.close();
  if (!begun.ok) return begun;
  const quarantine = swapIn({ dir, name, at: clock.wall(), reason: reasonText(recovery, body) });
  log({ what: 'ledger-restored', quarantine, found: recovery.found, ...body });
  return done({ ...body, quarantine });
}

/** Builds in the work directory, from the newest backup that is good; null where there is nothing to build from. */
function build(recovery: Recovery, old: OldFile | null): Built | null {
  const target = join(recovery.dir, workDirectory, recovery.name);
  const candidates: ((Backup & { path: string }) | null)[] = [...backupsIn(recovery.places), null];
  for (const backup of candidates) {
    for (const end of ['', '-wal', '-shm']) rmSync(`${target}${end}`, { force: true });
    if (backup === null && old === null) return null;
    try {
      if (backup !== null) copyFileSync(backup.path, target);
    } catch (error) {
      recovery.log({ what: 'backup-unusable', backup: backup?.name ?? '', message: String(error) });
      continue;
    }
    const opened = openDatabase(target, recovery.log, Number.POSITIVE_INFINITY);
    if (!opened.ok) {
      if (backup === null) return null;
      recovery.log({ what: 'backup-unusable', backup: backup.name, message: opened.refusal.message });
      continue;
    }
    const db = opened.value;
    const built = extend(recovery, db, old, backup);
    db.close();
    return built;
  }
  return null;
}

/** Adds what the old file and the hub can prove after the backup. */
function extend(
  { sound = () => true, hubLog }: Recovery,
  db: Database.Database,
  old: OldFile | null,
  backup: Backup | null,
): Built | null {
  let adopted = adoptEvents(db, []);
  let complete = false;
  const erased: string[] = [];
  if (old !== null) {
    const before = adopted.end;
    adopted = adoptEvents(db, old.events(before ?? start));
    // A file that ends before the backup has nothing to add, its tables least of all.
    complete = adopted.complete && (adopted.events > 0 || endsAt(old, before));
    erased.push(...adopted.erased);
    if (backup === null && !complete) return null;
    if (complete || backup === null) adoptOutside(db, old.outside(), erased, sound);
  }
  const fromHub = hubLog?.(adopted.end ?? start) ?? null;
  if (fromHub !== null) {
    adopted = adoptEvents(db, fromHub);
    erased.push(...adopted.erased);
  }
  adoptOutside(db, [], erased, sound);
  return { from: backup?.name ?? 'log', end: adopted.end };
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

/** What is known to be missing after the last event that was kept. */
function lostOf({ recorded, clock }: Recovery, end: LogEnd | null): EventBody<'ledger-restored'>['lost'] {
  if (recorded === null) return { until: Math.trunc(clock.wall()), events: null };
  const events = recorded.seq - (end?.seq ?? 0);
  return events > 0 ? { until: recorded.at, events } : null;
}
