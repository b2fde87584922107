import type { Database } from 'better-sqlite3';

/** How far this hut and the hub have come with each other. */
export interface Progress {
  /** The hub has acknowledged everything up to here. */
  acked: number;
  /** The hub knows the personal data that events up to here speak of. */
  members: number;
  /** When the hub answered last, milliseconds since 1970; null: never. */
  syncedAt: number | null;
}

/** Kept beside the log, and no part of it. A disk that refuses throws: what was sent is then sent again. */
export interface ProgressBook {
  now(): Progress;
  /** The hub acknowledged up to `seq` and keeps up to `safe` for good. */
  acknowledge(seq: number, safe: number, at: number): void;
  /** The hub has less than it said: everything above `seq` is sent again. */
  setBack(seq: number): void;
  membersUpTo(seq: number): void;
}

export function createProgress(db: Database): ProgressBook {
  const read = db.prepare<[], Progress>(
    'SELECT acked_seq AS acked, members_seq AS members, synced_at AS syncedAt FROM cursor',
  );
  const acknowledge = db.prepare('UPDATE cursor SET acked_seq = ?, safe_seq = ?, synced_at = ?');
  const setBack = db.prepare(
    'UPDATE cursor SET safe_seq = min(safe_seq, @seq), members_seq = min(members_seq, @seq), acked_seq = @seq',
  );
  const members = db.prepare('UPDATE cursor SET members_seq = ?');
  return {
    now: () => read.get() ?? { acked: 0, members: 0, syncedAt: null },
    acknowledge: (seq, safe, at) => void acknowledge.run(seq, Math.min(safe, seq), Math.trunc(at)),
    setBack: (seq) => void setBack.run({ seq }),
    membersUpTo: (seq) => void members.run(seq),
  };
}
