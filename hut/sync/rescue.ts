import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { type Log, stackOf } from '../log.ts';
import { createLoneClient, type Wire } from './hub-client.ts';
import { readHubFile } from './hub-file.ts';
import { fetchOwnLog, isWholeLog, ownLogFile } from './own-log.ts';

/** Directories for which the hub is being asked now. */
const asking = new Set<string>();
/** Of which it was said that nobody can be asked: each try to open would say it again. */
const told = new Set<string>();

/**
 * A ledger that nothing here can restore may be at the hub: it is asked for it, and what it has is put where the next
 * try to open finds it. Does nothing for a hut that stands alone, or while the whole log lies there already.
 */
export function askForLog(deps: {
  /** Directory of the ledger. */
  dir: string;
  wire: Wire;
  clock: Pick<Clock, 'wall'>;
  log: Log;
}): void {
  const { dir, wire, clock, log } = deps;
  const read = readHubFile(dir);
  if (!read.ok && !told.has(dir)) {
    told.add(dir);
    log({ what: 'hub-file-unreadable', message: read.refusal.message });
  }
  const identity = read.ok ? read.value : null;
  const file = join(dir, ownLogFile);
  // One of a hub whose log had parted from ours holds no more than the part that we had not.
  if (identity === null || asking.has(dir) || isWholeLog(file)) return;
  asking.add(dir);
  const client = createLoneClient({ identity, wire, clock, random: randomBytes });
  void fetchOwnLog(client, 0, file)
    .then((fetched) => {
      if (fetched.ok) log({ what: 'log-fetched', events: fetched.value.lastSeq });
      else {
        const { error, message } = fetched.refusal;
        log({ what: 'sync-away', error, message, again: 0 });
      }
    })
    .catch((error: unknown) => log({ what: 'call-failed', call: 'rescue', error: stackOf(error) }))
    .finally(() => asking.delete(dir));
}
