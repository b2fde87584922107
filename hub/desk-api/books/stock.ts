import type { DeskAnswer, DeskArgs } from '../../../domain/desk/contract.ts';
import type { StockRow } from '../../../domain/desk/rows.ts';
import { Condition } from '../../../domain/stock/kinds.ts';
import type { Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';
import { nextAfter, Refs, valuesAfter } from './after.ts';
import { Where } from './where.ts';

interface Row {
  hut_id: string;
  hut_name: string;
  item: string;
  kind: string | null;
  name_zh: string | null;
  name_en: string | null;
  barcode: string | null;
  condition: string | null;
  due: number | null;
  out: number | null;
}

const columns = `i.hut_id, h.name AS hut_name, i.item, i.kind, i.name_zh, i.name_en, i.barcode, i.condition,
  l.due, l.begun_at AS out`;
/**
 * An item with the loan that is open on it, if any. The open ones are gathered first: item by item, SQLite would read
 * all loans of the hut each time.
 */
const tables = `item i JOIN hut h ON h.hut_id = i.hut_id
  LEFT JOIN (
    SELECT hut_id, item, MIN(begun_at) AS begun_at, MIN(due) AS due FROM open_loan
    WHERE begun_at IS NOT NULL GROUP BY hut_id, item
  ) l ON l.hut_id = i.hut_id AND l.item = i.item`;

const toStock = (row: Row, now: number): StockRow => ({
  hut: row.hut_id,
  hutName: row.hut_name,
  item: row.item,
  kind: row.kind ?? '',
  name: { zh: row.name_zh ?? row.item, en: row.name_en ?? '' },
  barcode: row.barcode ?? '',
  condition: Condition.catch('needs-inspection').parse(row.condition),
  lending: row.out === null ? 'in' : row.due !== null && row.due < now ? 'overdue' : 'out',
  due: row.due,
});

/** Things by hut, after the one that `next` named. */
export async function readStock(
  { read }: Store,
  scope: Scope,
  { hut, kind, lending, after }: DeskArgs<'stock'>,
  limit: number,
  now: number,
): Promise<DeskAnswer<'stock'>> {
  const where = new Where('i.kind IS NOT NULL').within(scope, 'i.hut_id', read);
  if (hut !== null) where.and((place) => `i.hut_id = ${place}`, hut);
  if (kind !== null) where.and((place) => `i.kind = ${place}`, kind);
  if (lending === 'in') where.and(() => 'l.begun_at IS NULL');
  if (lending === 'out') where.and((place) => `l.begun_at IS NOT NULL AND l.due >= ${place}`, now);
  if (lending === 'overdue') where.and((place) => `l.due < ${place}`, now);
  const from = valuesAfter(Refs, after);
  if (from !== null) where.and((a, b) => `(i.hut_id, i.item) > (${a}, ${b})`, ...from);
  const found = await read.all<Row>(
    `SELECT ${columns} FROM ${tables} WHERE ${where.text} ORDER BY i.hut_id, i.item LIMIT ${limit + 1}`,
    where.values,
  );
  const rows = found.slice(0, limit).map((row) => toStock(row, now));
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? nextAfter(last.hut, last.item) : null };
}

/** Which things are asked for: of a kind, with one of these barcodes, or with this in their name. */
export interface Sought {
  kind?: string | null;
  barcodes?: readonly string[];
  named?: string | null;
}

/**
 * Things that are not retired and may be those sought, by hut. A name is looked for in the database only where every
 * database compares its letters alike; else all of the kind are given, and whoever asks looks closer.
 */
export async function readThings(
  { read }: Store,
  { kind, barcodes, named }: Sought,
  now: number,
): Promise<StockRow[]> {
  const where = new Where('i.kind IS NOT NULL', `COALESCE(i.condition, '') <> 'retired'`);
  if (barcodes !== undefined && barcodes.length > 0) {
    where.and((place) => `i.barcode ${read.anyOf(place)}`, JSON.stringify(barcodes));
  } else {
    if (kind) where.and((place) => `i.kind = ${place}`, kind);
    if (named && /^[a-z0-9 .-]+$/i.test(named)) {
      where.and(
        (zh, en) => `LOWER(i.name_zh) LIKE ${zh} OR LOWER(i.name_en) LIKE ${en}`,
        `%${named.toLowerCase()}%`,
        `%${named.toLowerCase()}%`,
      );
    }
  }
  const found = await read.all<Row>(
    `SELECT ${columns} FROM ${tables} WHERE ${where.text} ORDER BY i.hut_id, i.item`,
    where.values,
  );
  return found.map((row) => toStock(row, now));
}

/** How many things of each kind there are that are not retired. */
export async function countKinds({ read }: Store): Promise<ReadonlyMap<string, number>> {
  const rows = await read.all<{ kind: string; things: number }>(
    `SELECT kind, COUNT(*) AS things FROM item WHERE kind IS NOT NULL AND COALESCE(condition, '') <> 'retired' GROUP BY kind`,
  );
  return new Map(rows.map(({ kind, things }) => [kind, Number(things)]));
}
