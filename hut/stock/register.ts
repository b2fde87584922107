import type { Named } from '../../domain/contract/words.ts';
import { event, type NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { readLabel } from '../../domain/scanning/label.ts';
import { bothNames } from '../../domain/stock/both-names.ts';
import type { Kind } from '../../domain/stock/kinds.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Reader } from '../ledger/reader.ts';
import { doorName, doorPlace } from './practice-stock.ts';
import { type BadRow, decodeRegister, type RegisterRow, readRegister } from './register-file.ts';

export type { BadRow } from './register-file.ts';

export interface ImportOptions {
  /** Takes the good rows and leaves the bad ones. Without it, one bad row leaves everything as it was. */
  skipBad: boolean;
  /** Doors the hut has; when not given, any door number is taken. */
  doors?: readonly number[];
}

export interface Imported {
  added: number;
  bad: BadRow[];
}

/** Nothing was imported. `good` rows would have been, had there been no bad ones. */
export type ImportRefusal = { why: 'bad-rows'; good: number; bad: BadRow[] } | LedgerFault;

const longest = { name: 40, part: 20, parts: 20 } as const;
const isLonger = ({ zh, en }: Named, most: number): boolean => [...zh].length > most || [...en].length > most;

/** What rows of one import may not share, growing row by row. */
interface Taken {
  read: Reader;
  newId: () => string;
  doors: readonly number[] | undefined;
  /** Barcode → line. */
  barcodes: Map<string, number>;
  /** Door → what stands behind it, as it is told. */
  behind: Map<number, Named>;
  /** Shelf name → place. */
  shelves: Map<string, string>;
  /** Doors that have a place in the ledger or got one in this import. */
  doorPlaces: Map<number, string>;
}

const reason = (en: string, zh: string): { ok: false; refusal: Named } => refused({ zh, en });

/** The barcode as it will be scanned. Our own labels must have the right check character. */
function barcodeOf(text: string): Result<string, Named> {
  const label = readLabel(text);
  if (label.ok) {
    const { type, code } = label.value;
    return type === 'item'
      ? done(code)
      : reason(`barcode ${text} is a ${type} label, not an item's`, `条码 ${text} 不是物品标签`);
  }
  if (label.refusal === 'damaged') {
    return reason(
      `barcode ${text}: looks like our label, but its check character is wrong`,
      `条码 ${text}：校验位不对，请核对标签`,
    );
  }
  if (/^\d+([.,]\d+)?E\+\d+$/i.test(text)) {
    return reason(
      `barcode ${text}: the spreadsheet made a number of it; set the column to text and type it again`,
      `条码 ${text}：表格把它变成了科学计数，请把这一列设成文本，再填一遍`,
    );
  }
  return /^[\x20-\x7e]{3,64}$/.test(text)
    ? done(text)
    : reason(
        `barcode "${text}": 3 to 64 plain letters, digits and signs`,
        `条码“${text}”：应为 3 到 64 个英文字母、数字或符号`,
      );
}

function kindOf(taken: Taken, text: string): Result<Kind, Named> {
  const kinds = taken.read.kinds();
  const lower = text.toLowerCase();
  const found = kinds.find(
    ({ kind, name }) => kind === lower || name.zh === text || name.en.toLowerCase() === lower,
  );
  if (found !== undefined) return done(found);
  const names = kinds.map(({ kind }) => kind).join(', ');
  const zh = kinds.map(({ name }) => name.zh).join('、');
  return reason(`kind "${text}" is not known; kinds are ${names}`, `没有“${text}”这个种类；可用：${zh}`);
}

function nameOf(text: string, kind: Kind): Result<Named, Named> {
  if (text === '' || text === kind.name.zh) return done(kind.name);
  const name = bothNames(text);
  if (isLonger(name, longest.name)) {
    return reason(`the name is longer than ${longest.name} characters`, `名称超过 ${longest.name} 个字`);
  }
  return done(name);
}

function partsOf(text: string): Result<string[], Named> {
  const parts = text
    .split(/[；;|、]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length > longest.parts || parts.some((part) => isLonger(bothNames(part), longest.part))) {
    return reason(
      `parts: at most ${longest.parts}, each at most ${longest.part} characters`,
      `配件最多 ${longest.parts} 样，每样不超过 ${longest.part} 个字`,
    );
  }
  return done(parts);
}

/** Where a row's thing belongs, with the event that defines the place when it is new. */
type Home = { place: string; door: number | null; defines: NewEvent[] };

function homeOf(taken: Taken, cells: RegisterRow['cells']): Result<Home, Named> {
  if (cells.door === '') {
    const name = bothNames(cells.place);
    if (cells.place === '') return reason('neither place nor door is given', '位置和门号都没有填');
    if (isLonger(name, longest.name)) {
      return reason(`the place is longer than ${longest.name} characters`, `位置超过 ${longest.name} 个字`);
    }
    const known = taken.shelves.get(name.zh);
    if (known !== undefined) return done({ place: known, door: null, defines: [] });
    const place = taken.newId();
    const defined = event('place-defined', { place, at: 'shelf', name });
    return done({ place, door: null, defines: [defined] });
  }
  if (!/^[1-9]\d{0,2}$/.test(cells.door)) {
    return reason(`door "${cells.door}" is not a door number`, `门号“${cells.door}”不是数字`);
  }
  const door = Number(cells.door);
  if (taken.doors !== undefined && !taken.doors.includes(door)) {
    return reason(`door ${door} is not in the hut's configuration`, `配置里没有 ${door} 号门`);
  }
  const other = taken.behind.get(door);
  if (other !== undefined) {
    return reason(
      `door ${door} is taken by ${other.en}; one thing per door`,
      `${door} 号门里已有“${other.zh}”，一门一物`,
    );
  }
  const known = taken.doorPlaces.get(door);
  if (known !== undefined) return done({ place: known, door, defines: [] });
  const place = doorPlace(door);
  const defined = event('place-defined', { place, at: 'door', door, name: doorName(door) });
  return done({ place, door, defines: [defined] });
}

/** A barcode that is taken: by an earlier row, or by a thing of the ledger. */
function clash(taken: Taken, barcode: string, name: Named, cells: RegisterRow['cells']): Named | null {
  const earlier = taken.barcodes.get(barcode);
  if (earlier !== undefined) {
    return {
      en: `barcode ${barcode} is already in line ${earlier}`,
      zh: `条码 ${barcode} 与第 ${earlier} 行重复`,
    };
  }
  const item = taken.read.itemByBarcode(barcode)?.item;
  if (item === undefined) return null;
  const where = item.home.at === 'door' ? String(item.home.door) : item.home.name.zh;
  const same =
    item.name.zh === name.zh && where === (cells.door === '' ? bothNames(cells.place).zh : cells.door);
  return same
    ? { en: `barcode ${barcode} is already there`, zh: `条码 ${barcode} 已在册` }
    : { en: `barcode ${barcode} belongs to ${item.name.en}`, zh: `条码 ${barcode} 已属于“${item.name.zh}”` };
}

function eventsOf(taken: Taken, { line, cells }: RegisterRow): Result<NewEvent[], Named> {
  const barcode = barcodeOf(cells.barcode);
  if (!barcode.ok) return barcode;
  const kind = kindOf(taken, cells.kind);
  if (!kind.ok) return kind;
  const name = nameOf(cells.name, kind.value);
  if (!name.ok) return name;
  const parts = partsOf(cells.parts);
  if (!parts.ok) return parts;
  const already = clash(taken, barcode.value, name.value, cells);
  if (already !== null) return refused(already);
  const home = homeOf(taken, cells);
  if (!home.ok) return home;
  const { place, door, defines } = home.value;
  taken.barcodes.set(barcode.value, line);
  if (door === null) taken.shelves.set(bothNames(cells.place).zh, place);
  else {
    taken.behind.set(door, name.value);
    taken.doorPlaces.set(door, place);
  }
  const added = event('item-added', {
    item: taken.newId(),
    kind: kind.value.kind,
    name: name.value,
    barcode: barcode.value,
    place,
    parts: parts.value,
  });
  return done([...defines, added]);
}

function takenIn(read: Reader, newId: () => string, doors: readonly number[] | undefined): Taken {
  const behind = new Map<number, Named>();
  for (const { item } of read.items()) {
    if (item.home.at === 'door' && item.condition !== 'retired') behind.set(item.home.door, item.name);
  }
  const shelves = new Map<string, string>();
  const doorPlaces = new Map<number, string>();
  for (const place of read.places()) {
    if (place.at === 'shelf') shelves.set(place.name.zh, place.place);
    else doorPlaces.set(place.door, place.place);
  }
  return { read, newId, doors, barcodes: new Map(), behind, shelves, doorPlaces };
}

/**
 * Imports a register (bytes of a CSV file) in one commit. Every bad row is told with its line; with bad rows
 * nothing is imported unless `skipBad` is set. Facts are read in the same transaction that writes.
 */
export function importRegister(
  ledger: Ledger,
  bytes: Uint8Array,
  options: ImportOptions,
): Result<Imported, ImportRefusal> {
  const file = readRegister(decodeRegister(bytes));
  if (!file.ok) return refused({ why: 'bad-rows', good: 0, bad: [file.refusal] });
  const bad = [...file.value.bad];
  let added = 0;
  const committed = ledger.commit<ImportRefusal>('command', (read) => {
    const taken = takenIn(read, () => ledger.newId(), options.doors);
    const events: NewEvent[] = [];
    for (const row of file.value.rows) {
      const made = eventsOf(taken, row);
      if (made.ok) {
        events.push(...made.value);
        added++;
      } else bad.push({ line: row.line, reason: made.refusal });
    }
    bad.sort((a, b) => a.line - b.line);
    if (bad.length > 0 && !options.skipBad) return refused({ why: 'bad-rows', good: added, bad });
    return done(events);
  });
  return committed.ok ? done({ added, bad }) : committed;
}
