import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { type EventBody, event } from '../../domain/ledger/events.ts';
import type { RestoreReason } from '../../domain/ledger/restore-events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Log } from '../log.ts';
import { faultOf, type LedgerFault, ledgerFault, systemFaultOf } from './fault.ts';
import type { RecordedHead } from './head-file.ts';
import { isHeld } from './is-held.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { forgetMarks } from './marks.ts';
import { swapIn, workDirectory } from './quarantine.ts';
import { reasonText } from './reason-text.ts';
import { underRestoringLock } from './restoring-lock.ts';
import type { LogEnd } from './verify.ts';

export interface Replacement {
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
}

/** A ledger that was built in the work directory and closed again. */
export interface Built {
  /** Name of the backup it came from, `log` or `hub`. */
  from: string;
  end: LogEnd | null;
  /** Persons who were erased later than what was built from: the new epoch says so. */
  erased: readonly string[];
  /** What remains to be written once the new epoch has begun, to the ledger that is open for it. */
  finish?: (ledger: Ledger) => Result<null, LedgerFault>;
}

export type Restored = EventBody<'ledger-restored'> & { quarantine: string };

/**
 * Builds a ledger in the work directory, begins a new epoch on it, and puts it in the place of the present one, which
 * goes to the quarantine. What `build` refuses, and any fault of the disk before the swap, leaves all as it was.
 */
export function replaceLedger(
  replacement: Replacement,
  build: (work: string) => Result<Built, LedgerFault>,
): Result<Restored, LedgerFault> {
  try {
    return underRestoringLock(replacement.dir, () => underLock(replacement, build));
  } catch (error) {
    const fault = faultOf(error) ?? systemFaultOf(error);
    if (fault === null) throw error;
    return refused(fault);
  }
}

function underLock(
  replacement: Replacement,
  build: (work: string) => Result<Built, LedgerFault>,
): Result<Restored, LedgerFault> {
  const { dir, name, clock, log, found } = replacement;
  const work = join(dir, workDirectory);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true, mode: 0o700 });
  let ready: Result<EventBody<'ledger-restored'>, LedgerFault> | null = null;
  try {
    ready = makeReady(replacement, work, build);
    // Whoever opened the present one meanwhile would go on writing to a file in the quarantine.
    if (ready.ok && isHeld(join(dir, name))) ready = refused(ledgerFault('in-use', held));
  } finally {
    // What came to nothing takes no room on a disk that may have none.
    if (ready?.ok !== true) rmSync(work, { recursive: true, force: true });
  }
  if (!ready.ok) return ready;
  const body = ready.value;
  const quarantine = swapIn({ dir, name, at: clock.wall(), reason: reasonText({ found }, body) });
  forgetMarks(dir);
  log({ what: 'ledger-restored', quarantine, found, ...body });
  return done({ ...body, quarantine });
}

/** Builds the ledger and begins the new epoch: all of it is in the one file that is put in place, or it is refused. */
function makeReady(
  replacement: Replacement,
  work: string,
  build: (work: string) => Result<Built, LedgerFault>,
): Result<EventBody<'ledger-restored'>, LedgerFault> {
  const { name, clock, boot, log } = replacement;
  const built = build(work);
  if (!built.ok) return built;
  const { from, end, erased, finish } = built.value;
  const opened = openLedger({ file: join(work, name), clock, boot, log });
  if (!opened.ok) return opened;
  const ledger = opened.value;
  const body = { why: replacement.why, from, backTo: end?.at ?? null, lost: lostOf(replacement, end) };
  try {
    // Whoever counted further, this ledger's witness or another hub's log, is not counted into again.
    const begun = ledger.openEpoch(body, replacement.recorded?.epoch);
    const said =
      begun.ok && erased.length > 0
        ? ledger.commit<never>('hut', () => done(erased.map((person) => event('person-erased', { person }))))
        : begun;
    const finished = said.ok ? (finish?.(ledger) ?? done(null)) : said;
    if (!finished.ok) return finished;
    // Throws what the disk says. Closing does the same, and says nothing of what it could not write.
    const [moved] = ledger.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (moved?.busy !== 0) return refused(ledgerFault('in-use', notWhole));
  } finally {
    ledger.close();
  }
  const left = statSync(join(work, `${name}-wal`), { throwIfNoEntry: false })?.size ?? 0;
  return left > 0 ? refused(ledgerFault('disk-error', notWhole)) : done(body);
}

const held = 'another process of this hut holds the ledger';
const notWhole = 'the write-ahead log of the restored ledger was not moved into it';

/** What is known to be missing after the last event that was kept. */
function lostOf(
  { recorded, clock }: Pick<Replacement, 'recorded' | 'clock'>,
  end: LogEnd | null,
): EventBody<'ledger-restored'>['lost'] {
  if (recorded === null) return { until: Math.trunc(clock.wall()), events: null };
  const events = recorded.seq - (end?.seq ?? 0);
  return events > 0 ? { until: recorded.at, events } : null;
}
