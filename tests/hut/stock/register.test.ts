import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { makeLabel } from '../../../domain/scanning/label.ts';
import { rebuild } from '../../../hut/ledger/rebuild.ts';
import { type ImportOptions, importRegister } from '../../../hut/stock/register.ts';
import { type StockedHut, stockedHut, value } from '../ledger/stocked-hut.ts';

const heading = 'barcode,kind,name,place,door,parts\n';

function run(hut: StockedHut, text: string | Uint8Array, options: Partial<ImportOptions> = {}) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return importRegister(hut.ledger, bytes, { skipBad: false, ...options });
}

/** The English reasons of a file whose rows are all refused or partly so. */
function reasons(hut: StockedHut, text: string, options: Partial<ImportOptions> = {}): [number, string][] {
  const imported = run(hut, text, options);
  if (imported.ok || imported.refusal.why !== 'bad-rows') throw new Error('expected bad rows');
  return imported.refusal.bad.map((row) => [row.line, row.reason.en]);
}

test('a register comes in whole: kinds by any name, doors, shelves, parts', () => {
  using hut = stockedHut();
  const text = `${heading}EAN-100,wrench,大扳手,,8,\nEAN-101,充电宝,,3号架,,充电线；插头;袋|盒、垫\nEAN-102,Hand Trolley,手推车,门后,,\nEAN-103,book,活着,门后,,\n`;
  expect(run(hut, text)).toEqual({ ok: true, value: { added: 4, bad: [] } });
  const { lending } = hut;
  expect(lending.itemByBarcode('EAN-100')).toMatchObject({
    kind: 'wrench',
    name: { zh: '大扳手', en: '大扳手' },
    home: { at: 'door', door: 8 },
    condition: 'in-service',
  });
  expect(lending.itemByBarcode('EAN-101')).toMatchObject({
    kind: 'power-bank',
    name: { zh: '充电宝', en: 'Power bank' },
    home: { at: 'shelf', place: 'shelf' },
    parts: ['充电线', '插头', '袋', '盒', '垫'],
  });
  const behind = lending.itemByBarcode('EAN-102')?.home.place;
  expect(behind).toBeDefined();
  expect(lending.itemByBarcode('EAN-103')?.home.place).toBe(behind);
  expect(rebuild(hut.ledger).same).toBe(true);
});

test('what is named in both languages: things, shelves, parts', () => {
  using hut = stockedHut();
  const long = 'x'.repeat(41);
  const rows = `EAN-1,book,活着=To Live,门后=Behind the door,,书签＝Bookmark；书皮\nEAN-2,book,家,门后,,\n`;
  expect(run(hut, heading + rows)).toEqual({ ok: true, value: { added: 2, bad: [] } });
  const book = hut.lending.itemByBarcode('EAN-1');
  expect(book?.name).toEqual({ zh: '活着', en: 'To Live' });
  expect(hut.lending.itemByBarcode('EAN-2')?.home).toEqual(book?.home);
  expect(book?.home).toMatchObject({ name: { zh: '门后', en: 'Behind the door' } });
  expect(hut.lending.itemView(book?.item ?? '').parts).toEqual([
    { zh: '书签', en: 'Bookmark' },
    { zh: '书皮', en: '书皮' },
  ]);
  const bad = run(hut, `${heading}EAN-3,book,家=${long},门后,,\n`);
  expect(bad).toMatchObject({ ok: false, refusal: { why: 'bad-rows', bad: [{ line: 2 }] } });
});

test('UTF-8 with and without BOM, UTF-16, GBK; any order of columns; tabs and semicolons', () => {
  const rows = (mark: string) =>
    `门${mark}名称${mark}条码${mark}种类\r\n9${mark}梯子${mark}EAN-1${mark}人字梯\r\n`;
  const files: [string, Uint8Array][] = [
    ['utf-8', Buffer.from(rows(','))],
    ['utf-8 bom', Buffer.from(`\uFEFF${rows(',')}`)],
    ['utf-16', iconv.encode(rows('\t'), 'utf16-le', { addBOM: true })],
    ['gbk', iconv.encode(rows(','), 'gbk')],
    ['gb18030', iconv.encode(rows(';'), 'gb18030')],
  ];
  for (const [name, bytes] of files) {
    using hut = stockedHut();
    expect(run(hut, bytes), name).toEqual({ ok: true, value: { added: 1, bad: [] } });
    expect(hut.lending.itemByBarcode('EAN-1'), name).toMatchObject({ kind: 'ladder', name: { zh: '梯子' } });
  }
});

