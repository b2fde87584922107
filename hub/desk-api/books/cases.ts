import { z } from 'zod';
import type { CaseRow } from '../../../domain/desk/rows.ts';
import type { Sql, Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';

interface Row {
  hut_id: string;
  case_id: string;
  kind: string;
  facts: string;
  opened_at: number;
  closed_at: number | null;
  closed_by: string | null;
  note: string | null;
}

/** Closed cases that are shown; older ones are in the export. */
const longest = 500;

const Facts = z.record(z.string(), z.unknown());
const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function toCase(row: Row, names: ReadonlyMap<string, string>): CaseRow {
  const facts = Object.entries(Facts.catch({}).parse(JSON.parse(row.facts)));
  const flat = facts
    .filter(([, value]) => value !== null)
    .map(([name, value]): [string, string] => [name, plain(value).slice(0, 2000)]);
  // A case belongs to a hut, and its facts may name others.
  const others = facts.flatMap(([, value]) => (Array.isArray(value) ? value : [value]));
  const huts = [
    ...new Set([row.hut_id, ...others.filter((value) => typeof value === 'string' && names.has(value))]),
  ];
  return {
    case: `${row.hut_id}/${row.case_id}`,
    kind: row.kind,
    huts: huts.map((hut) => ({ hut: String(hut), name: names.get(String(hut)) ?? String(hut) })),
    facts: Object.fromEntries(flat.map(([name, value]) => [name, names.get(value) ?? value])),
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by === 'facts' ? 'hub' : row.closed_by,
    note: row.note,
  };
}

/** Cases that touch a hut of the scope: open ones oldest first, closed ones newest first. */
export async function readCases(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  scope: Scope,
  open: boolean,
): Promise<CaseRow[]> {
  const rows = await read.all<Row>(
    open
      ? 'SELECT * FROM exception_case WHERE closed_at IS NULL ORDER BY opened_at, hut_id, case_id'
      : `SELECT * FROM exception_case WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, hut_id, case_id LIMIT ${longest}`,
  );
  return rows
    .map((row) => toCase(row, names))
    .filter(({ huts }) => scope === null || huts.some(({ hut }) => scope.includes(hut)));
}

/** Closes a case by a person; false when it is closed already. */
export async function closeCase(
  sql: Sql,
  id: string,
  by: string,
  note: string,
  now: number,
): Promise<boolean> {
  const [, hut = '', rest = ''] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  const closed = await sql.run(
    `UPDATE exception_case SET closed_at = $3, closed_by = $4, note = $5
     WHERE hut_id = $1 AND case_id = $2 AND closed_at IS NULL`,
    [hut, rest, now, by, note],
  );
  return closed > 0;
}
