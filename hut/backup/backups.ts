import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import type { BackupConfig } from '../../domain/config/backup-config.ts';
import { type Result, refused } from '../../domain/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Log } from '../log.ts';
import { backupDirectory, listBackups } from './backup-name.ts';
import type { BackupFailure, SecondPlace } from './copy-job.ts';
import { type Copying, type Kept, type StartCopying, startCopying } from './copying.ts';
import { backupDelays, isDue } from './schedule.ts';

/** How it stands with the backups, for whoever looks after the hut. Instants in milliseconds since 1970. */
export interface BackupStatus {
  /** The newest backup on the hut's own disk that passed its checks; null when there is none. */
  lastGood: { at: number; name: string } | null;
  /** Why the last try came to nothing; null once one was good again. */
  lastFailure: (BackupFailure & { at: number }) | null;
  second: SecondPlace & { lastGoodAt: number | null };
  running: boolean;
}

export interface BackupsDeps {
  /** Directory of the ledger, and the name of its file. */
  dir: string;
  name: string;
  clock: Clock;
  log: Log;
  config: BackupConfig;
  /** The open ledger. Throws while there is none. */
  ledger: () => Ledger;
  /** Somebody is at the screen, or a door is open. */
  busy: () => boolean;
  /** The wall clock is not known to be wrong. */
  clockRight: () => boolean;
  /** The ledger was read whole when it was opened, since it is small. */
  checked: boolean;
  /** The ledger did not pass its checks, twice. It is marked and opened anew, which restores it. */
  damaged: (message: string) => void;
  start?: StartCopying;
}

/** Backups of a running hut: by the hour, while nobody is there, in another process. */
export interface Backups {
  status(): BackupStatus;
  /** Makes one now, whoever is there. */
  make(): Promise<Result<Kept, BackupFailure>>;
  /** Ends what is running; it is then no backup. */
  close(): Promise<void>;
}

const aDay = 86_400_000;
/** Up to this size every backup has its projections compared, 64 MiB: a few seconds. A larger one once a day. */
const smallPages = 16_384;

/** Begins to look when a backup is due. */
export function startBackups(deps: BackupsDeps): Backups {
  const { dir, name, clock, log, config, start = startCopying } = deps;
  const retention = { hours: config.hours, days: config.days, bytes: config.megabytes * 1024 * 1024 };
  const started = clock.mono();
  const second = config.second ?? null;
  const own = listBackups(join(dir, backupDirectory));
  const [newest] = own;
  // Another hut's may lie there too.
  const copied =
    second === null ? [] : listBackups(second).filter(({ name }) => own.some((each) => each.name === name));
  const status: Omit<BackupStatus, 'running'> = {
    lastGood: newest === undefined ? null : { at: newest.at, name: newest.name },
    lastFailure: null,
    second: {
      state: 'none',
      message: '',
      lastGoodAt: copied[0]?.at ?? null,
    },
  };
  let waiting = 0;
  let last: { at: number; good: boolean; seq: number } | null = null;
  let backedUp = newest?.seq ?? null;
  let thoroughAt: number | null = null;
  let copying: Copying | null = null;
  let working: Promise<unknown> = Promise.resolve();
  let closed = false;
  let cancelLook = () => {};

  /** One try. The ledger is left alone until its files are copied. */
  async function attempt(ledger: Ledger, thorough: boolean): Promise<Result<Kept, BackupFailure>> {
    const { epoch, seq } = ledger.head();
    const at = Math.trunc(clock.wall());
    let running: Copying | null = null;
    const release = ledger.keepStill(() => running?.stop('the database is rewritten'));
    let cancelLimit = () => {};
    try {
      running = start(
        { dir, name, at, head: { epoch, seq }, thorough, second, retention, clockRight: deps.clockRight() },
        release,
      );
      copying = running;
      cancelLimit = clock.after(backupDelays.limit, () => running?.stop('it took too long'));
      return await running.done;
    } finally {
      cancelLimit();
      copying = null;
      release();
    }
  }

  function note(result: Result<Kept, BackupFailure>, began: number, seq: number): void {
    const at = Math.trunc(clock.wall());
    last = { at: clock.mono(), good: result.ok, seq };
    if (!result.ok) {
      status.lastFailure = { ...result.refusal, at };
      if (result.refusal.code !== 'interrupted') log({ what: 'backup-failed', ...result.refusal });
      return;
    }
    const { backup, events, second: other } = result.value;
    backedUp = seq;
    status.lastFailure = null;
    status.lastGood = { at, name: backup };
    status.second = { ...other, lastGoodAt: other.state === 'good' ? at : status.second.lastGoodAt };
    log({ what: 'backup-made', backup, events, seconds: Math.round((clock.mono() - began) / 100) / 10 });
    if (other.state === 'missing' || other.state === 'failed') {
      log({ what: 'second-place', state: other.state, message: other.message });
    }
  }

  async function work(): Promise<Result<Kept, BackupFailure>> {
    const began = clock.mono();
    let seq = 0;
    try {
      const ledger = deps.ledger();
      seq = ledger.head().seq;
      const small = Number(ledger.db.pragma('page_count', { simple: true })) <= smallPages;
      const thorough = small || thoroughAt === null || began - thoroughAt >= aDay;
      let result = await attempt(ledger, thorough);
      // A fault of the memory, or of the copy, is not one of the ledger: look again before anybody is alarmed.
      if (!result.ok && result.refusal.code === 'damaged' && !closed) {
        result = await attempt(deps.ledger(), true);
        if (!result.ok && result.refusal.code === 'damaged' && !closed) deps.damaged(result.refusal.message);
      }
      if (result.ok && thorough) thoroughAt = began;
      note(result, began, seq);
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const result = refused<BackupFailure>({ code: 'disk-error', message });
      note(result, began, seq);
      return result;
    } finally {
      waiting--;
    }
  }

  function make(): Promise<Result<Kept, BackupFailure>> {
    // Counted from here on, not from when its turn comes: the next look may be in the same turn.
    waiting++;
    const next = working.then(work);
    working = next;
    return next;
  }

  /** The last event, or null while the ledger is lost. */
  function seqNow(): number | null {
    try {
      return deps.ledger().head().seq;
    } catch {
      return null;
    }
  }

  const look = (): void => {
    const seq = seqNow();
    const facts = { now: clock.mono(), started, checked: deps.checked, last, backedUp };
    if (seq !== null && isDue({ ...facts, seq, busy: deps.busy(), running: waiting > 0 })) void make();
    cancelLook = clock.after(backupDelays.look, look);
  };
  cancelLook = clock.after(backupDelays.look, look);

  return {
    status: () => structuredClone({ ...status, running: waiting > 0 }),
    make,
    async close() {
      closed = true;
      cancelLook();
      copying?.stop('the hut ended');
      await working;
    },
  };
}