const label = makeLabel('item', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
const broken = label.slice(0, -1) + (label.endsWith('7') ? '8' : '7');

test('every bad row is told with its line, and nothing is imported', () => {
  using hut = stockedHut();
  const before = hut.ledger.head().seq;
  const text = [
    'barcode,kind,name,place,door,parts', // 1
    'EAN-1,wrench,"two', // 2
    'lines",,8,', // 3
    '', // 4
    'ab,wrench,x,3号架,,', // 5: too short
    'EAN-2,spaceship,x,3号架,,', // 6
    'EAN-3,wrench,x,,,', // 7
    'EAN-4,wrench,x,,eight,', // 8
    'EAN-1,wrench,x,3号架,,', // 9: same as line 2
    'EAN-5,wrench,x,,8,', // 10: door taken by line 2
    'EAN-6,wrench,x,,1,', // 11: door taken in the ledger
    'code-wrench-1,wrench,wrench-1,,1,', // 12: already there
    'code-wrench-1,wrench,another,3号架,,', // 13: of another thing
    `${broken},wrench,x,3号架,,`, // 14
    `${makeLabel('card', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))},wrench,x,3号架,,`, // 15
    'EAN-7,wrench,x,3号架', // 16: too few cells
    'EAN-8,wrench,x,,9,', // 17: good without a config, no door 9 with one
    '条码,wrench,x,3号架,,', // 18: not ASCII
  ].join('\r\n');
  const told = reasons(hut, text, { doors: [1, 8] });
  expect(told.map(([line]) => line)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
  const of = (line: number) => told.find(([at]) => at === line)?.[1];
  expect(of(6)).toContain('spaceship');
  expect(of(7)).toContain('neither place nor door');
  expect(of(8)).toContain('not a door number');
  expect(of(9)).toContain('already in line 2');
  expect(of(10)).toContain('door 8 is taken');
  expect(of(11)).toContain('door 1 is taken by wrench-1');
  expect(of(12)).toContain('already there');
  expect(of(13)).toContain('belongs to wrench-1');
  expect(of(14)).toContain('check character');
  expect(of(15)).toContain('card label');
  expect(of(16)).toContain('4 cells');
  expect(of(17)).toContain('configuration');
  expect(hut.ledger.head().seq).toBe(before);
  expect(hut.lending.itemByBarcode('EAN-1')).toBeNull();

  // With --skip-bad the good ones come in, in one commit.
  expect(value(run(hut, text, { skipBad: true, doors: [1, 8] }))).toMatchObject({
    added: 1,
    bad: told.map(([line]) => ({ line })),
  });
  expect(hut.lending.itemByBarcode('EAN-1')).toMatchObject({
    name: { zh: 'two lines' },
    home: { at: 'door', door: 8 },
  });
});

test('importing the same file again tells every row as already there', () => {
  using hut = stockedHut();
  const text = `${heading}EAN-1,wrench,大扳手,,8,\n${label.toLowerCase()},book,活着,书架,,\n`;
  value(run(hut, text));
  expect(hut.lending.itemByBarcode(label)).not.toBeNull();
  expect(reasons(hut, text)).toEqual([
    [2, 'barcode EAN-1 is already there'],
    [3, `barcode ${label} is already there`],
  ]);
});

test('a file that is no register is refused as a whole, with the line', () => {
  using hut = stockedHut();
  expect(reasons(hut, '')).toEqual([[1, 'the file is empty']]);
  expect(reasons(hut, 'barcode,kind,name\nEAN-1,wrench,x\n')[0]?.[1]).toContain('place / door is missing');
  expect(reasons(hut, 'barcode,kind,name,door,price\n')[0]?.[1]).toContain('"price" is no column');
  expect(reasons(hut, 'barcode,kind,name,door,door\n')[0]?.[1]).toContain('twice');
  expect(reasons(hut, `${heading}EAN-1,wrench,"never closed,,8,\n`)[0]?.[1]).toContain('not a CSV table');
});

test('a barcode that a spreadsheet made a number of is refused, and what to do about it is said', () => {
  using hut = stockedHut();
  expect(reasons(hut, `${heading}6.90123E+12,book,活着,门后,,\n1.5e+10,book,家,门后,,\n`)).toEqual([
    [2, expect.stringContaining('set the column to text')],
    [3, expect.stringContaining('set the column to text')],
  ]);
});
