import type { Into, Value } from '../store/store.ts';

type Types = Into['columns'];

/** A projection as the fold fills it. */
export interface Table {
  into: Into;
  /** Where each column stands in a row. */
  at: ReadonlyMap<string, number>;
  /** Columns that are added up; in all others the newer value counts, and null leaves the older one. */
  adds: ReadonlySet<number>;
}

function table(name: string, key: Types, fields: Types, adds: readonly string[] = []): Table {
  const columns = { hut_id: 'text', ...key, ...fields } as const;
  const names = Object.keys(columns);
  const set = Object.keys(fields).map((field) =>
    adds.includes(field)
      ? `${field} = ${name}.${field} + excluded.${field}`
      : `${field} = COALESCE(excluded.${field}, ${name}.${field})`,
  );
  const at = new Map(names.map((column, i) => [column, i]));
  return {
    into: {
      table: name,
      columns,
      conflict: `(${['hut_id', ...Object.keys(key)].join()}) DO UPDATE SET ${set.join()}`,
    },
    at,
    adds: new Set(adds.map((field) => at.get(field) ?? -1)),
  };
}

export const tables = {
  kind: table('kind', { kind: 'text' }, { definition: 'text' }),
  place: table('place', { place: 'text' }, { door: 'bigint', name_zh: 'text', name_en: 'text' }),
  item: table(
    'item',
    { item: 'text' },
    {
      kind: 'text',
      name_zh: 'text',
      name_en: 'text',
      barcode: 'text',
      home: 'text',
      place: 'text',
      condition: 'text',
      problem: 'text',
      noted_at: 'bigint',
    },
  ),
  loan: table(
    'loan',
    { loan: 'text' },
    {
      item: 'text',
      person: 'text',
      begun_at: 'bigint',
      due: 'bigint',
      renewals: 'bigint',
      code: 'text',
      returned_at: 'bigint',
      returned: 'text',
      returned_hut: 'text',
    },
    ['renewals'],
  ),
  item_return: table(
    'item_return',
    { returned: 'text' },
    { item: 'text', loan: 'text', place: 'text', problem: 'text', returned_at: 'bigint' },
  ),
  found: table(
    'found',
    { found: 'text' },
    { barcode: 'text', place: 'text', problem: 'text', found_at: 'bigint' },
  ),
  person: table(
    'person',
    { person: 'text' },
    { trust: 'text', registered_at: 'bigint', erased_at: 'bigint' },
  ),
  card: table('card', { card: 'text' }, { person: 'text', blocked: 'text' }),
  keeper: table('keeper', { keeper: 'text' }, { number: 'bigint', blocked: 'text' }),
  door: table('door', { door: 'bigint' }, { suspect: 'bigint' }),
  hut_health: table(
    'hut_health',
    {},
    {
      started_at: 'bigint',
      boots: 'bigint',
      last_event_at: 'bigint',
      clock_right: 'bigint',
      restored_at: 'bigint',
      restorations: 'bigint',
      called_at: 'bigint',
    },
    ['boots', 'restorations'],
  ),
} as const;

export type TableName = keyof typeof tables;
export type Fields = Readonly<Record<string, Value>>;

/** Rows of one hut that wait to be put, each key once. */
export class Rows {
  readonly #rows = new Map<string | number, Value[]>();
  readonly #table: Table;
  readonly #hutId: string;

  constructor(table: Table, hutId: string) {
    this.#table = table;
    this.#hutId = hutId;
  }

  /** Adds what is now known of a key. */
  set(key: string | number, fields: Fields): void {
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = new Array<Value>(this.#table.at.size).fill(null);
      for (const column of this.#table.adds) row[column] = 0;
      row[0] = this.#hutId;
      if (key !== '') row[1] = key;
      this.#rows.set(key, row);
    }
    for (const name in fields) {
      const value = fields[name] ?? null;
      const column = this.#table.at.get(name) ?? -1;
      if (value === null) continue;
      row[column] = this.#table.adds.has(column) ? Number(row[column]) + Number(value) : value;
    }
  }

  all(): readonly (readonly Value[])[] {
    return [...this.#rows.values()];
  }
}
