import Database from 'better-sqlite3';

/**
 * Why the ledger could not be opened or written. Nothing was recorded. `disk-error`: the disk answers with errors,
 * or there is no memory. `read-only`: it takes no writing, or this user may not write. `gone`: the file is not where
 * it was. `in-use`: another process holds it. `newer`: written by a later release, left untouched. `not-a-ledger`:
 * some other file. `corrupt`: the file or the chain of events is damaged.
 */
export interface LedgerFault {
  why: 'ledger-fault';
  code: 'disk-full' | 'disk-error' | 'read-only' | 'gone' | 'corrupt' | 'in-use' | 'newer' | 'not-a-ledger';
  message: string;
}

export const ledgerFault = (code: LedgerFault['code'], message: string): LedgerFault => ({
  why: 'ledger-fault',
  code,
  message,
});

export const isLedgerFault = (refusal: { why: string }): refusal is LedgerFault =>
  refusal.why === 'ledger-fault';

/** Thrown by whatever reads a ledger that is not open now. */
export class LedgerGone extends Error {
  readonly fault: LedgerFault;
  constructor(fault: LedgerFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** SQLite's result code (https://sqlite.org/rescode.html), the longer ones first → what it means to us. */
const codes: readonly (readonly [prefix: string, code: LedgerFault['code']])[] = [
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_IOERR', 'disk-error'],
  ['SQLITE_READONLY_DBMOVED', 'gone'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CANTOPEN', 'disk-error'],
  ['SQLITE_NOMEM', 'disk-error'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'not-a-ledger'],
  ['SQLITE_BUSY', 'in-use'],
  ['SQLITE_LOCKED', 'in-use'],
  ['SQLITE_PROTOCOL', 'in-use'],
];

/** What the system says when a file cannot be used (errno(3)) → what it means to us. */
const systemCodes: Readonly<Record<string, LedgerFault['code']>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  ENOENT: 'gone',
  ENOTDIR: 'gone',
  ESTALE: 'gone',
  ENODEV: 'gone',
  ENXIO: 'gone',
  EIO: 'disk-error',
  EFBIG: 'disk-error',
  EMFILE: 'disk-error',
  ENFILE: 'disk-error',
  EBUSY: 'disk-error',
};

/** The fault behind an error SQLite threw, or null when it is no fault of the disk: then it is a bug. */
export function faultOf(error: unknown): LedgerFault | null {
  if (error instanceof LedgerGone) return error.fault;
  if (!(error instanceof Database.SqliteError)) return null;
  const found = codes.find(([prefix]) => error.code.startsWith(prefix));
  return found === undefined ? null : ledgerFault(found[1], `${error.code}: ${error.message}`);
}

/** The fault behind an error of the file system, or null when it is none of those: then it is a bug. */
export function systemFaultOf(error: unknown): LedgerFault | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  // Whatever else a call of the system says: it is no bug of ours.
  const code = systemCodes[error.code] ?? ('syscall' in error ? 'disk-error' : undefined);
  return code === undefined ? null : ledgerFault(code, error.message);
}
