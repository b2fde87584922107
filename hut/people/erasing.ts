import { done, type Result, refused } from '../../domain/result.ts';
import { faultOf, type LedgerFault, ledgerFault, systemFaultOf } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * A ledger up to this size, in bytes, is rewritten as a whole while the hut is open: about a second without an
 * answer (docs/measured.md). Larger ones have only the tables with personal data rewritten; the command rewrites all.
 */
const defaultWholeUpTo = 128 * 1024 * 1024;

/** Takes personal data away: rows, so that no byte of them stays in the ledger's files, and what was told of things. */
export interface Eraser {
  /** Things that this person ever had. */
  thingsOf(person: string): string[];
  /** Deletes the rows, inside the transaction that records the erasure, and notes that `finish` must follow. */
  forget(person: string, codes: readonly string[], phone: string | null): void;
  /**
   * Takes away what was told of `things`, and overwrites what a deletion leaves behind: copies in pages and in the
   * write-ahead log. Does nothing when no erasure waits for it. `whole`: rewrite the ledger whatever its size. A fault
   * leaves it waiting, also over a restart.
   */
  finish(ask?: { things?: readonly string[]; whole?: boolean }): Result<null, LedgerFault>;
}

export interface EraserOptions {
  /** Bytes; see `defaultWholeUpTo`. */
  wholeUpTo?: number;
  /** Takes away what was told of a thing. Throws what the disk says. */
  forgetMemos?: (item: string) => void;
}

/** Tables that hold personal data, none of which another table points to. */
const personal = ['person', 'card_code'] as const;

export function createEraser(
  { db, disturb }: Pick<Ledger, 'db' | 'disturb'>,
  { wholeUpTo = defaultWholeUpTo, forgetMemos = () => undefined }: EraserOptions = {},
): Eraser {
  // From here on what is deleted is overwritten with zeros, in free pages too. It is a setting of the connection.
  db.pragma('secure_delete = ON');
  const deletePerson = db.prepare('DELETE FROM person WHERE person = ?');
  const deleteCode = db.prepare('DELETE FROM card_code WHERE code = ?');
  // Codes nobody knew may hold anything, also what a person typed into one.
  const deleteScans = db.prepare('DELETE FROM unknown_scan WHERE instr(text, ?) > 0');
  const things = db.prepare<[string], string>('SELECT DISTINCT item FROM loan WHERE person = ?').pluck();
  const wait = db.prepare('INSERT OR IGNORE INTO erasure_waits VALUES (1)');
  const waits = db.prepare<[], number>('SELECT count(*) FROM erasure_waits').pluck();
  const over = db.prepare('DELETE FROM erasure_waits');
  const thingsOfErased = db
    .prepare<[], string>(
      `SELECT DISTINCT item FROM loan
       WHERE person IN (SELECT body ->> 'person' FROM event WHERE type = 'person-erased')`,
    )
    .pluck();
  // Which erasure a power cut broke off is not known: then whatever was told of a thing of anybody erased goes.
  const toldOf = new Set(waits.get() === 0 ? [] : thingsOfErased.all());
  const size = (): number =>
    Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));

  /**
   * Rows out, rows in again: their pages are freed, zeroed, and filled anew. In between they stand in a table of the
   * ledger: in memory 50,000 people would be too many, and a temporary file is overwritten by nobody.
   */
  const rewrite = db.transaction(() => {
    for (const table of personal) {
      db.exec(`CREATE TABLE rewritten AS SELECT * FROM ${table};
        DELETE FROM ${table};
        INSERT INTO ${table} SELECT * FROM rewritten;
        DROP TABLE rewritten`);
    }
  });

  /** What the disk says where it does not let a file go: that one waits. */
  const forgetTold = (): LedgerFault | null => {
    let kept: LedgerFault | null = null;
    for (const item of toldOf) {
      try {
        forgetMemos(item);
        toldOf.delete(item);
      } catch (error) {
        kept = systemFaultOf(error);
        if (kept === null) throw error;
      }
    }
    return kept;
  };

  return {
    thingsOf: (person) => things.all(person),
    forget(person, codes, phone) {
      deletePerson.run(person);
      for (const text of [...codes, ...(phone === null ? [] : [phone])]) {
        deleteCode.run(text);
        deleteScans.run(text);
      }
      wait.run();
    },
    finish({ things: items = [], whole = false } = {}) {
      try {
        if (waits.get() === 0) return done(null);
        for (const item of items) toldOf.add(item);
        const kept = forgetTold();
        // A backup that is being made would hold what is overwritten here.
        disturb();
        if (whole || size() <= wholeUpTo) db.exec('VACUUM');
        else rewrite.immediate();
        const [checkpoint] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
        if (checkpoint?.busy !== 0) {
          return refused(ledgerFault('in-use', 'the write-ahead log could not be emptied'));
        }
        if (kept !== null) return refused(kept);
        over.run();
        return done(null);
      } catch (error) {
        const fault = faultOf(error);
        if (fault === null) throw error;
        return refused(fault);
      }
    },
  };
}
