import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { DeskAnswer, DeskArgs } from '../../../domain/desk/contract.ts';
import type { CaseRow } from '../../../domain/desk/rows.ts';
import { factsVersion } from '../../across/cases.ts';
import { first, type Sql, type Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';
import { nextAfter, TimeAndRefs, valuesAfter } from './after.ts';

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

/** Open cases that are counted; there is somebody to close them. */
const mostOpen = 100_000;
/** Characters of a fact that are shown; a body that was set aside may be long. */
const longestFact = 2_000;

/** Characters of a card's token that are shown: enough to tell two apart, as where cards are listed. */
const shownToken = 12;

const Facts = z.record(z.string(), z.unknown());

/** A reference within a hut, as `HUT/REFERENCE` or `HUT/PERSON/CARD`. */
const within = (text: string): [hut: string, ref: string] => {
  const [hut = '', ref = ''] = text.split('/');
  return [hut, ref];
};

/** Every hut and text that a value names, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [within(value)[0]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A fact in words: texts as they are, lists and records part by part, huts by their names. */
function plain(value: unknown, names: ReadonlyMap<string, string>): string {
  if (typeof value === 'string') {
    const [hut, ref] = within(value);
    const name = names.get(hut);
    return name === undefined ? value : `${name} ${ref}`.trim();
  }
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
    facts: Object.fromEntries(
      told.map(([name, fact]) => [
        name,
        plain(fact, names).slice(0, name === 'token' ? shownToken : longestFact),
      ]),
    ),
    version: factsVersion(row.facts),
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by === 'facts' ? 'hub' : (row.closed_by?.replace(/^person:/, '') ?? null),
    note: row.note,
  };
}

/** Rows after the one that `after` names: open ones oldest first, closed ones newest first. */
function readRows(read: Sql, open: boolean, after: string | null, limit: number): Promise<Row[]> {
  const from = valuesAfter(TimeAndRefs, after) ?? [];
  const [key, sign, order] = open ? ['opened_at', '>', 'ASC'] : ['closed_at', '<', 'DESC'];
  return read.all<Row>(
    `SELECT * FROM exception_case WHERE closed_at IS ${open ? 'NULL' : 'NOT NULL'}
     ${from.length === 0 ? '' : `AND (${key}, hut_id, case_id) ${sign} ($2, $3, $4)`}
     ORDER BY ${key} ${order}, hut_id ${order}, case_id ${order} LIMIT $1`,
    [limit, ...from],
  );
}

const nextOf = ({ opened_at, closed_at, hut_id, case_id }: Row, open: boolean): string =>
  nextAfter(open ? opened_at : (closed_at ?? 0), hut_id, case_id);

const isWithin = ({ huts }: CaseRow, scope: Scope): boolean =>
  scope === null || huts.some(({ hut }) => scope.includes(hut));

/** Cases that touch a hut of the scope, page by page. */
export async function readCases(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  scope: Scope,
  { open, after }: DeskArgs<'cases'>,
  limit: number,
): Promise<DeskAnswer<'cases'>> {
  const shown: CaseRow[] = [];
  let at = after;
  let next: string | null = null;
  for (;;) {
    const rows = await readRows(read, open, at, limit);
    for (const row of rows) {
      const one = toCase(row, names);
      if (!isWithin(one, scope)) continue;
      if (shown.length === limit) return { rows: shown, next };
      shown.push(one);
      next = nextOf(row, open);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return { rows: shown, next: null };
    at = nextOf(last, open);
    // SQLite answers at once: others get their turn between two pages.
    await setImmediate();
  }
}

/** All open cases that touch a hut of the scope. */
export const readOpenCases = async (
  store: Store,
  names: ReadonlyMap<string, string>,
  scope: Scope,
): Promise<CaseRow[]> => (await readCases(store, names, scope, { open: true, after: null }, mostOpen)).rows;

/** One open case that touches a hut of the scope, or null. */
export async function readOpenCase(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  scope: Scope,
  id: string,
): Promise<CaseRow | null> {
  const { hut, rest } = caseParts(id);
  const row = first(
    await read.all<Row>(
      'SELECT * FROM exception_case WHERE hut_id = $1 AND case_id = $2 AND closed_at IS NULL',
      [hut, rest],
    ),
  );
  const found = row === null ? null : toCase(row, names);
  return found !== null && isWithin(found, scope) ? found : null;
}

/** The hut of a case, or `*`, and which of its cases. */
export const caseParts = (id: string): { hut: string; rest: string } => {
  const [, hut = '', rest = ''] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  return { hut, rest };
};
