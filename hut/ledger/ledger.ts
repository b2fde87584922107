import type { Database, Statement } from 'better-sqlite3';
import type { Clock } from '../../domain/clock.ts';
import type { Actor, NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Log } from '../log.ts';
import { canonicalJson, eventHash, genesis, type StoredEvent } from './chain.ts';
import { faultOf, type LedgerFault } from './fault.ts';
import { openDatabase } from './open-database.ts';
import { createProjections } from './projections/all.ts';
import { createReader, type Reader } from './reader.ts';
import { createIds } from './uuid7.ts';

/** What a commit wrote: gapless sequence numbers. */
export interface Committed {
  firstSeq: number;
  lastSeq: number;
  /** The wall time on all of its events, milliseconds since 1970. */
  wallAt: number;
}

/** The end of the chain. */
export interface Head {
  epoch: number;
  seq: number;
  hash: Buffer;
}

export interface LedgerOptions {
  /** Path of the SQLite file; its directory must exist. */
  file: string;
  clock: Clock;
  /** Reference of this run of the hut process. */
  boot: string;
  newId?: () => string;
  log?: Log;
}

/** The append-only log and what is read from it. One process writes; everything is synchronous. */
export interface Ledger {
  readonly read: Reader;
  readonly boot: string;
  /** For further prepared statements of the hut. What is recorded is written by `commit` alone. */
  readonly db: Database;
  /** A fresh UUIDv7. */
  newId(): string;
  head(): Head;
  /**
   * One transaction: `decide` reads facts that cannot change under it and answers events or a refusal; the
   * events and their projections are written; when this returns ok, they are on disk. A fault of the disk
   * leaves nothing. `decide` must not be async; what it throws is rolled back and thrown on.
   */
  commit<R>(
    actor: Actor,
    decide: (read: Reader) => Result<readonly NewEvent[], R>,
  ): Result<Committed, R | LedgerFault>;
  /** Moves the write-ahead log into the database; to be called when nobody waits. */
  tidy(): void;
  close(): void;
}

/** Bodies written today; a change of shape gets the next number. */
const bodyVersion = 1;

const insertSql = 'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

/**
 * Opens (or makes) the ledger, checks it, and takes it for this process alone. Faults: in-use, newer,
 * not-a-ledger, corrupt, disk-full, disk-error; the file is then left as it was.
 */
export function openLedger(options: LedgerOptions): Result<Ledger, LedgerFault> {
  const opened = openDatabase(options.file, options.log ?? (() => {}));
  if (!opened.ok) return opened;
  return done(createLedger(opened.value, options));
}

function createLedger(db: Database, { clock, boot, newId = createIds(clock), log }: LedgerOptions): Ledger {
  const read = createReader(db);
  const project = createProjections(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const insert: Statement<unknown[]> = db.prepare(insertSql);
  let head = readHead(db);

  const append = (after: Head, event: NewEvent, actor: Actor, wallAt: number, monoMs: number): Head => {
    const row: Omit<StoredEvent, 'hash'> = {
      epoch: after.epoch,
      seq: after.seq + 1,
      event_id: newId(),
      type: event.type,
      version: bodyVersion,
      wall_at: wallAt,
      boot,
      mono_ms: monoMs,
      actor,
      body: canonicalJson(event.body),
      prev_hash: after.hash,
    };
    const hash = eventHash(row);
    insert.run(
      row.epoch,
      row.seq,
      row.event_id,
      row.type,
      row.version,
      row.wall_at,
      row.boot,
      row.mono_ms,
      row.actor,
      row.body,
      row.prev_hash,
      hash,
    );
    project(event, { wallAt });
    return { epoch: row.epoch, seq: row.seq, hash };
  };

  return {
    read,
    boot,
    db,
    newId,
    head: () => head,
    commit(actor, decide) {
      if (db.inTransaction) throw new Error('a commit inside a commit');
      try {
        begin.run();
        const decided = decide(read);
        if (!decided.ok) {
          rollback.run();
          return decided;
        }
        const wallAt = Math.trunc(clock.wall());
        const monoMs = Math.trunc(clock.mono());
        let next = head;
        let definitionsChanged = false;
        for (const event of decided.value) {
          next = append(next, event, actor, wallAt, monoMs);
          if (event.type === 'kind-defined' || event.type === 'place-defined') definitionsChanged = true;
        }
        commit.run();
        // Only now is it on disk; a failed commit leaves the head, and so the next sequence number, alone.
        const firstSeq = head.seq + 1;
        head = next;
        if (definitionsChanged) read.forgetDefinitions();
        return done({ firstSeq, lastSeq: next.seq, wallAt });
      } catch (error) {
        // SQLite rolls some failures back by itself.
        if (db.inTransaction) rollback.run();
        const fault = faultOf(error);
        if (fault === null) throw error;
        log?.({ what: 'not-recorded', code: fault.code, message: fault.message });
        return refused(fault);
      }
    },
    tidy() {
      db.pragma('wal_checkpoint(PASSIVE)');
    },
    close() {
      db.close();
    },
  };
}

/** Where the chain ends now. */
function readHead(db: Database): Head {
  const last = db
    .prepare<[], Head>('SELECT epoch, seq, hash FROM event ORDER BY epoch DESC, seq DESC LIMIT 1')
    .get();
  if (last !== undefined) return last;
  const epoch = db.prepare<[], number>('SELECT epoch FROM cursor').pluck().get();
  return { epoch: epoch ?? 1, seq: 0, hash: genesis };
}
