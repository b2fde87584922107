import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import writeXlsxFile from 'write-excel-file/node';
import type { ExportFormat, ExportWhat } from '../../domain/desk/contract.ts';
import { hutOffsetMs } from '../../domain/lending/due-date.ts';
import type { AskingSignedIn } from './asking.ts';
import { scopeOf } from './asking.ts';
import { readAudit } from './audit.ts';

/** What a cell may hold. Instants are dates. */
type Cell = string | number | Date | null;
export interface Sheet {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** The list goes on; the file says so in its last row. */
  isCut: boolean;
}

/** Rows that one export holds at most; a file beyond it is no list for people any more. */
const longest = 50_000;
/** Rows that are read at a time. Huts are answered between two of them. */
const atOnce = 2_000;

const at = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));

/** Follows the pages of a list to its end, or to `most` rows. */
export async function whole<Row>(
  page: (after: string | null) => Promise<{ rows: Row[]; next: string | null }>,
  most = longest,
): Promise<{ rows: Row[]; isCut: boolean }> {
  const rows: Row[] = [];
  let after: string | null = null;
  for (;;) {
    const answer = await page(after);
    rows.push(...answer.rows);
    after = answer.next;
    if (after === null || rows.length > most) break;
    await setImmediate();
  }
  return { rows: rows.slice(0, most), isCut: rows.length > most };
}

/** The lists as they are exported: what whoever asks may see, and no phone numbers. */
export const sheets: Record<ExportWhat, (asking: AskingSignedIn) => Promise<Sheet>> = {
  async huts(asking) {
    const rows = await asking.deps.books.huts(scopeOf(asking, 'see-huts'), asking.now);
    return {
      columns: [
        'hut',
        'name',
        'state',
        'health',
        'release',
        'last seen',
        'things',
        'out',
        'overdue',
        'to look at',
        'open cases',
      ],
      rows: rows.map((row) => [
        row.hut,
        row.name,
        row.state,
        row.level,
        row.release,
        at(row.lastSeenAt),
        row.things,
        row.out,
        row.overdue,
        row.look,
        row.openCases,
      ]),
      isCut: false,
    };
  },
  async stock(asking) {
    const scope = scopeOf(asking, 'see-stock');
    const all = { hut: null, kind: null, lending: null };
    const { rows, isCut } = await whole((after) =>
      asking.deps.books.stock(scope, { ...all, after }, atOnce, asking.now),
    );
    return {
      columns: ['hut', 'kind', 'name', 'name (en)', 'barcode', 'condition', 'lending', 'due'],
      rows: rows.map((row) => [
        row.hutName,
        row.kind,
        row.name.zh,
        row.name.en,
        row.barcode,
        row.condition,
        row.lending,
        at(row.due),
      ]),
      isCut,
    };
  },
  async loans(asking) {
    const scope = scopeOf(asking, 'see-loans');
    const { rows, isCut } = await whole((after) =>
      asking.deps.books.loans(scope, { hut: null, open: false, after }, atOnce),
    );
    return {
      columns: ['hut', 'name', 'barcode', 'person', 'begun', 'due', 'returned', 'returned at'],
      rows: rows.map((row) => [
        row.hutName,
        row.name.zh,
        row.barcode,
        row.person,
        at(row.begunAt),
        at(row.due),
        at(row.returnedAt),
        row.returnedHut,
      ]),
      isCut,
    };
  },
  async overdue(asking) {
    const scope = scopeOf(asking, 'see-loans');
    const { rows, isCut } = await whole((after) =>
      asking.deps.books.overdue(scope, after, atOnce, asking.now),
    );
    return {
      columns: ['hut', 'name', 'barcode', 'due', 'days', 'phone', 'called', 'called by'],
      rows: rows.map((row) => [
        row.hutName,
        row.name.zh,
        row.barcode,
        at(row.due),
        row.days,
        row.phoneMasked,
        at(row.calledAt),
        row.calledBy,
      ]),
      isCut,
    };
  },
  async cases(asking) {
    const scope = scopeOf(asking, 'see-cases');
    const both = await Promise.all(
      [true, false].map((open) => whole((after) => asking.deps.books.cases(scope, { open, after }, atOnce))),
    );
    return {
      columns: ['case', 'kind', 'huts', 'facts', 'opened', 'closed', 'closed by', 'note'],
      isCut: both.some(({ isCut }) => isCut),
      rows: both
        .flatMap(({ rows }) => rows)
        .map((row) => [
          row.case,
          row.kind,
          row.huts.map(({ name }) => name).join(', '),
          Object.entries(row.facts)
            .map(([name, fact]) => `${name}: ${fact}`)
            .join('; '),
          at(row.openedAt),
          at(row.closedAt),
          row.closedBy,
          row.note,
        ]),
    };
  },
  async audit(asking) {
    const { rows, isCut } = await whole((after) => readAudit(asking.deps.store.read, after, atOnce));
    return {
      columns: ['at', 'who', 'what', 'hut', 'about', 'from'],
      rows: rows.map((row) => [at(row.at), row.who, row.what, row.hut, row.about, row.from]),
      isCut,
    };
  },
};

/**
 * Text that a spreadsheet would take for a formula is kept from being one by an apostrophe before it (OWASP, CSV
 * injection): it begins with one of = + - @, a tab or a line break, also behind spaces or in full width.
 */
export const harmless = (text: string): string =>
  /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;

/** The rows of a file, with the one that says that there are more. */
const rowsOf = ({ columns, rows, isCut }: Sheet): Sheet['rows'] =>
  isCut
    ? [
        ...rows,
        columns.map((_, i) =>
          i === 0 ? `The list goes on: only the first ${rows.length} rows are here.` : null,
        ),
      ]
    : rows;

/** A moment whose reading in UTC is that of a clock in Suzhou: spreadsheets know no time zones. */
const asUtc = (at: Date): Date => new Date(at.getTime() + hutOffsetMs);
const inSuzhou = (at: Date): string =>
  asUtc(at)
    .toISOString()
    .replace(/\.\d+Z$/, '+08:00');
/** The day in Suzhou, as `2026-11-27`. */
export const dayInSuzhou = (at: number): string => asUtc(new Date(at)).toISOString().slice(0, 10);

/** UTF-8 with its mark, which spreadsheets in China need to see that it is UTF-8; lines end as in RFC 4180. */
export const toCsv = (sheet: Sheet): string =>
  stringify(
    rowsOf(sheet).map((row) =>
      row.map((cell) =>
        cell instanceof Date ? inSuzhou(cell) : typeof cell === 'string' ? harmless(cell) : cell,
      ),
    ),
    { header: true, columns: [...sheet.columns], bom: true, record_delimiter: 'windows' },
  );

/** Every text is a cell of type text, which no spreadsheet calculates. */
export async function toXlsx(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const head = sheet.columns.map((name) => ({ value: name, type: String, fontWeight: 'bold' as const }));
  const body = rowsOf(sheet).map((row) =>
    row.map((cell) => {
      if (cell === null) return null;
      if (cell instanceof Date) return { value: asUtc(cell), type: Date, format: 'yyyy-mm-dd hh:mm' };
      return typeof cell === 'number' ? { value: cell, type: Number } : { value: cell, type: String };
    }),
  );
  return new Uint8Array(await writeXlsxFile([head, ...body]).toBuffer());
}

export const exportTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
