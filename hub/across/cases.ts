import { hash } from 'node:crypto';
import { canonicalJson } from '../../domain/ledger/chain.ts';
import { first, type Into, type Sql, type Value } from '../store/store.ts';

/**
 * What a person has to look at. over-limit: more open loans in several huts than anybody may have. found-unknown: a
 * thing with our label came back that no hut knows. found-without-loan: one that a hut knows but lent to nobody.
 * card-issued-twice: one card, two persons. fact-set-aside: a hut recorded what its restored ledger has no room for.
 */
export type CaseKind =
  | 'over-limit'
  | 'found-unknown'
  | 'found-without-loan'
  | 'card-issued-twice'
  | 'fact-set-aside';

/** How a case stands by the facts alone. */
export interface CaseByFacts {
  /** The hut it belongs to; `*` when it is between huts. */
  hut: string;
  id: string;
  kind: CaseKind;
  /** Null: there is nothing to look at. A case that is there is then closed; where there is none, none is made. */
  is: { facts: unknown; isOpen: boolean } | null;
}

export interface CaseChange {
  id: string;
  kind: CaseKind;
  now: 'opened' | 'closed';
}

interface CaseRow {
  facts: string;
  opened_at: number;
  closed_at: number | null;
  closed_by: string | null;
}

/** What a case becomes; null when it stays as it is. */
function next(row: CaseRow | null, { is }: CaseByFacts, now: number): CaseRow | null {
  const closed = { closed_at: row?.closed_at ?? now, closed_by: 'facts' };
  if (is === null) return row === null || row.closed_at !== null ? null : { ...row, ...closed };
  const facts = canonicalJson(is.facts);
  const open = { closed_at: null, closed_by: null };
  if (row === null) return { facts, opened_at: now, ...(is.isOpen ? open : closed) };
  const isSame = row.facts === facts;
  const wasOpen = row.closed_at === null;
  const byPerson = !wasOpen && row.closed_by !== 'facts';
  if (byPerson && (isSame || !is.isOpen)) return null;
  if (isSame && wasOpen === is.isOpen) return null;
  const opened_at = wasOpen || !is.isOpen ? row.opened_at : now;
  return { facts, opened_at, ...(is.isOpen ? open : closed) };
}

const caseTable: Into = {
  table: 'exception_case',
  columns: {
    hut_id: 'text',
    case_id: 'text',
    kind: 'text',
    facts: 'text',
    opened_at: 'bigint',
    closed_at: 'bigint',
    closed_by: 'text',
  },
  conflict: `(hut_id, case_id) DO UPDATE SET facts = excluded.facts, opened_at = excluded.opened_at,
    closed_at = excluded.closed_at, closed_by = excluded.closed_by`,
};

/**
 * Brings cases to what the facts say, each given once. One that a person closed stays closed while the facts are those
 * they saw. Answers what changed for whoever looks at cases.
 */
export async function setCases(sql: Sql, cases: readonly CaseByFacts[], now: number): Promise<CaseChange[]> {
  if (cases.length === 0) return [];
  const keyOf = (hut: string, id: string): string => JSON.stringify([hut, id]);
  const known = await sql.all<CaseRow & { hut_id: string; case_id: string }>(
    `SELECT c.hut_id, c.case_id, c.facts, c.opened_at, c.closed_at, c.closed_by
     FROM ${sql.pairs('$1')} p CROSS JOIN exception_case c WHERE c.hut_id = p.a AND c.case_id = p.b`,
    [`[${cases.map(({ hut, id }) => keyOf(hut, id)).join()}]`],
  );
  const there = new Map(known.map((row) => [keyOf(row.hut_id, row.case_id), row]));
  const rows: Value[][] = [];
  const changes: CaseChange[] = [];
  for (const one of cases) {
    const { hut, id, kind } = one;
    const row = there.get(keyOf(hut, id)) ?? null;
    const becomes = next(row, one, now);
    if (becomes === null) continue;
    const { facts, opened_at, closed_at, closed_by } = becomes;
    rows.push([hut, id, kind, facts, opened_at, closed_at, closed_by]);
    const wasOpen = row !== null && row.closed_at === null;
    const isOpen = closed_at === null;
    if (wasOpen !== isOpen) changes.push({ id, kind, now: isOpen ? 'opened' : 'closed' });
  }
  if (rows.length > 0) await sql.put(caseTable, rows);
  return changes;
}

/** Tells facts that somebody saw from others. */
export const factsVersion = (facts: string): string => hash('sha256', facts, 'base64url').slice(0, 16);

/** A person closes a case, with a word on it. False when it is not open, or its facts are not those they saw. */
export async function closeCase(
  sql: Sql,
  hut: string,
  id: string,
  { by, version, note, now }: { by: string; version: string; note: string; now: number },
): Promise<boolean> {
  const open = first(
    await sql.all<{ facts: string }>(
      `SELECT facts FROM exception_case WHERE hut_id = $1 AND case_id = $2 AND closed_at IS NULL${sql.forUpdate}`,
      [hut, id],
    ),
  );
  if (open === null || factsVersion(open.facts) !== version) return false;
  const closed = await sql.run(
    `UPDATE exception_case SET closed_at = $3, closed_by = $4, note = $5
     WHERE hut_id = $1 AND case_id = $2 AND closed_at IS NULL`,
    [hut, id, now, `person:${by}`, note],
  );
  return closed > 0;
}
