import type { Database, Statement } from 'better-sqlite3';
import type { Clock } from '../../domain/clock.ts';
import { canonicalJson } from '../../domain/ledger/chain.ts';
import { type Actor, type EventBody, event, type NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { Log } from '../log.ts';
import { chainedHash } from './chain.ts';
import { faultOf, type LedgerFault, LedgerGone, ledgerFault } from './fault.ts';
import { firstHash, headFileOf, openHeadFile } from './head-file.ts';
import { openDatabase, walPages } from './open-database.ts';
import { rememberPlace } from './place.ts';
import { createProjections } from './projections/all.ts';
import { readHead } from './read-head.ts';
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
  /** 64 characters of hexadecimal: text all the way, since a buffer costs more than its hash on a cold machine. */
  hash: string;
}

/** Who recorded a fact, when and on which boot; its id stays with it, so that it is known wherever it comes again. */
export interface WrittenBefore {
  id: string;
  wallAt: number;
  monoMs: number;
  boot: string;
  actor: string;
}

export interface LedgerOptions {
  /** Path of the SQLite file; its directory must exist. */
  file: string;
  clock: Clock;
  /** Reference of this run of the hut process. */
  boot: string;
  newId?: () => string;
  log?: Log;
  /** The disk is full: gives up what is kept for that. True when there is room now; the commit is decided again. */
  makeRoom?: () => boolean;
  /** Something was recorded, and is on the disk. */
  onCommit?: () => void;
  /** The file can no longer be trusted: told once. Nothing is committed from here on; it must be opened anew. */
  onBroken?: (fault: LedgerFault) => void;
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
  /** Records one fact as somebody else recorded it before, with its time, boot and actor: see `carryOver`. */
  record(written: WrittenBefore, fact: NewEvent): Result<Committed, LedgerFault>;
  /** Moves the write-ahead log into the database and begins it anew; to be called when nobody waits. */
  tidy(): void;
  /**
   * All of the log is moved into the database, which is then left alone until the function that this answers is
   * called: another process may read it meanwhile, past the lock. `broken` is called when that ends earlier.
   * @throws when a fault was met before
   */
  keepStill(broken: () => void): () => void;
  /**
   * Ends `keepStill` early: to be called before the database is rewritten (`VACUUM`).
   * @throws when a fault was met before: it must not be
   */
  disturb(): void;
  /**
   * Begins a new epoch on a log that was restored, above the last one and above `above`; the event says so. Nothing
   * else may be its first.
   */
  openEpoch(body: EventBody<'ledger-restored'>, above?: number): Result<Committed, LedgerFault>;
  /** An error somebody met while reading. Answers its fault, or null when it is a bug. */
  suspect(error: unknown): LedgerFault | null;
  /** Whether the files are still where they were opened; looked at after each commit too. */
  check(): LedgerFault | null;
  close(): void;
}

/**
 * After a commit the names of the files are looked at, unless that was done less than this before, milliseconds. A
 * look costs 25 µs right after a sync, and people are slower: what is shown to one of them was looked at.
 */
const lookEvery = 20;

/** Bodies written today; a change of shape gets the next number. */
const bodyVersion = 1;

const insertSql = 'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?), unhex(?))';

/**
 * Opens (or makes) the ledger, checks it, and takes it for this process alone. Faults: in-use, newer,
 * not-a-ledger, corrupt, disk-full, disk-error; the file is then left as it was.
 */
export function openLedger(options: LedgerOptions): Result<Ledger, LedgerFault> {
  const opened = openDatabase(options.file, options.log ?? (() => {}));
  if (!opened.ok) return opened;
  return done(createLedger(opened.value, options));
}

