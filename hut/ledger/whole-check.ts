import Database from 'better-sqlite3';
import { done, type Result, refused } from '../../domain/result.ts';
import { compareProjections } from './compare-projections.ts';
import { hasSchemaOf } from './expected-schema.ts';
import { faultOf } from './fault.ts';
import { migrations } from './schema.ts';
import { type LogEnd, verify } from './verify.ts';

/** The first thing found wrong, and by which check. `message` names the place. */
export interface Damage {
  check: 'file' | 'schema' | 'keys' | 'chain' | 'cursor' | 'projections';
  message: string;
}

/** What a whole ledger holds. */
export interface Whole {
  version: number;
  events: number;
  /** The last event; null in an empty log. */
  end: LogEnd | null;
  /** False where the file is of an older version: its projections are compared once it is brought forward. */
  projections: boolean;
  /**
   * An event that is what was written, and that this release cannot read: a later one wrote it, or a bug. No damage,
   * and nothing that a backup would mend; the projections cannot be compared. Null when there is none.
   */
  unreadable: string | null;
}

export interface WholeCheck {
  /** Where to compute the projections anew: a path that does not exist yet, `:memory:`, or null to leave it. */
  scratch: string | null;
}

const damage = (check: Damage['check'], message: string): { ok: false; refusal: Damage } =>
  refused({ check, message });

/**
 * What SQLite says of the scratch, the only file that is written here, of temporary files and of memory: the ledger
 * may be as sound as ever.
 */
const notOfTheLedger = /^SQLITE_(FULL|NOMEM|CANTOPEN|IOERR_(WRITE|FSYNC|TRUNCATE|NOMEM))/;

/**
 * Reads everything: SQLite's integrity_check (pages, indexes, constraints), foreign keys, the schema, the whole
 * chain, and the projections against the log. Writes nothing. Takes as long as the ledger is large. Throws what
 * SQLite says where there is no room to check in: nothing is known of the ledger then.
 */
export function checkWhole(db: Database.Database, { scratch }: WholeCheck): Result<Whole, Damage> {
  try {
    return look(db, scratch);
  } catch (error) {
    if (error instanceof Database.SqliteError && notOfTheLedger.test(error.code)) throw error;
    const fault = faultOf(error);
    // A damaged schema shows as plain errors of SQL: a column or a table is not there.
    if (fault === null && !(error instanceof Error && 'code' in error)) throw error;
    return damage('file', fault?.message ?? String(error));
  }
}

function look(db: Database.Database, scratch: string | null): Result<Whole, Damage> {
  const found = db.pragma('integrity_check(1)', { simple: true });
  if (found !== 'ok') return damage('file', `integrity_check: ${found}`);
  const version = Number(db.pragma('user_version', { simple: true }));
  if (!hasSchemaOf(db, version)) return damage('schema', `the schema is not that of version ${version}`);
  const [orphan] = db.pragma('foreign_key_check') as { table: string }[];
  if (orphan !== undefined) return damage('keys', `a row of ${orphan.table} names a row that is not there`);
  const chain = verify({ db });
  if (!chain.ok) return damage('chain', chain.refusal.message);
  const { events, end } = chain.value;
  const cursor = db
    .prepare<[], { epoch: number; acked: number }>('SELECT epoch, acked_seq AS acked FROM cursor')
    .all();
  const [at] = cursor;
  if (at === undefined || cursor.length > 1 || at.epoch !== (end?.epoch ?? 1) || at.acked > (end?.seq ?? 0)) {
    return damage('cursor', 'the cursor does not fit the end of the log');
  }
  const whole = { version, events, end, unreadable: null };
  if (scratch === null || version !== migrations.length) return done({ ...whole, projections: false });
  const compared = compareProjections(db, scratch);
  if (compared.ok) return done({ ...whole, projections: true });
  const { difference, message } = compared.refusal;
  if (difference === 'unreadable') return done({ ...whole, projections: false, unreadable: message });
  return damage('projections', message);
}
