import { canonicalJson } from '../../domain/ledger/chain.ts';
import { first, type Sql } from '../store/store.ts';

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
  facts: unknown;
  /** The facts still ask for somebody. */
  isOpen: boolean;
}

export interface CaseChange {
  id: string;
  kind: CaseKind;
  now: 'opened' | 'closed';
}

/**
 * Brings a case to what the facts say. One that a person closed stays closed while the facts are those they saw.
 * Answers what changed for whoever looks at cases, or null.
 */
export async function setCase(
  sql: Sql,
  { hut, id, kind, facts, isOpen }: CaseByFacts,
  now: number,
): Promise<CaseChange | null> {
  const text = canonicalJson(facts);
  const row = first(
    await sql.all<{ facts: string; closed_at: number | null; closed_by: string | null }>(
      'SELECT facts, closed_at, closed_by FROM exception_case WHERE hut_id = $1 AND case_id = $2',
      [hut, id],
    ),
  );
  if (row === null) {
    await sql.run('INSERT INTO exception_case VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)', [
      hut,
      id,
      kind,
      text,
      now,
      isOpen ? null : now,
      isOpen ? null : 'facts',
    ]);
    return isOpen ? { id, kind, now: 'opened' } : null;
  }
  const isSame = row.facts === text;
  const wasOpen = row.closed_at === null;
  const byPerson = !wasOpen && row.closed_by !== 'facts';
  if (byPerson && (isSame || !isOpen)) return null;
  if (isSame && wasOpen === isOpen) return null;
  await sql.run(
    'UPDATE exception_case SET facts = $3, closed_at = $4, closed_by = $5 WHERE hut_id = $1 AND case_id = $2',
    [hut, id, text, isOpen ? null : (row.closed_at ?? now), isOpen ? null : 'facts'],
  );
  if (wasOpen === isOpen) return null;
  return { id, kind, now: isOpen ? 'opened' : 'closed' };
}

/** Closes a case by the facts if there is one; where there is none, none is made. */
export async function dropCase(sql: Sql, hut: string, id: string, now: number): Promise<CaseChange | null> {
  const row = first(
    await sql.all<{ kind: CaseKind }>(
      'SELECT kind FROM exception_case WHERE hut_id = $1 AND case_id = $2 AND closed_at IS NULL',
      [hut, id],
    ),
  );
  if (row === null) return null;
  await sql.run(
    `UPDATE exception_case SET closed_at = $3, closed_by = 'facts' WHERE hut_id = $1 AND case_id = $2`,
    [hut, id, now],
  );
  return { id, kind: row.kind, now: 'closed' };
}

/** A person closes a case, with a word on it. False when it is not open. */
export async function closeCase(
  sql: Sql,
  hut: string,
  id: string,
  { by, note, now }: { by: string; note: string; now: number },
): Promise<boolean> {
  const closed = await sql.run(
    `UPDATE exception_case SET closed_at = $3, closed_by = $4, note = $5
     WHERE hut_id = $1 AND case_id = $2 AND closed_at IS NULL`,
    [hut, id, now, `person:${by}`, note],
  );
  return closed > 0;
}