function createLedger(
  db: Database,
  { file, clock, boot, newId = createIds(clock), log, makeRoom, onCommit, onBroken }: LedgerOptions,
): Ledger {
  const read = createReader(db);
  const project = createProjections(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const move = db.prepare<[number]>('UPDATE cursor SET acked_seq = acked_seq + ?');
  const insert: Statement<unknown[]> = db.prepare(insertSql);
  let head = readHead(db);
  const place = rememberPlace(file);
  const witness = openHeadFile(headFileOf(file));
  const version = Number(db.pragma('user_version', { simple: true }));
  let witnessed: Head | null = null;
  let telling = false;
  let first: string | null = null;
  let still: (() => void) | null = null;
  let broken: LedgerFault | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** The last attempt failed for want of room. */
  let full = false;

  /** Faults after which this connection is not written to again: what lies below it may be anything. */
  const noted = (fault: LedgerFault): LedgerFault => {
    if (broken === null && fault.code !== 'disk-full' && fault.code !== 'in-use') {
      broken = fault;
      onBroken?.(fault);
    }
    return fault;
  };
  const check = (): LedgerFault | null => {
    if (broken === null && place.moved()) noted(ledgerFault('gone', `${file} is not where it was`));
    lookedAt = clock.mono();
    return broken;
  };

  /**
   * A write that changes nothing. After a checkpoint the write-ahead log begins anew with the next write, which syncs
   * its header first: nobody shall wait for that second sync, least of all at the first door of a visit.
   */
  const beginLog = (): void => {
    try {
      begin.run();
      // There and back: SQLite leaves a page alone that is written with what it holds.
      for (const step of [1, -1]) move.run(step);
      commit.run();
    } finally {
      if (db.inTransaction) rollback.run();
    }
  };

  /** Tells the witness once for all commits of a turn. */
  const tell = (): void => {
    telling = false;
    if (witnessed === head || head.seq === 0) return;
    witnessed = head;
    try {
      first ??= firstHash(db);
    } catch (error) {
      // Nobody waits for this, so nobody else would hear of it.
      const fault = faultOf(error);
      if (fault === null) throw error;
      noted(fault);
    }
    if (first === null) return;
    const { epoch, seq, hash } = head;
    witness.note({ version, epoch, seq, hash, at: Math.trunc(clock.wall()), first });
  };

  const append = (after: Head, fact: NewEvent, written: Omit<WrittenBefore, 'id'>, id: string): Head => {
    const { wallAt, monoMs, actor } = written;
    const { epoch } = after;
    const seq = after.seq + 1;
    const { type } = fact;
    const body = canonicalJson(fact.body);
    const prevHash = after.hash;
    const hash = chainedHash({
      epoch,
      seq,
      id,
      type,
      version: bodyVersion,
      wallAt,
      boot: written.boot,
      monoMs,
      actor,
      body,
      prevHash,
    });
    insert.run(epoch, seq, id, type, bodyVersion, wallAt, written.boot, monoMs, actor, body, prevHash, hash);
    project(fact, { wallAt });
    return { epoch, seq, hash };
  };

  /** See `Ledger.commit`; once. */
  function attempt<R>(
    actor: Actor,
    decide: (read: Reader) => Result<readonly NewEvent[], R>,
    after: Head = head,
    before: WrittenBefore | null = null,
  ): Result<Committed, R | LedgerFault> {
    if (db.inTransaction) throw new Error('a commit inside a commit');
    if (broken !== null) return refused(broken);
    try {
      begin.run();
      const decided = decide(read);
      if (!decided.ok) {
        rollback.run();
        return decided;
      }
      const written = before ?? {
        wallAt: Math.trunc(clock.wall()),
        monoMs: Math.trunc(clock.mono()),
        boot,
        actor,
      };
      const { wallAt } = written;
      let next = after;
      const changed = { definitions: false, openings: false };
      for (const event of decided.value) {
        next = append(next, event, written, before?.id ?? newId());
        if (event.type === 'kind-defined' || event.type === 'place-defined') changed.definitions = true;
        if (event.type.startsWith('opening-') || event.type.startsWith('keeper-opening-'))
          changed.openings = true;
      }
      commit.run();
      read.forget(changed);
      // It is on the disk, if the disk is still there.
      const lost = clock.mono() - lookedAt < lookEvery ? broken : check();
      if (lost !== null) return refuse(lost);
      // Only now is it kept; a failed commit leaves the head, and so the next sequence number, alone.
      const firstSeq = head.seq + 1;
      head = next;
      if (!telling) queueMicrotask(tell);
      telling = true;
      if (next.seq >= firstSeq) onCommit?.();
      return done({ firstSeq, lastSeq: next.seq, wallAt });
    } catch (error) {
      const fault = faultOf(error);
      try {
        // SQLite rolls some failures back by itself.
        if (db.inTransaction) rollback.run();
      } catch (worse) {
        noted(faultOf(worse) ?? ledgerFault('disk-error', String(worse)));
      }
      if (fault === null) throw error;
      full = fault.code === 'disk-full';
      return refuse(noted(fault));
    }
  }

  function refuse(fault: LedgerFault): Result<never, LedgerFault> {
    log?.({ what: 'not-recorded', code: fault.code, message: fault.message });
    return refused(fault);
  }

  return {
    read,
    boot,
    db,
    newId,
    head: () => head,
    commit(actor, decide) {
      full = false;
      const first = attempt(actor, decide);
      // What is decided again with the reserve given up may be decided otherwise.
      return full && makeRoom?.() === true ? attempt(actor, decide) : first;
    },
    record: (written, fact) => attempt<never>('hut', () => done([fact]), head, written),
    suspect(error) {
      const fault = faultOf(error);
      return fault === null ? null : noted(fault);
    },
    check,
    tidy() {
      if (broken !== null) return;
      if (still === null) {
        db.pragma('wal_checkpoint(PASSIVE)');
        beginLog();
      }
      witness.sync();
    },
    keepStill(told) {
      if (still !== null) throw new Error('the database is kept still already');
      // What lies below it may be anything: it is neither written to nor worth a copy.
      if (broken !== null) throw new LedgerGone(broken);
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.pragma('wal_autocheckpoint = 0');
      const mine = () => told();
      still = mine;
      return () => {
        if (still !== mine) return;
        still = null;
        db.pragma(`wal_autocheckpoint = ${walPages}`);
      };
    },
    disturb() {
      if (broken !== null) throw new LedgerGone(broken);
      if (still === null) return;
      still();
      still = null;
      db.pragma(`wal_autocheckpoint = ${walPages}`);
    },
    openEpoch(body, above = 0) {
      const epoch = Math.max(head.epoch, above) + 1;
      const begin = db.prepare('UPDATE cursor SET epoch = ?');
      return attempt<never>(
        'hut',
        () => {
          begin.run(epoch);
          return done([event('ledger-restored', body)]);
        },
        { ...head, epoch },
      );
    },
    close() {
      tell();
      still?.();
      still = null;
      try {
        db.close();
        witness.sync();
      } finally {
        witness.close();
      }
    },
  };
}
