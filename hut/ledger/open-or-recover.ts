import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RestoreReason } from '../../domain/ledger/restore-events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { type Backup, backupsIn } from '../backup/backup-name.ts';
import { ownLogFile } from '../sync/own-log.ts';
import { faultOf, type LedgerFault, ledgerFault, systemFaultOf } from './fault.ts';
import { headFileOf, type RecordedHead, readHeadFile } from './head-file.ts';
import { joinHistories } from './join.ts';
import { type Ledger, type LedgerOptions, openLedger } from './ledger.ts';
import { partedFile, readDamaged, readParted } from './marks.ts';
import { finishSwap, isSwapBegun } from './quarantine.ts';
import { type Recovery, recover } from './recover.ts';
import { underRestoringLock } from './restoring-lock.ts';

export type OpenOptions = Omit<LedgerOptions, 'file'> &
  Pick<Recovery, 'dir' | 'name' | 'places' | 'sound' | 'hubLog'>;

/** How far the log is known to have come, by the witness or the newest backup, whoever knows more. */
export function farthestOf(
  dir: string,
  name: string,
  backups: readonly Backup[],
): Pick<RecordedHead, 'epoch' | 'seq' | 'at'> | null {
  const witness = readHeadFile(headFileOf(join(dir, name)));
  const [newest] = backups;
  if (newest === undefined) return witness;
  if (witness === null) return newest;
  const isNewer =
    newest.epoch > witness.epoch || (newest.epoch === witness.epoch && newest.seq > witness.seq);
  return isNewer ? newest : witness;
}

/** What a recovery has to work with: files and backups, by size and time. */
const signatureOf = (dir: string, name: string, places: readonly string[]): string =>
  [
    join(dir, name),
    join(dir, `${name}-wal`),
    join(dir, ownLogFile),
    ...backupsIn(places).map(({ path }) => path),
  ]
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return `${path} ${found?.size} ${found?.mtimeMs}`;
    })
    .join();

/**
 * Directories whose ledger could not be restored from what is there. A hut that waits tries again every few seconds;
 * to read gigabytes each time would wear the disk out and find the same.
 */
const hopeless = new Map<string, { tried: string; fault: LedgerFault }>();

interface Found {
  why: RestoreReason;
  fault: LedgerFault;
}

/**
 * Opens the ledger of a directory. One that is damaged, shorter than what was recorded, or gone although there was
 * one, is restored first (`recover`). Other faults (in-use, newer, a disk that answers with errors) are passed on.
 */
export function openOrRecover(options: OpenOptions): Result<Ledger, LedgerFault> {
  const { dir, name, clock, boot, log = () => {}, places, sound, hubLog } = options;
  const file = join(dir, name);
  try {
    if (isSwapBegun(dir)) underRestoringLock(dir, () => finishSwap(dir, name));
    // Only its own: on a stick may lie what another hut left there.
    const recorded = farthestOf(dir, name, backupsIn(places.slice(0, 1)));
    joinParted(options, recorded);
    const opened = openChecked({ ...options, file }, recorded);
    if (opened.ok) return opened;
    const { why, fault } = opened.refusal;
    if (fault.code !== 'corrupt' && fault.code !== 'not-a-ledger') return refused(fault);
    const tried = signatureOf(dir, name, places);
    const failed = hopeless.get(dir);
    if (failed?.tried === tried) return refused(failed.fault);
    const restored = recover({
      dir,
      name,
      clock,
      boot,
      log,
      why,
      found: fault.message,
      recorded,
      lineage: readHeadFile(headFileOf(file))?.first ?? null,
      places,
      ...(sound === undefined ? {} : { sound }),
      ...(hubLog === undefined ? {} : { hubLog }),
    });
    if (!restored.ok) {
      // A full disk may have room next time; what is not there does not come by itself.
      if (restored.refusal.code === 'corrupt') hopeless.set(dir, { tried, fault: restored.refusal });
      return restored;
    }
    hopeless.delete(dir);
    rmSync(join(dir, ownLogFile), { force: true });
    return openLedger({ ...options, file });
  } catch (error) {
    const fault = faultOf(error) ?? systemFaultOf(error);
    if (fault === null) throw error;
    return refused(fault);
  }
}

/**
 * Two histories of this hut become one, where a running hut found that they are two. What cannot be joined stays as it
 * is, and is found again by the next look at the hub.
 */
function joinParted(options: OpenOptions, recorded: Recovery['recorded']): void {
  const { dir, hubLog, log = () => {}, sound } = options;
  const parted = readParted(dir);
  // Whoever knows nothing of the hub leaves it to the next one who does.
  if (parted === null || hubLog === undefined) return;
  const found = `the hub holds events after ${parted.after} that this ledger does not`;
  const of = { dir, name: options.name, clock: options.clock, boot: options.boot, log, recorded, found };
  const joined = joinHistories(
    { ...of, why: 'behind', hubLog, ...(sound === undefined ? {} : { sound }) },
    parted,
  );
  if (!joined.ok) {
    const { code, message } = joined.refusal;
    log({ what: 'histories-not-joined', code, message });
  }
  for (const used of [partedFile, ownLogFile]) rmSync(join(dir, used), { force: true });
}

function openChecked(
  options: LedgerOptions & Pick<OpenOptions, 'dir'>,
  recorded: Pick<RecordedHead, 'epoch' | 'seq'> | null,
): Result<Ledger, Found> {
  const { file, dir } = options;
  const corrupt = (why: RestoreReason, message: string): { ok: false; refusal: Found } =>
    refused({ why, fault: ledgerFault('corrupt', message) });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const logSize = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  // An empty file is what a power cut leaves of the very first start; it is a loss only where there was a ledger.
  if (size === 0 && (recorded !== null || logSize > 0)) return corrupt('missing', 'the ledger is gone');
  const marked = readDamaged(dir);
  if (marked !== null) return corrupt('damaged', marked);
  const opened = openLedger(options);
  if (!opened.ok) return refused({ why: 'damaged', fault: opened.refusal });
  const ledger = opened.value;
  const head = ledger.head();
  if (recorded === null || head.epoch > recorded.epoch) return done(ledger);
  if (head.epoch === recorded.epoch && head.seq >= recorded.seq) return done(ledger);
  ledger.close();
  return corrupt(
    'behind',
    `the ledger ends at event ${head.epoch}/${head.seq}, and ${recorded.epoch}/${recorded.seq} had been recorded`,
  );
}
