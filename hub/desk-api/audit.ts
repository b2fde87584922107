import type { AuditRow } from '../../domain/desk/rows.ts';
import type { Sql, Value } from '../store/store.ts';
import { nextAfter, TimeAndRef, valuesAfter } from './books/after.ts';

/**
 * What is written down of an act at the desk. Nothing of a resident but a reference or a bit of a card's token: `about`
 * is that, a kind, the name of an account or of what was published, or why a key was revoked, as it was typed.
 */
export interface Deed {
  what: string;
  hut?: string | null;
  about?: string | null;
}

/** Who does it, as far as is known. */
export interface Doer {
  account: string | null;
  who: string | null;
  from: string;
}

/** Writes one line of the audit trail, in the transaction of what it tells of. Lines are never changed. */
export async function writeAudit(sql: Sql, id: string, at: number, doer: Doer, deed: Deed): Promise<void> {
  await sql.run(
    `INSERT INTO desk_audit (id, at, account, who, what, hut_id, about, came_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, at, doer.account, doer.who, deed.what, deed.hut ?? null, deed.about ?? null, doer.from],
  );
}

/** The newest lines before `after`, newest first. */
export async function readAudit(
  sql: Sql,
  after: string | null,
  limit: number,
): Promise<{ rows: AuditRow[]; next: string | null }> {
  const before = valuesAfter(TimeAndRef, after);
  const found = await sql.all<Record<string, Value>>(
    `SELECT id, at, who, what, hut_id, about, came_from FROM desk_audit
     ${before === null ? '' : 'WHERE at < $2 OR (at = $2 AND id < $3)'} ORDER BY at DESC, id DESC LIMIT $1`,
    [limit + 1, ...(before ?? [])],
  );
  const rows = found.slice(0, limit).map((row) => ({
    id: String(row.id),
    at: Number(row.at),
    who: row.who === null ? null : String(row.who),
    what: String(row.what),
    hut: row.hut_id === null ? null : String(row.hut_id),
    about: row.about === null ? null : String(row.about),
    from: String(row.came_from),
  }));
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? nextAfter(last.at, last.id) : null };
}
