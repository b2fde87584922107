import { CsvError, parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import type { Named } from '../../domain/contract/words.ts';
import { done, type Result, refused } from '../../domain/result.ts';

export const registerColumns = ['barcode', 'kind', 'name', 'place', 'door', 'parts'] as const;
export type RegisterColumn = (typeof registerColumns)[number];

/** A row as it stands in the file. `line` counts from 1, where the row begins. */
export interface RegisterRow {
  line: number;
  cells: Record<RegisterColumn, string>;
}

/** A line that cannot be taken, and why, for the keeper who will put it right. */
export interface BadRow {
  line: number;
  reason: Named;
}

/** Headings a keeper's spreadsheet may have instead. */
const headings: Record<string, RegisterColumn> = {
  条码: 'barcode',
  种类: 'kind',
  名称: 'name',
  位置: 'place',
  门: 'door',
  门号: 'door',
  配件: 'parts',
};
const required: readonly RegisterColumn[] = ['barcode', 'kind', 'name'];

/**
 * Text of a register: UTF-8 with or without BOM, UTF-16 with BOM as some spreadsheets save it, or else GB18030,
 * which contains GBK and GB2312.
 */
export function decodeRegister(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(Buffer.from(bytes), 'utf16-le');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(Buffer.from(bytes), 'gb18030').replace(/^\uFEFF/, '');
  }
}

const bad = (line: number, en: string, zh: string): BadRow => ({ line, reason: { zh, en } });

/** Spreadsheets save with commas, tabs or semicolons, by the settings of the machine: the heading shows which. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const count = (mark: string): number => heading.split(mark).length;
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

interface Parsed {
  record: string[];
  info: { lines: number };
  raw: string;
}

/** Rows with the lines they begin on; quoted fields may hold line breaks, empty lines are skipped. */
function parseRows(text: string): { line: number; cells: string[] }[] {
  const records = parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    raw: true,
    info: true,
  }) as unknown as Parsed[];
  return records.flatMap(({ record, info, raw }) => {
    // The parser tells the line a record ends on.
    const line = info.lines - (raw.replace(/\n$/, '').split('\n').length - 1);
    const cells = record.map((cell) => cell.trim().replace(/\s+/g, ' '));
    return cells.every((cell) => cell === '') ? [] : [{ line, cells }];
  });
}

/** Reads the table: rows by column name, whatever the order of the columns. A fault is about the whole file. */
export function readRegister(text: string): Result<{ rows: RegisterRow[]; bad: BadRow[] }, BadRow> {
  let all: { line: number; cells: string[] }[];
  try {
    // One kind of line break, since the parser counts the two characters of a quoted one as two lines.
    all = parseRows(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return refused(bad(line, `not a CSV table: ${error.message}`, '不是有效的 CSV 表格，请检查引号'));
  }
  const [heading, ...body] = all;
  if (heading === undefined) return refused(bad(1, 'the file is empty', '文件是空的'));
  const columns = heading.cells.map((cell) => headings[cell] ?? cell.toLowerCase());
  const isColumn = (name: string): name is RegisterColumn => registerColumns.some((one) => one === name);
  const wanted = registerColumns.join(',');
  const strange = columns.find((name) => !isColumn(name));
  if (strange !== undefined) {
    return refused(
      bad(
        heading.line,
        `"${strange}" is no column of a register; the columns are ${wanted}`,
        `没有“${strange}”这一列；列名应为 ${wanted}`,
      ),
    );
  }
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    return refused(bad(heading.line, `the column ${twice} is there twice`, `“${twice}”这一列出现了两次`));
  }
  const missing = required.find((name) => !columns.includes(name));
  if (missing !== undefined || !(columns.includes('place') || columns.includes('door'))) {
    const name = missing ?? 'place / door';
    return refused(
      bad(
        heading.line,
        `the column ${name} is missing; the columns are ${wanted}`,
        `缺少“${name}”列；列名应为 ${wanted}`,
      ),
    );
  }
  const rows: RegisterRow[] = [];
  const faulty: BadRow[] = [];
  for (const { line, cells } of body) {
    if (cells.length !== columns.length) {
      faulty.push(
        bad(
          line,
          `${cells.length} cells, the heading has ${columns.length}`,
          `有 ${cells.length} 格，表头有 ${columns.length} 格`,
        ),
      );
      continue;
    }
    const cell = (name: RegisterColumn): string => cells[columns.indexOf(name)] ?? '';
    rows.push({
      line,
      cells: {
        barcode: cell('barcode'),
        kind: cell('kind'),
        name: cell('name'),
        place: cell('place'),
        door: cell('door'),
        parts: cell('parts'),
      },
    });
  }
  return done({ rows, bad: faulty });
}
