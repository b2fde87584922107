import { z } from 'zod';
import type { CaseRow } from '../../../domain/desk/rows.ts';
import type { Store } from '../../store/store.ts';
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

/** Closed cases that are shown. */
const longest = 500;
/** Characters of a fact that are shown; a body that was set aside may be long. */
const longestFact = 2_000;

const Facts = z.record(z.string(), z.unknown());

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A fact in words: texts as they are, lists and records part by part, huts by their names. */
function plain(value: unknown, names: ReadonlyMap<string, string>): string {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => plain(each, names)).join(' · ');
  if (typeof value === 'object' && value !== null) {
    return Object.values(value)
      .map((each) => plain(each, names))
      .join(' ');
  }
  return String(value);
}

function toCase(row: Row, names: ReadonlyMap<string, string>): CaseRow {
  const facts = Facts.catch({}).parse(JSON.parse(row.facts));
  // A case belongs to a hut or to none, and its facts may name others.
  const huts = [...new Set([row.hut_id, ...textsIn(facts)])].filter((hut) => names.has(hut));
  const told = Object.entries(facts).filter(([, fact]) => fact !== null);
  return {
    case: `${row.hut_id}/${row.case_id}`,
    kind: row.kind,
    huts: huts.map((hut) => ({ hut, name: names.get(hut) ?? hut })),
    facts: Object.fromEntries(told.map(([name, fact]) => [name, plain(fact, names).slice(0, longestFact)])),
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by === 'facts' ? 'hub' : (row.closed_by?.replace(/^person:/, '') ?? null),
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

/** The hut of a case, or `*`, and which of its cases. */
export const caseParts = (id: string): { hut: string; rest: string } => {
  const [, hut = '', rest = ''] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  return { hut, rest };
};
