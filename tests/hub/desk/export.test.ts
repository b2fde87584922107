import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ExportFormat, ExportWhat } from '../../../domain/desk/contract.ts';
import { dayInSuzhou, harmless, toCsv, toXlsx, whole } from '../../../hub/desk-api/export.ts';
import { TestDesk } from './open-desk.ts';
import { fillStreet } from './street.ts';

const evil = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '  =1',
  '＝1',
  '=HYPERLINK("http://evil")',
  '\uFEFF=1',
];

describe('an export', () => {
  it.each(evil)('%j is no formula in a CSV file', (text) => {
    const csv = toCsv({ columns: ['a'], rows: [[text]], isCut: false });
    const [row] = parse(csv, { bom: true, from: 2, relax_column_count: true }) as string[][];
    expect(row?.[0]).toBe(`'${text}`);
  });

  it('every text comes back as it was, or with one apostrophe before it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (cells) => {
        const csv = toCsv({ columns: cells.map((_, i) => `c${i}`), rows: [cells], isCut: false });
        const [row] = parse(csv, { bom: true, from: 2 }) as string[][];
        expect(row).toEqual(cells.map(harmless));
        for (const cell of row ?? []) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });

  it('a spreadsheet file holds texts, numbers and dates, and no formula', async () => {
    const bytes = await toXlsx({
      columns: ['text', 'number', 'date', 'none'],
      rows: evil.map((text) => [text, 7, new Date(Date.UTC(2026, 11, 2)), null]),
      isCut: false,
    });
    const files = unzipSync(bytes);
    const sheet = new TextDecoder().decode(files['xl/worksheets/sheet1.xml']);
    expect(sheet).toContain('<v>7</v>');
    expect(sheet).not.toContain('<f>');
    expect(Object.keys(files).some((name) => /externalLink|vba/i.test(name))).toBe(false);
  });

  it('says when as a clock in Suzhou does, also early in the morning', async () => {
    const at = new Date('2026-11-27T23:30:00Z');
    const sheet = { columns: ['at'], rows: [[at]], isCut: false };
    expect(toCsv(sheet)).toContain('2026-11-28T07:30:00+08:00');
    const files = unzipSync(await toXlsx(sheet));
    const xml = new TextDecoder().decode(files['xl/worksheets/sheet1.xml']);
    // Days since 1899-12-30, as spreadsheets count them.
    const day = (Date.UTC(2026, 10, 28, 7, 30) - Date.UTC(1899, 11, 30)) / 86_400_000;
    expect(Number(/<v>(46\d+\.?\d*)<\/v>/.exec(xml)?.[1])).toBeCloseTo(day, 6);
    expect(dayInSuzhou(at.getTime())).toBe('2026-11-28');
  });

  it('that is longer than people read says where it ends', async () => {
    const page = async (after: string | null) => {
      const from = Number(after ?? 0);
      return { rows: [from, from + 1], next: from < 8 ? String(from + 2) : null };
    };
    expect(await whole(page, 5)).toEqual({ rows: [0, 1, 2, 3, 4], isCut: true });
    expect(await whole(page, 10)).toEqual({ rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], isCut: false });
    const cut = { columns: ['a', 'b'], rows: [['x', 1]], isCut: true };
    const told = 'The list goes on: only the first 1 rows are here.';
    expect((parse(toCsv(cut), { bom: true, from: 3 }) as string[][])[0]).toEqual([told, '']);
    const files = unzipSync(await toXlsx(cut));
    expect(Object.values(files).some((file) => new TextDecoder().decode(file).includes(told))).toBe(true);
  });

  it('is there for each list in each format, named with its day, written into the trail, without phone numbers', async () => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    const { token } = await desk.account('王芳', 'office');
    for (const what of ExportWhat.options) {
      for (const format of ExportFormat.options) {
        const path = `/desk/api/export/${what}.${format}`;
        const answer = await desk.request(path, { method: 'GET' }, { cookie: `xiaowu-desk=${token}` });
        expect(answer.status, path).toBe(200);
        expect(answer.headers.get('content-disposition')).toBe(
          `attachment; filename="xiaowu-${what}-2026-12-02.${format}"`,
        );
        expect(answer.headers.get('cache-control')).toBe('no-store');
        const text = Buffer.from(await answer.arrayBuffer()).toString('latin1');
        expect(text.startsWith(format === 'csv' ? '\xEF\xBB\xBF' : 'PK')).toBe(true);
        expect(text).not.toContain('13812345678');
      }
    }
    const [count] = await desk.store.read.all<{ n: number }>(
      `SELECT COUNT(*) AS n FROM desk_audit WHERE what = 'exported'`,
    );
    expect(count?.n).toBe(12);
  });

  it('follows a long list to its end', async () => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    await desk.store.transaction(async (sql) => {
      for (let i = 0; i < 450; i++) {
        await sql.run(
          `INSERT INTO item (hut_id, item, kind, name_zh, name_en, barcode, condition) VALUES ('hut-jia', $1, 'book', '书', '', $2, 'in-service')`,
          [`book-${i}`, `B-${i}`],
        );
        await sql.run(
          `INSERT INTO loan (hut_id, loan, item, person, begun_at, due) VALUES ('hut-jia', $1, $2, 'p', $3, $4)`,
          [`bloan-${i}`, `book-${i}`, desk.now - (i % 7) * 1000, desk.now + 86_400_000],
        );
      }
    });
    const { token } = await desk.account('王芳', 'office');
    for (const [what, rows] of [
      ['stock', 457],
      ['loans', 453],
    ] as const) {
      const answer = await desk.request(
        `/desk/api/export/${what}.csv`,
        { method: 'GET' },
        { cookie: `xiaowu-desk=${token}` },
      );
      const lines = parse(await answer.text(), { bom: true, from: 2 }) as string[][];
      expect(lines.length, what).toBe(rows);
      expect(new Set(lines.map((line) => line.join())).size, what).toBe(rows);
    }
  });
});
