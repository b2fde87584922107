import Database from 'better-sqlite3';

/**
 * Why the ledger could not be opened or written. Nothing was recorded. `in-use`: another process holds it.
 * `newer`: written by a later release, left untouched. `not-a-ledger`: some other file. `corrupt`: the file or
 * the chain of events is damaged.
 */
export interface LedgerFault {
  why: 'ledger-fault';
  code: 'disk-full' | 'disk-error' | 'corrupt' | 'in-use' | 'newer' | 'not-a-ledger';
  message: string;
}

export const ledgerFault = (code: LedgerFault['code'], message: string): LedgerFault => ({
  why: 'ledger-fault',
  code,
  message,
});

export const isLedgerFault = (refusal: { why: string }): refusal is LedgerFault =>
  refusal.why === 'ledger-fault';

/** SQLite's primary result code (https://sqlite.org/rescode.html) → what it means to us. */
const codes: readonly (readonly [prefix: string, code: LedgerFault['code']])[] = [
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_IOERR', 'disk-error'],
  ['SQLITE_READONLY', 'disk-error'],
  ['SQLITE_CANTOPEN', 'disk-error'],
  ['SQLITE_PERM', 'disk-error'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'not-a-ledger'],
  ['SQLITE_BUSY', 'in-use'],
  ['SQLITE_LOCKED', 'in-use'],
  ['SQLITE_PROTOCOL', 'in-use'],
];

/** The fault behind an error SQLite threw, or null when it is no fault of the disk: then it is a bug. */
export function faultOf(error: unknown): LedgerFault | null {
  if (!(error instanceof Database.SqliteError)) return null;
  const found = codes.find(([prefix]) => error.code.startsWith(prefix));
  return found === undefined ? null : ledgerFault(found[1], `${error.code}: ${error.message}`);
}
