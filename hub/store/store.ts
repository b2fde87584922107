/** What a column holds: text, a whole number, bytes, or nothing. */
export type Value = string | number | Buffer | null;

/** A table as rows are put into it many at a time. */
export interface Into {
  table: string;
  /** Columns in the order of the rows' values, with their types. */
  columns: Readonly<Record<string, 'text' | 'bigint' | 'bytea'>>;
  /** What follows ON CONFLICT: `DO NOTHING`, or a key and an update. No two rows of one call may meet in it. */
  conflict?: string;
}

/**
 * SQL that both databases understand, with `$1`, `$2` … for parameters. Times are milliseconds since 1970; numbers
 * come back as numbers. The little that differs is asked of the seam: `anyOf`, `pairs`, `by`, `forUpdate`.
 */
export interface Sql {
  readonly dialect: 'sqlite' | 'postgres';
  /** Rows by name of column. */
  all<T extends object>(text: string, params?: readonly Value[]): Promise<T[]>;
  /** How many rows were changed. */
  run(text: string, params?: readonly Value[]): Promise<number>;
  /** Puts rows; how many were inserted or updated. */
  put(into: Into, rows: readonly (readonly Value[])[]): Promise<number>;
  /** Goes behind a comparison: `hut_id ${anyOf('$1')}`, the parameter being a JSON list of texts. */
  anyOf(parameter: string): string;
  /**
   * Goes behind FROM, with a name: rows of two texts `a` and `b`, the parameter being a JSON list of pairs. A table
   * that is looked up by them follows as CROSS JOIN, which tells SQLite to begin with the pairs.
   */
  pairs(parameter: string): string;
  /** Goes behind a table: the index to read it by. SQLite keeps no counts to choose by; PostgreSQL does. */
  by(index: string): string;
  /** Goes behind a SELECT of rows that nobody else may change until the transaction ends. */
  readonly forUpdate: string;
}

/** Where the hub keeps everything. */
export interface Store {
  /** For reading outside of transactions: sees what is committed. */
  readonly read: Sql;
  /**
   * Everything in it or nothing, on the disk when it returns. It may await `sql` and nothing else: in SQLite others
   * wait meanwhile. What it throws undoes it and is thrown on.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Whether an error says that the database is away for now, and the same may be asked again later. */
  isAway(error: unknown): boolean;
  close(): Promise<void>;
}

/** The first row, or null. */
export const first = <T>(rows: readonly T[]): T | null => rows[0] ?? null;
