/** Named delays, milliseconds. */
export const backupDelays = {
  /** Between two backups. */
  every: 3_600_000,
  /** The same where nothing was recorded: the disk below the ledger grows old all the same, and this is its check. */
  withoutNews: 86_400_000,
  /** From the start to the first one; whoever comes in the first minutes is not disturbed. */
  afterStart: 600_000,
  /** The same for a ledger that was too large to be checked whole at the start: this is its check. */
  afterQuickStart: 30_000,
  /** After one that failed. */
  afterFailure: 900_000,
  /** Between two looks whether nobody is there. */
  look: 20_000,
  /** Longest time for one backup; a disk that takes longer is as good as broken. */
  limit: 1_800_000,
} as const;

/** What the decision is made from. All times are milliseconds of the clock that only grows. */
export interface BackupFacts {
  now: number;
  /** When this run of the hut began. */
  started: number;
  /** The ledger was checked whole when it was opened. */
  checked: boolean;
  /** The last try of this run. */
  last: { at: number; good: boolean; seq: number } | null;
  /** Last event now. */
  seq: number;
  /** Last event in the newest backup on the disk, from this run or an earlier one; null when there is none. */
  backedUp: number | null;
  /** Somebody is at the screen, or a door is open. */
  busy: boolean;
  running: boolean;
}

/** Whether to begin a backup now. One that would hold nothing new waits for a day. */
export function isDue({ now, started, checked, last, seq, backedUp, busy, running }: BackupFacts): boolean {
  if (running || busy) return false;
  if (last === null) {
    if (!checked) return now - started >= backupDelays.afterQuickStart;
    return now - started >= (backedUp === seq ? backupDelays.withoutNews : backupDelays.afterStart);
  }
  if (!last.good) return now - last.at >= backupDelays.afterFailure;
  return now - last.at >= (last.seq === seq ? backupDelays.withoutNews : backupDelays.every);
}
