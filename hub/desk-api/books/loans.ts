import type { DeskAnswer, DeskArgs } from '../../../domain/desk/contract.ts';
import type { LoanRow } from '../../../domain/desk/rows.ts';
import { maskPhone } from '../../../domain/people/identity.ts';
import type { Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';
import { nextAfter, TimeAndRefs, valuesAfter } from './after.ts';
import { Where } from './where.ts';

const dayMs = 86_400_000;

/** A loan as the hub's tables have it; what came back elsewhere ends it, also before its own hut has heard of that. */
const loanColumns = `
  l.hut_id, h.name AS hut_name, l.loan, l.item, i.name_zh, i.name_en, i.barcode, l.person, l.begun_at, l.due,
  COALESCE(l.returned_at, (
    SELECT MIN(f.found_at) FROM come_back c JOIN found f ON f.hut_id = c.hut_id AND f.found = c.found
    WHERE c.item_hut = l.hut_id AND c.loan = l.loan
  )) AS returned_at,
  COALESCE(NULLIF(l.returned_hut, ''), (
    SELECT MIN(c.hut_id) FROM come_back c WHERE c.item_hut = l.hut_id AND c.loan = l.loan
  )) AS returned_hut`;
const loanTables = (loans: 'loan' | 'open_loan') => `
  ${loans} l JOIN hut h ON h.hut_id = l.hut_id LEFT JOIN item i ON i.hut_id = l.hut_id AND i.item = l.item`;

interface Row {
  hut_id: string;
  hut_name: string;
  loan: string;
  item: string | null;
  name_zh: string | null;
  name_en: string | null;
  barcode: string | null;
  person: string | null;
  begun_at: number;
  due: number | null;
  returned_at: number | null;
  returned_hut: string | null;
}

const toLoan = (row: Row, names: ReadonlyMap<string, string>): LoanRow => ({
  hut: row.hut_id,
  hutName: row.hut_name,
  loan: row.loan,
  item: row.item ?? '?',
  name: { zh: row.name_zh ?? row.item ?? '?', en: row.name_en ?? '' },
  barcode: row.barcode ?? '',
  person: row.person ?? '?',
  begunAt: row.begun_at,
  due: row.due ?? row.begun_at,
  returnedAt: row.returned_at,
  returnedHut: row.returned_hut === null ? null : (names.get(row.returned_hut) ?? row.returned_hut),
});

/** Loans, newest first, after the one that `next` named. */
export async function readLoans(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  scope: Scope,
  { hut, open, after }: DeskArgs<'loans'>,
  limit: number,
): Promise<DeskAnswer<'loans'>> {
  const where = new Where('l.begun_at IS NOT NULL').within(scope, 'l.hut_id', read);
  if (hut !== null) where.and((place) => `l.hut_id = ${place}`, hut);
  const from = valuesAfter(TimeAndRefs, after);
  if (from !== null) where.and((a, b, c) => `(l.begun_at, l.hut_id, l.loan) < (${a}, ${b}, ${c})`, ...from);
  const found = await read.all<Row>(
    `SELECT ${loanColumns} FROM ${loanTables(open ? 'open_loan' : 'loan')} WHERE ${where.text}
     ORDER BY l.begun_at DESC, l.hut_id DESC, l.loan DESC LIMIT ${limit + 1}`,
    where.values,
  );
  const rows = found.slice(0, limit).map((row) => toLoan(row, names));
  const last = rows.at(-1);
  const next = found.length > limit && last ? nextAfter(last.begunAt, last.hut, last.loan) : null;
  return { rows, next };
}

/** Reads the phone numbers that the hub has of these persons. */
export type PhonesOf = (persons: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Open loans past their time, longest first, and when somebody last called about each; after the one that `next` named. */
export async function readOverdue(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  phonesOf: PhonesOf,
  scope: Scope,
  { after, limit, now }: { after: string | null; limit: number; now: number },
): Promise<DeskAnswer<'overdue'>> {
  const where = new Where().within(scope, 'l.hut_id', read).and((place) => `l.due < ${place}`, now);
  const from = valuesAfter(TimeAndRefs, after);
  if (from !== null) where.and((a, b, c) => `(l.due, l.hut_id, l.loan) > (${a}, ${b}, ${c})`, ...from);
  const found = await read.all<Row & { called_at: number | null; called_by: string | null }>(
    `SELECT ${loanColumns},
       (SELECT MAX(p.called_at) FROM desk_phone_call p WHERE p.hut_id = l.hut_id AND p.loan = l.loan) AS called_at,
       (SELECT p.who FROM desk_phone_call p WHERE p.hut_id = l.hut_id AND p.loan = l.loan
          ORDER BY p.called_at DESC LIMIT 1) AS called_by
     FROM ${loanTables('open_loan')} WHERE ${where.text} ORDER BY l.due, l.hut_id, l.loan LIMIT ${limit + 1}`,
    where.values,
  );
  const shown = found.slice(0, limit);
  const phones = await phonesOf([...new Set(shown.map(({ person }) => person ?? ''))]);
  const rows = shown.map((row) => {
    const loan = toLoan(row, names);
    const phone = phones.get(loan.person) ?? null;
    return {
      hut: loan.hut,
      hutName: loan.hutName,
      loan: loan.loan,
      name: loan.name,
      barcode: loan.barcode,
      due: loan.due,
      days: Math.max(0, Math.floor((now - loan.due) / dayMs)),
      phoneMasked: phone === null ? null : maskPhone(phone),
      calledAt: row.called_at,
      calledBy: row.called_by,
    };
  });
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? nextAfter(last.due, last.hut, last.loan) : null };
}

/** One open loan. */
export async function readOpenLoan(
  { read }: Store,
  names: ReadonlyMap<string, string>,
  hut: string,
  loan: string,
): Promise<LoanRow | null> {
  const [row] = await read.all<Row>(
    `SELECT ${loanColumns} FROM ${loanTables('open_loan')} WHERE l.hut_id = $1 AND l.loan = $2`,
    [hut, loan],
  );
  return row === undefined ? null : toLoan(row, names);
}
